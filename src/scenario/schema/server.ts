import { z } from 'zod';
import { batchSize, fraction, gibibytes, gibibytesOrNone, name, seconds } from './fields.js';
import { loadPathSchema, prefetchSchema } from './load-path.js';

/** What can happen at one instant, in the published order. */
export const TIE_CLASSES = ['work', 'arrival', 'timer', 'poll'] as const;

const rules = {
  slot: z
    .enum(['overwrite', 'queue'])
    .optional()
    .describe('overwrite: a new batch replaces the one that waits [1, 2]; queue: none is lost.'),
  lockOrder: z
    .enum(['fifo', 'lifo', 'random'])
    .optional()
    .describe('Which waiting batch gets the GPU next [1].'),
  emptyTimerOverwrites: z
    .boolean()
    .optional()
    .describe('With slot: overwrite, a timer that finds nothing waiting empties the slot [6].'),
  leavingThreadFirst: z
    .boolean()
    .optional()
    .describe('Whoever leaves the GPU queues again before the next one looks at its slot [5].'),
  timerPollSeconds: seconds
    // A shorter interval makes a run that mostly looks at timers.
    .refine((interval) => interval === 0 || interval >= 1e-3, { error: '0, or a number ≥ 0.001' })
    .optional()
    .describe('Interval at which timers are looked at, s, ≥ 0.001; 0: they are exact [6].'),
  timerThreadBlocks: z
    .boolean()
    .optional()
    .describe('One thread serves all timers and waits for each batch that it releases [6].'),
  timerSnapshotStale: z
    .boolean()
    .optional()
    .describe('Within a look at the timers, they and the clock are those of its start [6].'),
  timerResetBy: z
    .enum(['completion', 'release'])
    .optional()
    .describe('What unsets a timer: a batch of its model ending, or being released [4].'),
  partial: z
    .enum(['append', 'replace'])
    .optional()
    .describe('With slot: overwrite, a partial batch joins or replaces the waiting one [7].'),
  busyLoop: z
    .boolean()
    .optional()
    .describe('The thread of a polling strategy spins and slows the rest down [7, 8].'),
  raceProbability: fraction
    .optional()
    .describe('Probability that a size trigger is followed at once by an empty one [9].'),
  writeResults: z.boolean().optional().describe('Results are written while the GPU is held [4].'),
  batchLimit: z
    .union([z.enum(['none', 'profile']), batchSize])
    .optional()
    .describe('Largest batch: none, what fits in memory (profile), or a number of requests [4].'),
  tieOrder: z
    .array(z.enum(TIE_CLASSES))
    .refine(isPermutation, { error: `a permutation of ${TIE_CLASSES.join(', ')}` })
    .optional()
    .describe('Order of things that happen at one instant: a permutation of these four [11].'),
};

function isPermutation(order: readonly string[]): boolean {
  return order.length === TIE_CLASSES.length && new Set(order).size === TIE_CLASSES.length;
}

const gpu = {
  memoryGiB: gibibytes.optional().describe('Memory, GiB, > 0. Default: from the profile.'),
  reserveGiB: gibibytesOrNone
    .optional()
    .describe('Memory kept free for activations and KV cache, GiB. Default: from the profile.'),
  residentModels: z
    .int()
    .gte(1)
    .lte(65_535)
    .default(1)
    .describe('Most models in memory at a time, whatever its size. Default: 1.'),
  eviction: z
    .enum(['lru', 'fifo', 'largest'])
    .default('lru')
    .describe(
      'Who goes when room is needed: least recently used, first loaded, or largest. Default: lru.',
    ),
};

const gpuNumber = z.int().gte(0).lte(1023);

const placement = z.union([
  z.enum(['free', 'partitioned']),
  z.strictObject({
    pinned: z
      .record(name, z.union([gpuNumber, z.array(gpuNumber).min(1)]))
      .describe('By model: the number of its GPU, 0, 1, …, or a list of them.'),
  }),
]);

/** `server`. */
export const serverSchema = z
  .strictObject({
    engine: z
      .literal('batch')
      .default('batch')
      .describe('Run-to-completion batches. Default: batch.'),
    profile: z
      .union([name, z.record(z.string(), z.unknown())])
      .describe(
        'Durations: a name in profiles/, a path relative to this file, or a profile itself.',
      ),
    swapTimes: z
      .enum(['profiled', 'in-experiment', 'disk', 'history'])
      .optional()
      .describe(
        'Which of the profile’s load and unload times hold; history: by the models loaded before. Default: profiled.',
      ),
    batchTimes: z
      .enum(['profiled', 'in-experiment'])
      .optional()
      .describe('Which of the profile’s batch times hold. Default: profiled.'),
    variability: z
      .enum(['measured', 'none'])
      .default('measured')
      .describe(
        'measured: durations vary as in the profile; none: each is its mean. Default: measured.',
      ),
    semantics: z
      .enum(['as-published', 'lossless'])
      .default('lossless')
      .describe('How triggers become batches: a set of rules. Default: lossless.'),
    rules: z
      .strictObject(rules)
      .default({})
      .describe('Single rules that differ from the semantics. Numbers: docs/as-published.md.'),
    gpu: z
      .strictObject(gpu)
      .default({ residentModels: 1, eviction: 'lru' })
      .describe('GPU memory and what may stay in it.'),
    gpus: z
      .int()
      .gte(1)
      .lte(1024)
      .default(1)
      .describe('Identical GPUs behind one dispatcher, 1 to 1024. Default: 1.'),
    placement: placement
      .default('free')
      .describe(
        'Which GPU serves which model. free: any serves any; partitioned: each model has its own, ' +
          'found so that the greatest load is least; pinned: as given. Default: free.',
      ),
    preload: z
      .array(name)
      .default([])
      .describe('Models in memory from the start, without a load. Default: none.'),
    loadPath: loadPathSchema.optional(),
    prefetch: prefetchSchema,
    unloadWhenIdle: z
      .boolean()
      .default(false)
      .describe('Unload as soon as nothing waits for the GPU. Default: false.'),
  })
  .describe('The GPUs, their durations, and how batches get onto them.');
