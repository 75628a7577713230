import { z } from 'zod';
import { batchSize, family, seconds, source, sourceOf } from './fields.js';

const batchPoint = z.strictObject({
  size: batchSize.describe('Requests in the batch, ≥ 1.'),
  mean: seconds.positive().describe('Mean duration of a batch of this size, s, > 0.'),
  sd: seconds
    .optional()
    .describe('Standard deviation, s, ≥ 0. Default 0; the mean for the exponential family.'),
});

const ratio = z
  .strictObject({
    buckets: z
      .array(
        z.strictObject({
          upTo: batchSize
            .optional()
            .describe('Largest batch size of this bucket. Only the last bucket may leave it out.'),
          quantiles: z
            .array(z.number().nonnegative().max(1000))
            .min(2)
            .max(1001)
            .describe(
              'Ratios of measured time to the line, ascending, at equal steps of probability: the ' +
                'first is the least, the last the greatest.',
            ),
        }),
      )
      .min(1)
      .max(100)
      .describe('Ratios by batch size, ascending sizes.'),
  })
  .describe('Line: measured ratios in the place of a family and a cv.');

/** Batch times in a profile, as written: a line or a table. */
export const batch = z
  .strictObject({
    source,
    sourceOf,
    family,
    a: seconds.optional().describe('Line: seconds of a batch whatever its size, ≥ 0. Default 0.'),
    b: seconds.optional().describe('Line: seconds per request in the batch, ≥ 0. Default 0.'),
    cv: z
      .number()
      .nonnegative()
      .max(10)
      .optional()
      .describe(
        'Line: sd / mean of a duration, in [0, 10]. Default 0; 1 for the exponential family.',
      ),
    ratio: ratio.optional(),
    table: z
      .array(batchPoint)
      .min(1)
      .max(10_000)
      .optional()
      .describe('Table: measured sizes, ascending. Below the first size its values hold.'),
    beyond: z
      .enum(['error', 'linear'])
      .optional()
      .describe(
        'Table: above the last size, refuse the batch (error, the default) or follow the straight ' +
          'line through the last two points (linear).',
      ),
  })
  .describe('Inference time by batch size: either a line a + b·n, or a table.');
