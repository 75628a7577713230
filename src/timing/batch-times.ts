import { InvariantError } from '../errors.js';
import { type DurationQuantile, durationQuantile } from '../random/distributions.js';
import type { Seconds } from '../units.js';
import type { BatchLine, BatchTable, BatchTiming, MeanSd, RatioBucket } from './config.js';
import { interpolateLinearly, MonotoneCubic } from './interpolation.js';
import { QuantileTable } from './quantile-table.js';

/** How long batches of one model take, by size. */
export interface BatchTimes {
  /** Mean duration of a batch of `size` ≥ 1; Infinity above `definedUpTo`. */
  mean(size: number): Seconds;
  /**
   * The duration at the quantile `u` in (0, 1).
   * @throws InvariantError above `definedUpTo`.
   */
  at(size: number, u: number): Seconds;
  /** Largest size for which a duration is defined, or Infinity. */
  readonly definedUpTo: number;
}

/** The batch times that a configuration describes. */
export function createBatchTimes(timing: BatchTiming): BatchTimes {
  if (timing.form === 'table') return new TableTimes(timing);
  return timing.ratio === undefined
    ? new LineTimes(timing)
    : new MeasuredRatioTimes(timing, timing.ratio);
}

/** (a + b·n) times a ratio of mean 1. */
class LineTimes implements BatchTimes {
  readonly definedUpTo = Number.POSITIVE_INFINITY;
  readonly #a: Seconds;
  readonly #b: Seconds;
  readonly #ratio: DurationQuantile;

  constructor(line: BatchLine) {
    this.#a = line.a;
    this.#b = line.b;
    this.#ratio = durationQuantile(line.family, 1, line.cv);
  }

  mean(size: number): Seconds {
    return this.#a + this.#b * size;
  }

  at(size: number, u: number): Seconds {
    return (this.#a + this.#b * size) * this.#ratio.at(u);
  }
}

/** (a + b·n) times a ratio that was measured with batches of about that size. */
class MeasuredRatioTimes implements BatchTimes {
  readonly definedUpTo = Number.POSITIVE_INFINITY;
  readonly #a: Seconds;
  readonly #b: Seconds;
  readonly #buckets: readonly { readonly upTo: number; readonly ratio: QuantileTable }[];

  constructor({ a, b }: BatchLine, buckets: readonly RatioBucket[]) {
    this.#a = a;
    this.#b = b;
    this.#buckets = buckets.map(({ upTo, quantiles }) => ({
      upTo,
      ratio: new QuantileTable(quantiles),
    }));
  }

  mean(size: number): Seconds {
    return (this.#a + this.#b * size) * this.#ratio(size).mean;
  }

  at(size: number, u: number): Seconds {
    return (this.#a + this.#b * size) * this.#ratio(size).at(u);
  }

  #ratio(size: number): QuantileTable {
    for (const { upTo, ratio } of this.#buckets) if (size <= upTo) return ratio;
    throw new InvariantError('a batch beyond the last bucket of ratios', { size });
  }
}

/**
 * Measured sizes. Below the first its values hold, as a batch of fewer requests is never known to
 * be faster; between two, monotone cubic for the mean and straight for the sd; above the last an
 * error, or the line through the last two points with the last point's sd / mean.
 */
class TableTimes implements BatchTimes {
  readonly definedUpTo: number;
  readonly #table: BatchTable;
  readonly #curve: MonotoneCubic;
  readonly #last: { readonly size: number; readonly mean: Seconds; readonly cv: number };
  readonly #slopeBeyond: number;
  readonly #largestCv: number;
  /** Distributions by size: making one costs far more than drawing from it. */
  readonly #quantiles: (DurationQuantile | undefined)[] = [];

  constructor(table: BatchTable) {
    const { sizes, mean, sd } = table;
    this.#table = table;
    this.#curve = new MonotoneCubic(sizes, mean);
    const [size, lastMean, lastSd] = [sizes.at(-1), mean.at(-1), sd.at(-1)];
    if (size === undefined || lastMean === undefined || lastSd === undefined) {
      throw new InvariantError('a batch table without a point', { sizes, mean, sd });
    }
    this.#last = { size, mean: lastMean, cv: ratio(lastSd, lastMean) };
    this.#slopeBeyond = slopeBeyond(table);
    this.#largestCv = Math.max(...mean.map((value, k) => ratio(sd[k] ?? 0, value)));
    this.definedUpTo = table.beyond === 'error' ? size : Number.POSITIVE_INFINITY;
  }

  mean(size: number): Seconds {
    if (size > this.definedUpTo) return Number.POSITIVE_INFINITY;
    return this.#moments(size).mean;
  }

  at(size: number, u: number): Seconds {
    const known = this.#quantiles[size];
    if (known !== undefined) return known.at(u);
    return this.#remember(size).at(u);
  }

  #remember(size: number): DurationQuantile {
    if (!(size <= this.definedUpTo)) {
      const { definedUpTo } = this;
      throw new InvariantError('a batch beyond the table of durations', { size, definedUpTo });
    }
    const { mean, sd } = this.#moments(size);
    const quantile = durationQuantile(this.#table.family, mean, sd);
    this.#quantiles[size] = quantile;
    return quantile;
  }

  #moments(size: number): MeanSd {
    const last = this.#last;
    if (size > last.size) {
      const mean = last.mean + this.#slopeBeyond * (size - last.size);
      return { mean, sd: mean * last.cv };
    }
    const { sizes, sd } = this.#table;
    const mean = this.#curve.at(size);
    // The mean can dip below the straight line that the sd follows; a family that allows the
    // measured spreads (normal: sd below the mean) must allow those between them too.
    return { mean, sd: Math.min(interpolateLinearly(sizes, sd, size), mean * this.#largestCv) };
  }
}

function ratio(sd: Seconds, mean: Seconds): number {
  return mean > 0 ? sd / mean : 0;
}

/** Slope of the line through the last two points; never downwards, which would end below zero. */
function slopeBeyond({ sizes, mean }: BatchTable): number {
  const [x0, x1] = sizes.slice(-2);
  const [y0, y1] = mean.slice(-2);
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return 0;
  return Math.max(0, (y1 - y0) / (x1 - x0));
}
