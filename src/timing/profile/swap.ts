import { z } from 'zod';
import { duration, family, LARGEST_GIB, source, sourceOf } from './fields.js';

/** Swap times drawn whatever was loaded before. */
export const independentSwap = z
  .strictObject({
    source,
    sourceOf,
    family,
    load: duration.describe('Loading the model into GPU memory.'),
    unload: duration.optional().describe('Removing the model from GPU memory. Default: no time.'),
    firstLoad: duration
      .optional()
      .describe('The first load of a run, where it differs. Default: as every load.'),
  })
  .describe('Load and unload drawn independently of what was loaded before.');

const runCv = z
  .number()
  .nonnegative()
  .max(1)
  .optional()
  .describe(
    'sd / mean of a factor (lognormal, mean 1) that all loads of a run share, in [0, 1]. Default 0.',
  );

const share = z.number().nonnegative().max(1);

/** Swap times by what the page cache has lost. */
export const diskSwap = z
  .strictObject({
    source,
    sourceOf,
    family,
    diskGiBPerSecond: z
      .number()
      .positive()
      .min(1e-6)
      .max(LARGEST_GIB)
      .describe('Rate at which weights are read from disk, GiB/s, > 0.'),
    uncached: z
      .strictObject({
        first: share.describe('… at the first load of a run.'),
        returning: share.describe('… when the model was loaded before the present one.'),
        otherwise: share.describe('… in all other cases.'),
      })
      .describe('Share of the weights that is read from disk, in [0, 1].'),
    cv: z.number().nonnegative().max(10).optional().describe('sd / mean of a load. Default 0.'),
    runCv,
  })
  .describe('The profiled load and unload means, plus reading what is not in the page cache.');

const afterHistory = z
  .strictObject({
    ...duration.shape,
    after: z
      .record(z.string().min(1), duration)
      .optional()
      .describe('The same when a certain model was loaded last: {model: duration}.'),
  })
  .describe('A load with this history, where nothing more is known.');

/** Swap times by what was loaded before, as measured. */
export const historySwap = z
  .strictObject({
    source,
    sourceOf,
    family,
    first: duration.describe('The first load of a run.'),
    second: duration.optional().describe('The second load of a run. Default: as `otherwise`.'),
    returning: afterHistory.describe('Loading the model that was loaded before the last one.'),
    otherwise: afterHistory.describe('Any other load, but of the model loaded last.'),
    runCv,
  })
  .describe('Loads measured by what was loaded before them; the profiled unload.');
