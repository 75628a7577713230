import type { Hook } from '../../src/events/facts.js';
import type {
  Answer,
  Decision,
  ServerView,
  StrategyDefinition,
} from '../../src/serving/batch/strategies/strategy.js';
import type { ModelIndex } from '../../src/units.js';

/**
 * Decides anything it is allowed to, as a pure function of what it sees: two servers that show it
 * the same get the same decisions, and one that shows something else soon gets others. It goes by
 * the clock too, so it needs a finite drain: a run until empty may end before its next look.
 */
export const ERRATIC: StrategyDefinition = {
  name: 'erratic',
  summary: 'any allowed decision',
  create: () => ({
    onArrival: (view, model) => decideFor(view, 'arrival', model),
    onTimer: (view, model) => onTimer(view, model),
    onIdle: (view) => onIdle(view),
    onBatchStart: (view, model) => decideFor(view, 'batch-start', model),
    onBatchEnd: (view, model) => decideFor(view, 'batch-end', model),
    onLoaded: (view, model) => decideFor(view, 'loaded', model),
    onPoll: (view, resident) =>
      view.waiting(resident) === 0 ? undefined : decideFor(view, 'poll', resident),
    // Looks and sweeps may count from one instant: no few looks are as long as some sweeps.
    poll: { everySeconds: 0.7531, residentForSeconds: 1.5 },
  }),
};

function onTimer(view: ServerView, model: ModelIndex): Answer {
  const [choice] = draws(view, 'timer', model);
  if (view.waiting(model) === 0 || choice < 0.6) {
    return { action: 'release', model, count: 'all', reason: 'erratic' };
  }
  if (choice < 0.8) return decideFor(view, 'timer', model);
  return { action: 'set-timer', model, at: view.now + 0.5 + choice, reason: 'erratic' };
}

/** Looks at queues and memory only, so that it makes no difference how often it is asked in between. */
function onIdle(view: ServerView): Answer {
  for (let model = 0; model < view.modelCount; model++) {
    if (view.waiting(model) === 0) continue;
    const choice = mix(model, Math.round(view.arrivalOf(model, 0) * 1e5)) / 2 ** 32;
    if (choice < 0.3) return { action: 'release', model, count: 1, reason: 'erratic' };
    if (choice < 0.4) return { action: 'drop', model, count: 1, reason: 'erratic' };
    if (choice < 0.5 && view.canLoad(model)) return { action: 'load', model, reason: 'erratic' };
  }
  return undefined;
}

function decideFor(view: ServerView, hook: Hook, model: ModelIndex): Decision[] {
  const [timer, release, size] = draws(view, hook, model);
  const decisions: Decision[] = loads(view, release);
  if (timer < 0.3) {
    const at = view.now + 0.25 + 8 * timer;
    // Now and then for any model, also one that nobody has asked for yet.
    const timed = timer < 0.1 ? Math.floor(timer * 1e6) % view.modelCount : model;
    decisions.push({ action: 'set-timer', model: timed, at, reason: 'erratic' });
  } else if (timer < 0.35 && view.timerOf(model) !== undefined) {
    decisions.push({ action: 'clear-timer', model, reason: 'erratic' });
  }
  const waiting = view.waiting(model);
  if (waiting === 0) return decisions;
  const count = 1 + Math.floor(size * waiting);
  if (release < 0.25) decisions.push({ action: 'release', model, count, reason: 'erratic' });
  else if (release < 0.35) decisions.push({ action: 'drop', model, count: 1, reason: 'erratic' });
  return decisions;
}

/** Now and then a load or a prefetch; first of all, as what is decided before it may take the GPU. */
function loads(view: ServerView, choice: number): Decision[] {
  if (choice < 0.8) return [];
  const model = Math.floor(choice * 1e6) % view.modelCount;
  const canLoad = view.canLoad(model) && (choice < 0.9 || !view.canPrefetch(model));
  if (canLoad) return [{ action: 'load', model, reason: 'erratic' }];
  return view.canPrefetch(model) ? [{ action: 'prefetch', model, reason: 'erratic' }] : [];
}

/** Three uniforms from all that the view shows. */
function draws(view: ServerView, hook: Hook, model: ModelIndex): [number, number, number] {
  let hash = mix(0, hook.length * 8 + model);
  hash = mix(hash, Math.round(view.now * 1e5));
  hash = mix(hash, view.lastLoaded + 1);
  hash = mix(hash, view.loadedBefore + 1);
  hash = mix(hash, view.activity.length * 8 + view.activeModel);
  hash = mix(hash, view.busy ? Math.round(view.activeSince * 1e5) : -1);
  hash = mix(hash, view.inService);
  hash = mix(hash, view.inBackground + 1);
  hash = mix(hash, view.evictionCandidate + 1);
  hash = mix(hash, view.releasedBatches * 2 + (view.busy ? 1 : 0));
  for (let m = 0; m < view.modelCount; m++) {
    const waiting = view.waiting(m);
    const oldest = waiting === 0 ? -1 : view.arrivalOf(m, 0);
    hash = mix(hash, waiting);
    hash = mix(hash, Math.round(oldest * 1e5));
    hash = mix(hash, Math.round((view.timerOf(m) ?? -1) * 1e5));
    hash = mix(hash, view.released(m) * 2 + (view.isResident(m) ? 1 : 0));
    hash = mix(hash, (view.fitsBeside(m) ? 2 : 0) + (view.canLoad(m) ? 1 : 0));
    hash = mix(hash, (view.isPrefetched(m) ? 2 : 0) + (view.canPrefetch(m) ? 1 : 0));
  }
  const first = mix(hash, 1);
  const second = mix(first, 2);
  return [first / 2 ** 32, second / 2 ** 32, mix(second, 3) / 2 ** 32];
}

/** The finaliser of MurmurHash3, fed one word at a time. */
function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
