import { z } from 'zod';

/** 10⁹ s is 31 years: no run is longer, and sums of seconds keep their digits. */
const MOST_SECONDS = 1e9;
const MOST_RATE = 1e6;
const MOST_GIB = 1e6;

/** A duration or a moment, s, > 0. */
export const positiveSeconds = z.number().gt(0).lte(MOST_SECONDS);
/** A duration that may be nothing, s, ≥ 0. */
export const seconds = z.number().gte(0).lte(MOST_SECONDS);
/** Requests per second, > 0. */
export const rate = z.number().gt(0).lte(MOST_RATE);
/** Requests per second, ≥ 0. */
export const rateOrNone = z.number().gte(0).lte(MOST_RATE);
/** A probability or a share, in [0, 1]. */
export const fraction = z.number().gte(0).lte(1);
/** A share above nothing, in (0, 1]. */
export const positiveFraction = z.number().gt(0).lte(1);
/** GiB, > 0. */
export const gibibytes = z.number().gt(0).lte(MOST_GIB);
/** GiB per second, > 0. */
export const gibibytesPerSecond = z.number().gt(0).lte(MOST_GIB);
/** GiB per second, ≥ 0. */
export const gibibytesPerSecondOrNone = z.number().gte(0).lte(MOST_GIB);
/** GiB, ≥ 0. */
export const gibibytesOrNone = z.number().gte(0).lte(MOST_GIB);
/** What multiplies a duration, > 0. */
export const multiplier = z.number().gt(0).lte(MOST_RATE);
/** Requests in a batch, ≥ 1. */
export const batchSize = z.int().gte(1).lte(1e6);
/** A name or a file path. */
export const name = z.string().min(1).max(1000);

/** An interval that values are drawn from, uniformly. */
export function interval(bound: z.ZodNumber) {
  return z
    .tuple([bound, bound])
    .refine(([low, high]) => low <= high, { error: 'an interval [low, high] with low ≤ high' });
}
