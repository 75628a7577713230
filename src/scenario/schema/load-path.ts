import { z } from 'zod';
import {
  gibibytes,
  gibibytesOrNone,
  gibibytesPerSecond,
  gibibytesPerSecondOrNone,
  name,
  seconds,
} from './fields.js';

/** One value, or one for each TEE mode. */
function perMode<T extends z.ZodType>(value: T) {
  const modes = {
    off: value.describe('With confidential computing off.'),
    cc: value.describe('With confidential computing on.'),
  };
  return z.union([value, z.strictObject(modes)]);
}

const stage = z
  .strictObject({
    name: name.describe('What it is, for people.'),
    place: z
      .enum(['disk', 'host', 'gpu'])
      .describe(
        'disk: done for what is not in the page cache; host: for what is not prefetched; gpu: always.',
      ),
    giBPerSecond: perMode(gibibytesPerSecond)
      .optional()
      .describe('How fast weights pass, GiB/s, or { off, cc }. Default: at once.'),
    seconds: perMode(seconds)
      .optional()
      .describe('What it takes whatever the size, s, or { off, cc }. Default: 0.'),
  })
  .refine((given) => given.giBPerSecond !== undefined || given.seconds !== undefined, {
    error: 'a stage with giBPerSecond, seconds or both',
  });

/** `server.loadPath`. */
export const loadPathSchema = z
  .strictObject({
    stages: z.array(stage).min(1).max(100).describe('What weights pass on their way, in order.'),
    pipeline: z
      .enum(['serial', 'overlapped'])
      .default('serial')
      .describe('serial: one stage after the other; overlapped: in chunks. Default: serial.'),
    chunkGiB: gibibytes
      .optional()
      .describe('Size of a chunk, GiB, > 0; with overlapped only. Default: 1.'),
    pageCacheGiB: gibibytesOrNone
      .default(0)
      .describe('Host memory that keeps what was read from disk, GiB. Default: 0.'),
    cv: z
      .number()
      .gte(0)
      .lte(10)
      .default(0)
      .describe('sd / mean of a lognormal factor on each load. Default: 0.'),
  })
  .describe('Loads as stages, in the place of those that swapTimes chooses.');

/** `server.prefetch`. */
export const prefetchSchema = z
  .strictObject({
    to: z
      .enum(['none', 'host', 'gpu', 'both'])
      .default('none')
      .describe(
        'Where a strategy may bring weights while the GPU works: host memory, free GPU memory. ' +
          'Default: none.',
      ),
    hostMemoryGiB: gibibytes
      .optional()
      .describe('Host memory for prefetched weights, GiB, > 0; required with host and both.'),
    sharedGiBPerSecond: gibibytesPerSecond
      .optional()
      .describe(
        'What encryption and the bounce buffer carry in all, GiB/s. Default: whatever is asked for.',
      ),
    inferenceGiBPerSecond: gibibytesPerSecondOrNone
      .optional()
      .describe('What inference asks of them, GiB/s; with sharedGiBPerSecond only. Default: 0.'),
  })
  .default({ to: 'none' })
  .describe('Bringing in the next model while the GPU works.');
