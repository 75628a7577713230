import type { ModelIndex, Seconds } from '../../../units.js';
import { Deadlines } from './deadlines.js';
import { LoadFirst } from './load-first.js';
import type {
  Answer,
  Decision,
  DropDecision,
  ReleaseDecision,
  ServerView,
  Strategy,
  StrategyContext,
  StrategyOption,
  TimerDecision,
} from './strategy.js';
import { SwapBelief } from './swap-belief.js';

/** The options that every strategy made by `visitBy` reads. */
export const VISIT_OPTIONS: readonly StrategyOption[] = ['batchCap', 'slackSigmas'];

/** What serving a model next is believed to bring. */
export interface Visit {
  readonly model: ModelIndex;
  readonly swapSeconds: Seconds;
  /** Its oldest waiting requests that would be late even if they were served next and alone. */
  readonly late: number;
  /** The oldest that would be dropped to serve more of the others on time, `late` included. */
  readonly skip: number;
  /** Requests served, all on time; rules see no visit without any. */
  readonly count: number;
  readonly batchSeconds: Seconds;
  /** How much later it could begin with all of them on time, s; not negative but by rounding. */
  readonly slackSeconds: Seconds;
}

/**
 * Which model to serve next, of those whose visit can be on time for someone; −1: none; a timer:
 * not yet.
 */
export type VisitRule = (view: ServerView, visits: readonly Visit[]) => ModelIndex | TimerDecision;

/**
 * A strategy that, whenever the GPU is free, drops what cannot be on time any more, looks at what a
 * visit to each model would bring, chooses one, loads it if need be, and serves the batch of it
 * with the most requests on time (`Deadlines.best`). What arrives during the load can join that
 * batch; a model that was loaded for a visit gets it. Policies differ in the rule.
 *
 * Cost of a decision: O(models · (log waiting + log cap)), and the rule's.
 */
export function visitBy(context: StrategyContext, rule: VisitRule): Strategy {
  const deadlines = new Deadlines(context);
  const swap = new SwapBelief(context);
  const loadFirst = new LoadFirst();
  const outlook = (view: ServerView, model: ModelIndex): Visit =>
    visitTo(view, model, deadlines, swap);
  return {
    onIdle(view): Answer {
      const promised = loadFirst.takePromised(view);
      const kept = promised < 0 ? undefined : outlook(view, promised);
      if (kept !== undefined && kept.count > 0) return [...dropped(kept, kept.skip), release(kept)];
      const all: Visit[] = [];
      for (let model = 0; model < view.modelCount; model++) {
        if (view.waiting(model) > 0) all.push(outlook(view, model));
      }
      const visits = all.filter(({ count }) => count > 0);
      const choice = rule(view, visits);
      const chosen = visits.find(({ model }) => model === choice);
      const load = chosen && loadFirst.before(view, chosen.model, 'to serve it next');
      const serves = chosen !== undefined && load === undefined;
      const decisions: Decision[] = all.flatMap((visit) =>
        dropped(visit, serves && visit === chosen ? visit.skip : visit.late),
      );
      if (typeof choice !== 'number') decisions.push(choice);
      else if (load !== undefined) decisions.push(load);
      else if (serves) decisions.push(release(chosen));
      return decisions;
    },
  };
}

/** What serving `model` next is believed to bring; it has a request that waits. */
function visitTo(
  view: ServerView,
  model: ModelIndex,
  deadlines: Deadlines,
  swap: SwapBelief,
): Visit {
  const swapSeconds = swap.secondsTo(view, model);
  const start = view.now + swapSeconds;
  const late = deadlines.hopeless(view, model, start);
  const { skip, count } = deadlines.best(view, model, start, late);
  if (count === 0)
    return { model, swapSeconds, late, skip, count, batchSeconds: 0, slackSeconds: 0 };
  const batchSeconds = deadlines.batchSeconds(model, count);
  const slackSeconds = deadlines.of(view, model, skip) - start - batchSeconds;
  return { model, swapSeconds, late, skip, count, batchSeconds, slackSeconds };
}

function dropped({ model, late }: Visit, count: number): DropDecision[] {
  if (count === 0) return [];
  const reason = count > late ? 'others are on time without it' : 'cannot be on time';
  return [{ action: 'drop', model, count, reason }];
}

function release({ model, count }: Visit): ReleaseDecision {
  return { action: 'release', model, count, reason: 'most on time' };
}

/** The visit of the greatest worth, or −1 without visits; of equal ones the first. */
export function ofGreatest(visits: readonly Visit[], worth: (visit: Visit) => number): ModelIndex {
  let greatest = Number.NEGATIVE_INFINITY;
  let chosen = -1;
  for (const visit of visits) {
    const value = worth(visit);
    if (!(value > greatest)) continue;
    greatest = value;
    chosen = visit.model;
  }
  return chosen;
}
