import { z } from 'zod';
import { fraction, multiplier } from './fields.js';

/** The largest sd / mean of a lognormal factor that is drawn. */
const MOST_NOISE = 10;

const factor = (what: string) =>
  multiplier.default(1).describe(`Believed ${what}, × those of times, > 0. Default: 1.`);

const noise = z
  .strictObject({
    cv: z
      .number()
      .gte(0)
      .lte(MOST_NOISE)
      .default(0)
      .describe('sd / mean of the factor, 0 to 10; 0: none. Default: 0.'),
  })
  .default({ cv: 0 })
  .describe('A random factor of mean 1 for each model and operation, drawn once for a run.');

const learning = z
  .strictObject({
    weight: fraction
      .default(0)
      .describe(
        'Weight of the last observation in the next belief, 0 to 1; 0: none is made use of. ' +
          'Default: 0.',
      ),
  })
  .default({ weight: 0 })
  .describe('Whether beliefs follow the durations that are observed in the run.');

/** `believed`. */
export const believedSchema = z
  .strictObject({
    times: z
      .enum(['profiled', 'actual'])
      .default('profiled')
      .describe(
        'profiled: the profile’s tables; actual: the means of what this run draws from. ' +
          'Default: profiled.',
      ),
    loadFactor: factor('loads'),
    unloadFactor: factor('unloads'),
    batchFactor: factor('batches'),
    noise,
    learning,
  })
  .prefault({})
  .describe('What the strategy thinks that operations take.');
