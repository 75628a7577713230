import type { BelievedTiming } from '../../../../timing/types.js';
import type { ModelIndex, Seconds } from '../../../../units.js';
import type { StrategyContext } from '../strategy.js';

/** No batch is planned larger than this, whatever fits: tables have to end somewhere. */
const LARGEST_PLANNED = 512;
/**
 * No batch is planned longer than this share of its SLA: whoever comes while it runs has to wait
 * for its end before anything is done for him.
 */
const LONGEST_SHARE = 1 / 6;
/** A batch is efficient if it takes at most this times the least possible time per request. */
const EFFICIENT = 1.25;
/** Remembered times that are asked for again at each decision: beliefs may learn. */
const RENEWED_PER_DECISION = 16;

/** … loads once in so many turns. */
const LOADS_ARE_RENEWED_EVERY = 8;

/** Believed durations, remembered, because a plan asks for the same ones thousands of times. */
export class BelievedTimes {
  readonly models: number;
  readonly #believed: BelievedTiming;
  readonly #batch: Float64Array[];
  /** Largest batch that is planned, by model. */
  readonly largest: Int32Array;
  /** Smallest efficient batch, by model; at most `largest`. */
  readonly efficient: Int32Array;
  /** Most requests per second in a batch of any planned size, by model. */
  readonly fastest: Float64Array;
  /** By model, model loaded before it, and whether it returns; NaN: not asked yet. */
  readonly #load: Float64Array;
  #renewed = 0;

  constructor(context: StrategyContext) {
    const { believed, options, models } = context;
    this.models = models.length;
    this.#believed = believed;
    this.#batch = models.map((_, model) => batchTable(believed, model, options.batchCap));
    this.largest = Int32Array.from(this.#batch, (table, model) =>
      largestWithin(table, LONGEST_SHARE * (context.slaSeconds[model] as number)),
    );
    this.efficient = Int32Array.from(this.#batch, (table, model) =>
      Math.min(smallestEfficient(table), this.largest[model] as number),
    );
    this.fastest = Float64Array.from(this.#batch, (table) => 1 / leastPerRequest(table));
    this.#load = new Float64Array(models.length * (models.length + 1) * KINDS).fill(Number.NaN);
  }

  /** Mean duration of a batch of `size` requests, 1 to `largest`, s. */
  batch(model: ModelIndex, size: number): Seconds {
    return (this.#batch[model] as Float64Array)[size] as number;
  }

  /** The largest batch of at most `size`, ≥ 1, that takes less than `seconds`; 0 if none does. */
  sizeWithin(model: ModelIndex, seconds: Seconds, size: number): number {
    const table = this.#batch[model] as Float64Array;
    if ((table[size] as number) < seconds) return size;
    let low = 0;
    let high = size;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((table[middle] as number) < seconds) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Mean time to load `model` when `last` was loaded last and `before` before that; −1: none. */
  load(model: ModelIndex, last: ModelIndex, before: ModelIndex): Seconds {
    const kind = before === model ? RETURNING : before < 0 ? SECOND : OTHERWISE;
    const at = (model * (this.models + 1) + last + 1) * KINDS + kind;
    const known = this.#load[at] as number;
    return Number.isNaN(known) ? this.#askLoad(at, model, last, before) : known;
  }

  /** Mean and standard deviation of a load of `model` of which nothing more is known, s. */
  anyLoad(model: ModelIndex): { readonly mean: Seconds; readonly sd: Seconds } {
    return this.#believed.loadSeconds(model);
  }

  /** Asks again for some of what is remembered, in turn. To be called once per decision. */
  renew(): void {
    const model = this.#renewed % this.models;
    const table = this.#batch[model] as Float64Array;
    const turn = Math.floor(this.#renewed / this.models);
    const size = 1 + ((turn * RENEWED_PER_DECISION) % (table.length - 1));
    this.#renewed++;
    const end = Math.min(table.length, size + RENEWED_PER_DECISION);
    for (let at = size; at < end; at++) table[at] = this.#believed.batchSeconds(model, at);
    this.fastest[model] = 1 / leastPerRequest(table);
    if (turn % LOADS_ARE_RENEWED_EVERY !== 0) return;
    const row = (this.models + 1) * KINDS;
    this.#load.fill(Number.NaN, model * row, (model + 1) * row);
  }

  #askLoad(at: number, model: ModelIndex, last: ModelIndex, before: ModelIndex): Seconds {
    const history = { first: last < 0, previous: last, beforePrevious: before };
    const load = this.#believed.loadSeconds(model, history).mean;
    const unload = last < 0 ? 0 : this.#believed.unloadSeconds(last).mean;
    this.#load[at] = load + unload;
    return load + unload;
  }
}

/** What tells loads of a model apart besides the model loaded before it. */
const SECOND = 0;
const RETURNING = 1;
const OTHERWISE = 2;
const KINDS = 3;

/** Durations by size, from 1 to the largest batch that may be released and has one. */
function batchTable(
  believed: BelievedTiming,
  model: ModelIndex,
  batchCap: number | null,
): Float64Array {
  const limit = Math.min(batchCap ?? LARGEST_PLANNED, believed.maxBatch(model), LARGEST_PLANNED);
  const seconds = [0];
  for (let size = 1; size <= Math.max(1, limit); size++) {
    const duration = believed.batchSeconds(model, size);
    if (!Number.isFinite(duration) && size > 1) break;
    seconds.push(duration);
  }
  return Float64Array.from(seconds);
}

/** The largest batch that takes at most `seconds`, at least 1. */
function largestWithin(table: Float64Array, seconds: Seconds): number {
  let size = table.length - 1;
  while (size > 1 && (table[size] as number) > seconds) size--;
  return size;
}

/** The smallest batch that takes at most `EFFICIENT` times the least time per request. */
function smallestEfficient(table: Float64Array): number {
  const least = leastPerRequest(table);
  let size = 1;
  while ((table[size] as number) > EFFICIENT * least * size) size++;
  return size;
}

/** The least time per request in a batch of any size, s. */
function leastPerRequest(table: Float64Array): Seconds {
  let least = Number.POSITIVE_INFINITY;
  for (let size = 1; size < table.length; size++) {
    least = Math.min(least, (table[size] as number) / size);
  }
  return least;
}
