import type { BelievedTiming } from '../../../timing/types.js';
import type { ModelIndex, Seconds } from '../../../units.js';
import type { ServerView, StrategyContext } from './strategy.js';
import { largestTimed } from './timed-batch.js';

/** A batch of one model: after `skip` of its waiting requests are dropped, the next `count`. */
export interface OnTimeBatch {
  readonly skip: number;
  readonly count: number;
}

/**
 * Which waiting requests can be on time, as the beliefs have it. On time: completed strictly before
 * arrival + SLA. A model's requests are served oldest first and share one SLA, so the oldest of a
 * batch decides whether all of it is on time.
 */
export class Deadlines {
  readonly #believed: BelievedTiming;
  readonly #slaSeconds: readonly Seconds[];
  readonly #caps: readonly number[];

  /** @param context of which it reads `believed`, `slaSeconds` and the option `batchCap`. */
  constructor(context: StrategyContext) {
    this.#believed = context.believed;
    this.#slaSeconds = context.slaSeconds;
    this.#caps = context.models.map((_, model) => largestBatch(context, model));
  }

  /**
   * Largest batch of `model`: `batchCap`, else what fits in memory, and has a duration; Infinity
   * where nothing limits it, though a table may end before.
   */
  cap(model: ModelIndex): number {
    return this.#caps[model] as number;
  }

  /** When the waiting request at `position` (0 = the oldest) has to be completed, s. */
  of(view: ServerView, model: ModelIndex, position: number): Seconds {
    return view.arrivalOf(model, position) + (this.#slaSeconds[model] as Seconds);
  }

  /** Believed duration of a batch of `count` ≥ 1, s. */
  batchSeconds(model: ModelIndex, count: number): Seconds {
    return this.#believed.batchSeconds(model, count);
  }

  /**
   * How many of the oldest waiting requests would be late even in a batch of their own that begins
   * at `start`. O(log waiting).
   */
  hopeless(view: ServerView, model: ModelIndex, start: Seconds): number {
    const end = start + this.#believed.batchSeconds(model, 1);
    const waiting = view.waiting(model);
    // Most often it is none.
    if (waiting === 0 || end < this.of(view, model, 0)) return 0;
    let late = 1;
    let onTime = waiting;
    while (late < onTime) {
      const middle = (late + onTime) >> 1;
      if (end < this.of(view, model, middle)) onTime = middle;
      else late = middle + 1;
    }
    return late;
  }

  /**
   * The largest batch that begins at `start` with the request at `skip` as its oldest and ends in
   * time for it; 0 when there is none. Found by bisection, O(log cap): where a belief has larger
   * batches end sooner, it may be one that is not the largest, but it is on time.
   */
  largestOnTime(view: ServerView, model: ModelIndex, start: Seconds, skip: number): number {
    const most = Math.min(this.cap(model), view.waiting(model) - skip);
    if (most < 1) return 0;
    const limit = this.of(view, model, skip);
    if (start + this.#believed.batchSeconds(model, most) < limit) return most;
    let fits = 0;
    let late = most;
    while (fits + 1 < late) {
      const middle = (fits + late) >> 1;
      if (start + this.#believed.batchSeconds(model, middle) < limit) fits = middle;
      else late = middle;
    }
    return fits;
  }

  /**
   * The batch of `model` with the most requests on time, all of them, if it begins at `start` and
   * its oldest `late` requests are dropped; of two equally large ones that which drops fewer.
   * `skip` includes `late`; `count` is 0 when none can be on time. O(log waiting + log cap): with
   * every request skipped the batch that its deadline allows grows and what is left to fill it
   * shrinks; the largest is where the two meet.
   */
  best(view: ServerView, model: ModelIndex, start: Seconds, late = 0): OnTimeBatch {
    const waiting = view.waiting(model);
    if (waiting <= late) return { skip: late, count: 0 };
    const meet = this.#firstUnlimited(view, model, start, late);
    const count = this.largestOnTime(view, model, start, meet);
    if (meet === late || count === 0) return { skip: late, count };
    // One request earlier there is room for at most as many, and perhaps for no fewer.
    return { skip: this.#firstOf(view, model, start, late, meet, count), count };
  }

  /** The first request from `late` on with which all that follow, up to the cap, are on time. */
  #firstUnlimited(view: ServerView, model: ModelIndex, start: Seconds, late: number): number {
    const waiting = view.waiting(model);
    const cap = this.cap(model);
    let from = late;
    let to = waiting - 1;
    // Most often it is the first.
    let middle = late;
    while (from < to) {
      const end = start + this.#believed.batchSeconds(model, Math.min(cap, waiting - middle));
      if (end < this.of(view, model, middle)) to = middle;
      else from = middle + 1;
      middle = (from + to) >> 1;
    }
    return from;
  }

  /** The first request from `late` to `last` that is the oldest of a batch of `count` on time. */
  #firstOf(
    view: ServerView,
    model: ModelIndex,
    start: Seconds,
    late: number,
    last: number,
    count: number,
  ): number {
    const end = start + this.#believed.batchSeconds(model, count);
    let from = late;
    let to = last;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (end < this.of(view, model, middle)) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

/** The largest batch that may be released and has a believed duration: tables may end before. */
function largestBatch({ options, believed }: StrategyContext, model: ModelIndex): number {
  const size = options.batchCap ?? believed.maxBatch(model);
  return Number.isFinite(size) ? largestTimed(believed, model, size) : size;
}
