import type { ModelIndex, Seconds } from '../units.js';
import type { GridModel } from './grid.js';
import { Bucket, type Label, LabelKeys, scheduleOf } from './label.js';
import { NO_MARK } from './marks.js';
import type { BoundModel, BoundProblem } from './problem.js';
import type { Operation, Schedule } from './schedule.js';
import type { VisitProgram } from './visit-program.js';

/** What a search found. */
export interface Found {
  /** Requests on time; `moreThan` if no schedule was found. */
  readonly served: number;
  /** Null if none was found that serves more. */
  readonly schedule: Schedule | null;
  /** No schedule serves more on time than this: what the search gave up on could not. */
  readonly bound: number;
}

/** What a search is told. */
export interface SearchOptions {
  /** Labels kept of each slot of time. */
  readonly width: number;
  /** Only schedules that serve more than this are looked for. */
  readonly moreThan: number;
  /** The sum of the prices that `program` was solved with. */
  readonly priceSum: number;
  /** By model and request. */
  readonly prices: readonly Float64Array[];
}

/** Sums of prices are off by rounding; what they bound is a whole number. */
const ROUNDING = 1e-6;

/** The whole number of requests that a bound allows. */
export function wholeRequests(bound: number): number {
  return Math.floor(bound + ROUNDING);
}

/**
 * Looks for a schedule that serves many on time: builds schedules in order of time, one operation
 * after the other, in exact time, each request once; of those that reach about the same time it
 * keeps the `width` with the best chances by the prices. If none had to be given up it is the best
 * there is (docs/bound.md, step 5).
 * Yields now and then, for whoever wants to stop it.
 * @param program solved, for a relaxation of the same problem.
 */
export function* search(
  problem: BoundProblem,
  program: VisitProgram,
  options: SearchOptions,
): Generator<void, Found> {
  return yield* new Search(problem, program, options).run();
}

class Search {
  readonly #problem: BoundProblem;
  readonly #program: VisitProgram;
  readonly #options: SearchOptions;
  readonly #buckets: Bucket[];
  readonly #keys: LabelKeys;
  /** By key: the last label that no other could replace. */
  readonly #known = new Map<number | string, Label>();
  readonly #knownWaiting = new Map<number | string, Label>();
  /** By model: the prices of all requests before a position. */
  readonly #prices: readonly Float64Array[];
  #best: Label | null = null;
  #mostServed: number;

  constructor(problem: BoundProblem, program: VisitProgram, options: SearchOptions) {
    this.#problem = problem;
    this.#program = program;
    this.#options = options;
    this.#prices = options.prices.map(sumsOf);
    this.#keys = new LabelKeys(problem);
    this.#mostServed = options.moreThan;
    const slots = program.grid.lastSlot + 1;
    this.#buckets = Array.from({ length: slots }, () => new Bucket(options.width));
  }

  *run(): Generator<void, Found> {
    const positions = new Int32Array(this.#problem.models.length);
    const score = this.#program.worth(0, 0, 0, NO_MARK);
    const start = { time: 0, node: 0, positions, served: 0, gained: 0, score };
    this.#buckets[0]?.add({ ...start, operation: null, before: null });
    let lost = Number.NEGATIVE_INFINITY;
    for (const bucket of this.#buckets) {
      // What takes less than a slot leads to the same bucket again.
      for (let labels = bucket.takeAll(); labels.length > 0; labels = bucket.takeAll()) {
        for (const label of labels) this.#expand(label);
      }
      lost = Math.max(lost, bucket.lostScore);
      yield;
    }
    const bound = Math.max(this.#mostServed, wholeRequests(lost + this.#options.priceSum));
    const schedule = this.#best === null ? null : scheduleOf(this.#best);
    return { served: this.#mostServed, schedule, bound };
  }

  #expand(label: Label): void {
    if (!this.#isWorth(label.score) || this.#isDominated(label)) return;
    const { resident, next, seconds } = this.#problem.swaps;
    const model = resident[label.node] as ModelIndex;
    if (model >= 0) this.#serve(label, model);
    for (let to = 0; to < this.#problem.models.length; to++) {
      const node = next[label.node]?.[to] ?? -1;
      if (node < 0) continue;
      const time = label.time + (seconds[label.node]?.[to] as Seconds);
      const operation = { kind: 'swap', start: label.time, model: to } as const;
      this.#add(label, time, node, -1, 0, operation);
    }
  }

  #isWorth(score: number): boolean {
    return wholeRequests(score + this.#options.priceSum) > this.#mostServed;
  }

  /**
   * Whether another label can do all that this one can. Who has waited for a request can do no more
   * than who has not, but is there for the sake of that request: it gives way to its equals only.
   */
  #isDominated(label: Label): boolean {
    const waited = label.operation === null && label.before !== null;
    const others = waited ? this.#knownWaiting : this.#known;
    const key = this.#keys.of(label.node, label.positions);
    const known = others.get(key);
    if (known !== undefined && known.served >= label.served) {
      if (waited ? known.time === label.time : known.time <= label.time) return true;
    }
    others.set(key, label);
    return false;
  }

  /** Batches of every size, each as soon as it can begin, and waiting for the next request. */
  #serve(label: Label, index: ModelIndex): void {
    const model = this.#problem.models[index] as BoundModel;
    const { arrivals, batchSeconds, heldSeconds } = model;
    const come = this.#arrived(index, label.time);
    let from = label.positions[index] as number;
    for (let count = 1; count < batchSeconds.length; count++) {
      const completion = (): Seconds =>
        this.#begin(label, arrivals, from + count - 1) + (batchSeconds[count] as Seconds);
      while (from < come && from + count <= arrivals.length) {
        if (this.#isOnTime(model, from, completion())) break;
        from++;
      }
      if (from >= come || from + count > arrivals.length) break;
      const start = this.#begin(label, arrivals, from + count - 1);
      const time = start + (heldSeconds[count] as Seconds);
      if (time > this.#problem.endSeconds + this.#problem.roundingSeconds) continue;
      const operation = { kind: 'batch', start, model: index, from, count } as const;
      this.#add(label, time, label.node, index, count, operation);
    }
    const next = arrivals[come];
    if (next !== undefined) this.#add(label, next, label.node, -1, 0, null);
  }

  #begin(label: Label, arrivals: Float64Array, last: number): Seconds {
    return Math.max(label.time, arrivals[last] as Seconds);
  }

  #isOnTime(model: BoundModel, request: number, completion: Seconds): boolean {
    const latency = completion - (model.arrivals[request] as Seconds);
    return latency < model.slaSeconds + this.#problem.roundingSeconds;
  }

  #slot(time: Seconds): number {
    return Math.floor(time / this.#program.grid.slotSeconds);
  }

  #arrived(index: ModelIndex, time: Seconds): number {
    const { arrivals } = this.#problem.models[index] as BoundModel;
    let count = this.#program.grid.models[index]?.arrived[this.#slot(time)] ?? 0;
    // The slot goes on after that time.
    while (count > 0 && (arrivals[count - 1] as Seconds) > time) count--;
    return count;
  }

