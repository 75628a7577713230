import { z } from 'zod';
import { batch } from './profile/batch.js';
import { batchSize, LARGEST_GIB, seconds, source, sourceOf } from './profile/fields.js';
import { diskSwap, historySwap, independentSwap } from './profile/swap.js';
import { tokens } from './profile/tokens.js';

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
        history: historySwap.optional(),
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
    tokens: tokens.optional(),
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
      .record(
        z.string().min(1),
        z.union([
          seconds,
          z.strictObject({
            off: seconds.describe('With confidential computing off.'),
            cc: seconds.describe('With confidential computing on.'),
          }),
        ]),
      )
      .optional()
      .describe(
        'Seconds that the loop adds to a load, by model: one number, or one by TEE mode. Default 0.',
      ),
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
/** Swap times in a profile by what was loaded before. */
export type ProfileHistory = NonNullable<ProfileMode['swap']['history']>;
/** A mean with an optional standard deviation. */
export type ProfileDuration = ProfileSwap['load'];
