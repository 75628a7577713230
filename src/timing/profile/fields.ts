import { z } from 'zod';

/** 10⁹ s is 31 years: far above any operation, far below where sums of seconds lose their digits. */
const LONGEST_SECONDS = 1e9;
export const LARGEST_GIB = 1e6;
const LARGEST_BATCH = 1_000_000;

/** Seconds, ≥ 0. */
export const seconds = z.number().nonnegative().max(LONGEST_SECONDS);
/** Requests in a batch, ≥ 1. */
export const batchSize = z.int().positive().max(LARGEST_BATCH);

/** Where the numbers of a group come from. */
export const source = z
  .string()
  .min(1)
  .optional()
  .describe('Where the numbers of this group come from: a name under `sources`.');
/** Sources of single numbers of a group. */
export const sourceOf = z
  .record(z.string().min(1), z.string().min(1))
  .optional()
  .describe('Sources of single numbers of this group that differ from `source`: {number: name}.');

/** The distribution of a group. */
export const family = z
  .enum(['constant', 'normal', 'lognormal', 'gamma', 'exponential'])
  .optional()
  .describe(
    'Distribution that durations are drawn from, with the mean and sd given. Default: lognormal, ' +
      'or constant when no spread is given.',
  );

/** A mean with an optional spread. */
export const duration = z.strictObject({
  mean: seconds.describe('Mean, s, ≥ 0.'),
  sd: seconds
    .optional()
    .describe('Standard deviation, s, ≥ 0. Default 0; the mean for the exponential family.'),
});