  /** @param model that was served, −1 when none was. */
  #add(
    before: Label,
    time: Seconds,
    node: number,
    model: ModelIndex,
    count: number,
    operation: Operation | null,
  ): void {
    const slot = this.#slot(time);
    const bucket = this.#buckets[slot];
    if (bucket === undefined) return;
    const from = operation?.kind === 'batch' ? operation.from : 0;
    const gained =
      before.gained +
      (count === 0 ? 0 : count - this.#price(model, from, from + count)) -
      this.#lost(before.positions, slot, model, from, from + count);
    const inMemory = this.#problem.swaps.resident[node] as ModelIndex;
    const position =
      model >= 0 ? from + count : ((before.positions[inMemory] as number | undefined) ?? 0);
    const mark = this.#mark(before.positions, node, slot);
    const score = gained + this.#program.worth(node, slot, position, mark);
    const served = before.served + count;
    const isBest = served > this.#mostServed;
    if (!isBest && (!this.#isWorth(score) || !bucket.wants(score))) return;
    const positions = this.#advance(before.positions, slot, model, from + count);
    const label = { time, node, positions, served, gained, score, operation, before };
    if (isBest) {
      this.#best = label;
      this.#mostServed = served;
    }
    bucket.add(label);
  }

  /** What the program knows of the model that was left for the one in memory. */
  #mark(positions: Int32Array, node: number, slot: number): number {
    const left = this.#problem.swaps.left[node] as ModelIndex;
    if (left < 0) return NO_MARK;
    return this.#program.marks.of(left, positions[left] as number, slot);
  }

  /** The prices of requests that were not served and are too late from now on. */
  #lost(positions: Int32Array, slot: number, model: ModelIndex, from: number, to: number): number {
    let lost = 0;
    for (let index = 0; index < positions.length; index++) {
      const parts = this.#program.grid.models[index] as GridModel;
      const first = parts.liveFrom[slot] as number;
      const position = positions[index] as number;
      if (index === model) {
        lost += this.#price(index, position, from);
        if (to < first) lost += this.#price(index, to, first);
      } else if (position < first) lost += this.#price(index, position, first);
    }
    return lost;
  }

  #price(model: ModelIndex, from: number, to: number): number {
    const sums = this.#prices[model] as Float64Array;
    return (sums[to] as number) - (sums[from] as number);
  }

  /** Positions after requests before `to` of `model` are served; past those that are too late. */
  #advance(positions: Int32Array, slot: number, model: ModelIndex, to: number): Int32Array {
    const advanced = Int32Array.from(positions);
    if (model >= 0) advanced[model] = to;
    for (const [index, { liveFrom }] of this.#program.grid.models.entries()) {
      const first = liveFrom[slot] as number;
      if ((advanced[index] as number) < first) advanced[index] = first;
    }
    return advanced;
  }
}

function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  return sums;
}
