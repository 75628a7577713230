import { z } from 'zod';

const MOST_SECONDS = 1e9;
const MOST_RATIO = 1e6;
const MOST_RATE = 1e6;
const text = z.string().min(1).max(1000);

/** A measured number: what is taken, and between what it lay. */
function quantity(bound: z.ZodNumber, what: string) {
  return z
    .strictObject({
      value: bound.describe('The number that is taken.'),
      low: bound.optional().describe('Lower end of the spread.'),
      high: bound.optional().describe('Upper end of the spread.'),
      spread: text
        .optional()
        .describe('What low and high are: a range of what, or an interval of which level.'),
    })
    .describe(what);
}

const seconds = z.number().nonnegative().max(MOST_SECONDS);
const ratio = z.number().positive().max(MOST_RATIO);
const rate = z.number().positive().max(MOST_RATE);
const count = z.number().nonnegative().max(1e9);
const share = z.number().min(-10).max(1);

/** What every effect says of its measurement. */
const MEASURED = {
  source: text.describe('Where it comes from: a name under `sources`.'),
  hardware: text.describe('What it was measured on.'),
  conditions: text.describe('How it was measured.'),
  confidence: text.describe('Whether these are raw data, a fit on them, or an author’s statement.'),
};

const stepsPerBatch = quantity(
  z.number().positive().max(1e9),
  'Decode steps of a batch. Default: the tokens of an answer in the profile.',
).optional();

const load = z
  .strictObject({
    kind: z.literal('load'),
    ...MEASURED,
    ratio: quantity(ratio, 'What a load takes, × off.'),
  })
  .describe('Loads take so many times as long.');

const line = z.strictObject({
  fixedSeconds: quantity(seconds, 'Seconds of a copy whatever its size.'),
  gigabytesPerSecond: quantity(rate, 'Rate, GB (10⁹ bytes) per second.'),
});

const transfer = z
  .strictObject({
    kind: z.literal('transfer'),
    ...MEASURED,
    direction: z.enum(['host-to-device', 'device-to-host']).describe('Which way bytes go.'),
    memory: z.enum(['pinned', 'pageable']).describe('Kind of host memory.'),
    off: line.describe('With confidential computing off.'),
    cc: line.describe('With confidential computing on.'),
  })
  .describe(
    'Copies take fixedSeconds + bytes / gigabytesPerSecond; loads take the difference more.',
  );

const engineLoad = z
  .strictObject({
    kind: z.literal('engine-load'),
    ...MEASURED,
    offSeconds: quantity(seconds, 'Starting the engine with confidential computing off.'),
    ccSeconds: quantity(seconds, 'The same with it on.'),
  })
  .describe('Loads start a serving engine, and take the difference more.');

const firstLaunch = z
  .strictObject({
    kind: z.literal('first-launch'),
    ...MEASURED,
    offSeconds: quantity(seconds, 'First kernel of a process with confidential computing off.'),
    ccSeconds: quantity(seconds, 'The same with it on.'),
  })
  .describe('Making the GPU’s context; the first load of a run takes the difference more.');

const launch = z
  .strictObject({
    kind: z.literal('launch'),
    ...MEASURED,
    offSeconds: quantity(seconds, 'Launching a kernel with confidential computing off.'),
    ccSeconds: quantity(seconds, 'The same with it on.'),
    launchesPerStep: quantity(
      count,
      'Launches that a decode step waits for. Without it the effect acts on nothing.',
    ).optional(),
    stepsPerBatch,
  })
  .describe('Each launch of a kernel takes the difference more.');

const step = z
  .strictObject({
    kind: z.literal('step'),
    ...MEASURED,
    perStepSeconds: quantity(seconds, 'Added to every decode step.'),
    perSequenceSeconds: quantity(seconds, 'Added to every decode step for each request in it.'),
    stepsPerBatch,
  })
  .describe(
    'Every decode step of a batch of n takes perStepSeconds + perSequenceSeconds · n more.',
  );

const kernel = z
  .strictObject({
    kind: z.literal('kernel'),
    ...MEASURED,
    ratio: quantity(ratio, 'What kernels take, × off.'),
  })
  .describe('Inference takes so many times as long.');

const baseline = (what: string) =>
  quantity(
    seconds,
    `${what} with confidential computing off. Without it this acts on nothing.`,
  ).optional();

const allocation = z
  .strictObject({
    kind: z.literal('allocation'),
    ...MEASURED,
    deviceRatio: quantity(ratio, 'Allocating GPU memory, × off.'),
    hostRatio: quantity(ratio, 'Allocating pinned host memory, × off.'),
    freeRatio: quantity(ratio, 'Freeing GPU memory, × off.'),
    deviceSecondsPerLoad: baseline('Seconds that a load allocates GPU memory'),
    hostSecondsPerLoad: baseline('Seconds that a load allocates pinned host memory'),
    freeSecondsPerUnload: baseline('Seconds that an unload frees GPU memory'),
  })
  .describe('Allocations take so many times as long.');

const workload = {
  model: text.optional().describe('The model.'),
  concurrency: z.number().positive().max(1e9).optional().describe('Requests at a time.'),
  inputTokens: z.number().nonnegative().max(1e9).optional().describe('Tokens of a prompt.'),
  outputTokens: z.number().nonnegative().max(1e9).optional().describe('Tokens of an answer.'),
};

const throughput = z
  .strictObject({
    kind: z.literal('throughput'),
    ...MEASURED,
    points: z
      .array(
        z.strictObject({
          ...workload,
          offTokensPerSecond: rate
            .optional()
            .describe('Output with confidential computing off, from which a loss is predicted.'),
          loss: z
            .union([share, quantity(share, 'The share lost, and its spread.')])
            .describe('Share of the throughput that is lost; below 0: gained.'),
        }),
      )
      .min(1)
      .max(1000)
      .describe('Measured losses.'),
  })
  .describe('Measured losses of throughput: evidence, which acts on nothing.');

const evidence = z
  .strictObject({
    kind: z.literal('evidence'),
    ...MEASURED,
    unit: text.describe('Unit of the numbers: s, GB/s, × off.'),
    points: z
      .array(
        z.strictObject({
          ...workload,
          quantity: text.describe('What was measured.'),
          off: z.number().optional().describe('With confidential computing off.'),
          cc: quantity(z.number(), 'With it on; or the ratio, where that is the unit.'),
        }),
      )
      .min(1)
      .max(1000)
      .describe('Measured numbers.'),
  })
  .describe('Any other measurement: evidence, which acts on nothing.');

/** Every kind of effect that a preset can have. */
export const EFFECT_SCHEMAS = [
  load,
  transfer,
  engineLoad,
  firstLaunch,
  launch,
  step,
  kernel,
  allocation,
  throughput,
  evidence,
] as const;

/** A measured number of an effect. */
export type Quantity = z.output<ReturnType<typeof quantity>>;
