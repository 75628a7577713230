import type {
  Answer,
  ReleaseDecision,
  ServerView,
  Strategy,
  StrategyContext,
  StrategyDefinition,
} from '../../src/serving/batch/strategies/strategy.js';
import type { ModelIndex, Seconds } from '../../src/units.js';

/** The strategies once more, word for word from docs/as-published.md, without care for speed. */

interface Parts {
  readonly timer: boolean;
  readonly partial: boolean;
  readonly select: boolean;
}

function published(name: string, parts: Parts): StrategyDefinition {
  return { name, summary: name, create: (context) => createPublished(context, parts) };
}

export const SLOW_STRATEGIES: readonly StrategyDefinition[] = [
  published('best-batch', { timer: false, partial: false, select: false }),
  published('best-batch+timer', { timer: true, partial: false, select: false }),
  published('select-batch+timer', { timer: true, partial: false, select: true }),
  published('best-batch+partial-batch', { timer: false, partial: true, select: false }),
  published('best-batch+partial-batch+timer', { timer: true, partial: true, select: false }),
  {
    name: 'fcfs',
    summary: 'one request per batch, in arrival order',
    create: () => ({
      onArrival: (_view, model) => ({ action: 'release', model, count: 1, reason: 'slow' }),
    }),
  },
  {
    name: 'greedy',
    summary: 'serve what waits, up to a cap',
    create: (context) => ({
      onIdle: (view) =>
        serveOldest(view, (model) =>
          Math.min(
            view.waiting(model),
            context.options.batchCap ?? context.believed.maxBatch(model),
          ),
        ),
    }),
  },
];

export function slowStrategy(name: string): StrategyDefinition {
  const found = SLOW_STRATEGIES.find((strategy) => strategy.name === name);
  if (found === undefined) throw new Error(`the reference has no strategy ${name}`);
  return found;
}

function createPublished(context: StrategyContext, parts: Parts): Strategy {
  const { options } = context;
  const limits = new Map<ModelIndex, Seconds>();
  const arrivals = new Map<ModelIndex, Seconds[]>();

  function target(model: ModelIndex): number {
    if (!parts.select) return bestSize(context, model);
    const times = arrivals.get(model) ?? [];
    const smallest = options.allowedSizes[0] as number;
    if (times.length < 2) return smallest;
    const span = (times.at(-1) as number) - (times[0] as number);
    const rate = (times.length - 1) / span;
    const slack = (context.slaSeconds[model] as number) - (limits.get(model) as number);
    return nearest(options.allowedSizes, Math.floor(rate * slack));
  }

  function onArrival(view: ServerView, model: ModelIndex): Answer {
    const decisions = [];
    if (parts.timer && view.timerOf(model) === undefined) {
      limits.set(model, adjust(context, view, model));
      const at = view.now + (limits.get(model) as number);
      decisions.push({ action: 'set-timer', model, at, reason: 'slow' } as const);
    }
    if (parts.select) {
      const times = [...(arrivals.get(model) ?? []), view.now];
      arrivals.set(model, times.slice(-options.rateWindow));
    }
    if (view.waiting(model) >= target(model)) decisions.push(releaseAll(model));
    return decisions;
  }

  function onPoll(view: ServerView, resident: ModelIndex): Answer {
    const threshold = bestSize(context, resident) * options.partialFraction;
    return view.waiting(resident) > threshold ? releaseAll(resident) : undefined;
  }

  const poll = {
    everySeconds: options.partialPollSeconds,
    residentForSeconds: options.partialResidentSeconds,
  };
  return {
    onArrival,
    ...(parts.timer
      ? { onTimer: (_view: ServerView, model: ModelIndex) => releaseAll(model) }
      : {}),
    ...(parts.partial ? { onPoll, poll } : {}),
  };
}

function releaseAll(model: ModelIndex): ReleaseDecision {
  return { action: 'release', model, count: 'all', reason: 'slow' };
}

function bestSize(context: StrategyContext, model: ModelIndex): number {
  return (
    context.options.sizes[context.models[model] as string] ?? context.believed.bestBatch(model)
  );
}

/** How long a request may wait: the SLA less what a swap and a batch may take. */
function adjust(context: StrategyContext, view: ServerView, model: ModelIndex): Seconds {
  const { options, timerBelief } = context;
  if (options.fixedTimerSeconds !== null) return options.fixedTimerSeconds;
  const sigmas = options.timerSigmas;
  const load = timerBelief.loadSeconds(model);
  const inMemory = view.evictionCandidate;
  const unload = inMemory < 0 ? { mean: 0, sd: 0 } : timerBelief.unloadSeconds(inMemory);
  const swap = load.mean + sigmas * load.sd + unload.mean + sigmas * unload.sd;
  const sla = context.slaSeconds[model] as number;
  const least = options.minimumTimerSeconds;
  const x = Math.max(least, sla - (swap + options.completionAllowanceSeconds));
  return Math.max(least, x / (1 + options.queueDamping * view.waiting(model)));
}

function nearest(sizes: readonly number[], wanted: number): number {
  if (wanted === Number.POSITIVE_INFINITY) return Math.max(...sizes);
  return sizes.reduce((best, size) =>
    Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best,
  );
}

/** The model whose head has waited longest; of two, the one of lower index. */
function serveOldest(view: ServerView, size: (model: ModelIndex) => number): Answer {
  let oldest: ModelIndex | undefined;
  for (let model = 0; model < view.modelCount; model++) {
    if (view.waiting(model) === 0) continue;
    if (oldest === undefined || view.arrivalOf(model, 0) < view.arrivalOf(oldest, 0))
      oldest = model;
  }
  if (oldest === undefined) return undefined;
  return { action: 'release', model: oldest, count: size(oldest), reason: 'slow' };
}
