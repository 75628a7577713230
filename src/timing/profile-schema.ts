import { z } from 'zod';

/** 10⁹ s is 31 years: far above any operation, far below where sums of seconds lose their digits. */
const LONGEST_SECONDS = 1e9;
const LARGEST_GIB = 1e6;
const LARGEST_BATCH = 1_000_000;

const seconds = z.number().nonnegative().max(LONGEST_SECONDS);
const batchSize = z.int().positive().max(LARGEST_BATCH);

const source = z
  .string()
  .min(1)
  .optional()
  .describe('Where the numbers of this group come from: a name under `sources`.');
const sourceOf = z
  .record(z.string().min(1), z.string().min(1))
  .optional()
  .describe('Sources of single numbers of this group that differ from `source`: {number: name}.');

const family = z
  .enum(['constant', 'normal', 'lognormal', 'gamma', 'exponential'])
  .optional()
  .describe(
    'Distribution that durations are drawn from, with the mean and sd given. Default: lognormal, ' +
      'or constant when no spread is given.',
  );

const duration = z.strictObject({
  mean: seconds.describe('Mean, s, ≥ 0.'),
  sd: seconds
    .optional()
    .describe('Standard deviation, s, ≥ 0. Default 0; the mean for the exponential family.'),
});

const batchPoint = z.strictObject({
  size: batchSize.describe('Requests in the batch, ≥ 1.'),
  mean: seconds.positive().describe('Mean duration of a batch of this size, s, > 0.'),
  sd: seconds
    .optional()
    .describe('Standard deviation, s, ≥ 0. Default 0; the mean for the exponential family.'),
});

const batch = z
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

const independentSwap = z
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

const share = z.number().nonnegative().max(1);

const diskSwap = z
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
  })
  .describe('The profiled load and unload means, plus reading what is not in the page cache.');

const mode = z
  .strictObject({
    batch: z
      .strictObject({
        profiled: batch.describe('Batch times as profiled; what schedulers believe.'),
        'in-experiment': batch.optional().describe('Batch times as seen under a real workload.'),
      })
      .describe('Inference times.'),
    swap: z
      .strictObject({
        profiled: independentSwap.describe('Swap times as profiled; what schedulers believe.'),
        'in-experiment': independentSwap
          .optional()
          .describe('Swap times as seen under a real workload.'),
        disk: diskSwap.optional(),
      })
      .describe('Load and unload times.'),
  })
  .describe('Timing in one TEE mode.');

const model = z
  .strictObject({
    source,
    sourceOf,
    weightsGiB: z
      .number()
      .nonnegative()
      .max(LARGEST_GIB)
      .describe('Size of the weights in GPU memory, GiB, ≥ 0.'),
    maxBatch: batchSize
      .optional()
      .describe('Largest batch that fits in GPU memory. Default: no limit known.'),
    bestBatch: batchSize.describe('Batch size at which the operators would run the model.'),
    off: mode.describe('Timing with confidential computing off.'),
    cc: mode.optional().describe('Timing with confidential computing on, if it was measured.'),
  })
  .describe('One model (LLM) on this GPU.');

const gpu = z
  .strictObject({
    source,
    sourceOf,
    name: z.string().optional().describe('Name of the GPU.'),
    memoryGiB: z.number().positive().max(LARGEST_GIB).describe('Memory of the GPU, GiB, > 0.'),
    reserveGiB: z
      .number()
      .nonnegative()
      .max(LARGEST_GIB)
      .default(0)
      .describe('Memory kept free for activations and KV cache, GiB, ≥ 0. Default 0.'),
  })
  .describe('The GPU.');

const write = z
  .strictObject({
    source,
    sourceOf,
    baseSeconds: seconds.default(0).describe('Seconds per batch, ≥ 0. Default 0.'),
    perRequestSeconds: seconds.default(0).describe('Seconds per request in it, ≥ 0. Default 0.'),
  })
  .describe('Writing the results of a batch while the GPU is held. Default: no time.');

const busyLoop = z
  .strictObject({
    source,
    sourceOf,
    inferenceRate: z
      .number()
      .positive()
      .min(1e-6)
      .max(1)
      .default(1)
      .describe('Speed of inference beside the loop, in (0, 1]. Default 1.'),
    loadExtraSeconds: z
      .record(z.string().min(1), seconds)
      .optional()
      .describe('Seconds that the loop adds to a load, by model. Default 0.'),
  })
  .describe('What a busy polling loop of the scheduler does to the rest. Default: nothing.');

/**
 * A profile as written: how long one GPU takes for each operation. Structure and ranges only; what
 * relates one value to another is checked by `checkProfile`. Format: docs/profiles.md.
 */
export const profileSchema = z
  .strictObject({
    name: z.string().optional().describe('Name of the profile. Default: that of its file.'),
    description: z.string().optional().describe('What was measured, and how.'),
    sources: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe('Where numbers come from: {name: citation}.'),
    gpu,
    write: write.optional(),
    busyLoop: busyLoop.optional(),
    models: z.record(z.string().min(1), model).describe('Models by name.'),
  })
  .describe('A sealsim profile: durations of operations on one GPU, by model and TEE mode.');

/** A profile that `profileSchema` accepted. */
export type ProfileDocument = z.output<typeof profileSchema>;
/** One model of a profile. */
export type ProfileModel = ProfileDocument['models'][string];
/** One model's timing in one TEE mode. */
export type ProfileMode = ProfileModel['off'];
/** Batch times in a profile: line or table. */
export type ProfileBatch = ProfileMode['batch']['profiled'];
/** Swap times in a profile that do not depend on history. */
export type ProfileSwap = ProfileMode['swap']['profiled'];
/** Swap times in a profile that depend on the page cache. */
export type ProfileDisk = NonNullable<ProfileMode['swap']['disk']>;
/** A mean with an optional standard deviation. */
export type ProfileDuration = ProfileSwap['load'];
