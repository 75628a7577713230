import { z } from 'zod';
import { choiceSchema } from '../../timing/tee/preset-schema.js';
import { multiplier, name, seconds } from './fields.js';

const factors = z
  .strictObject({
    load: multiplier.default(1).describe('What a load takes, × off. Default: 1.'),
    unload: multiplier.default(1).describe('What an unload takes, × off. Default: 1.'),
    inference: multiplier.default(1).describe('What a batch takes, × off. Default: 1.'),
    perBatchSeconds: seconds.default(0).describe('Added to each batch, s. Default: 0.'),
    perRequestSeconds: seconds
      .default(0)
      .describe('Added to each batch for every request in it, s. Default: 0.'),
    perSwapSeconds: seconds.default(0).describe('Added to each load, s. Default: 0.'),
    perGiBSeconds: seconds
      .default(0)
      .describe('Added to each load for every GiB of weights, s. Default: 0.'),
    perUnloadSeconds: seconds.default(0).describe('Added to each unload, s. Default: 0.'),
    firstLoadSeconds: seconds
      .default(0)
      .describe('Added to the first load of a run, s. Default: 0.'),
  })
  .describe('With mode cc: the off times with these factors, in place of the measured cc ones.');

/** Numbers of an effect: `ratio: 2.4`, `cc: { gigabytesPerSecond: 3 }`. */
const effectNumbers = z.record(name, z.union([z.number(), z.record(name, z.number())]));

const coldStart = z
  .strictObject({
    cvmBootSeconds: seconds
      .default(0)
      .describe('Booting the confidential VM, s. Default: 0, which claims nothing.'),
    gpuAttachSeconds: seconds
      .default(0)
      .describe('Attaching the GPU to it, s. Default: 0, which claims nothing.'),
    attestationSeconds: seconds
      .default(0)
      .describe('Attesting both, s. Default: 0, which claims nothing.'),
  })
  .describe('Added once, to the first load of a run.');

/** `tee`. */
export const teeSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'cc'])
      .default('off')
      .describe('Confidential computing off or on. Default: off.'),
    preset: z
      .union([name, z.array(name).min(1).max(20)])
      .optional()
      .describe(
        'With mode cc: the off times with the effects of TEE presets, in place of the measured cc ' +
          'ones. Names in profiles/tee, or paths relative to this file.',
      ),
    effects: z
      .record(name, effectNumbers)
      .optional()
      .describe('Numbers in the place of those of the presets, by effect.'),
    use: choiceSchema.optional(),
    factors: factors.optional(),
    coldStart: coldStart.optional(),
    keyReleaseSeconds: seconds
      .default(0)
      .describe(
        'With mode cc: until the key of the weights is released, added to each load, s. ' +
          'Default: 0, which claims nothing.',
      ),
  })
  .default({ mode: 'off', keyReleaseSeconds: 0 })
  .describe('Whether inference runs inside a trusted execution environment, and what that costs.');
