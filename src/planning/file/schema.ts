import { z } from 'zod';
import { fraction, name, rate } from '../../scenario/schema/fields.js';
import { ORIENTATIONS, OUTSIDE } from '../plan.js';

const MOST_BUCKETS = 1000;
const MOST_GPUS = 1e6;

const text = z.string().min(1).max(1000);
const cost = z.number().gt(0).lte(1e6);
const edges = z.array(z.number().gte(0).lte(1e9)).min(2).max(MOST_BUCKETS);
const table = (cell: z.ZodNumber) =>
  z.array(z.array(cell).min(1).max(MOST_BUCKETS)).min(1).max(MOST_BUCKETS);

/** By row and column, ≥ 0; whether they add up to 1 is checked apart. */
export const sharesSchema = table(z.number().gte(0).lte(1e6));
/** By row and column, requests/s; 0: it cannot serve them. */
export const throughputSchema = table(z.number().gte(0).lte(1e9));

/** An axis: what its buckets are of, and their ends or names. */
export const axisSchema = z.strictObject({
  label: name.describe('What the buckets are of, e.g. input tokens.'),
  edges: edges
    .optional()
    .describe('Ends of the buckets, rising, or falling where the table is written so.'),
  buckets: z
    .array(name)
    .min(1)
    .max(MOST_BUCKETS)
    .optional()
    .describe('Names of the buckets, where they have no ends.'),
});

const axesOf = <T extends z.ZodType>(axis: T) =>
  z.strictObject({
    rows: axis.describe('What the rows of the table are.'),
    columns: axis.describe('What its columns are.'),
  });

/** Axes of a table of throughput: labels, or with their own edges. */
export const tableAxisSchema = z.union([name, axisSchema]);
const tableAxes = axesOf(tableAxisSchema);

/** A distribution of lengths. */
export const lengthSchema = z.strictObject({
  distribution: z.enum(['lognormal', 'gamma', 'normal', 'exponential', 'constant']),
  mean: z.number().gt(0).lte(1e9).describe('Tokens.'),
  sd: z
    .number()
    .gte(0)
    .lte(1e9)
    .optional()
    .describe('Tokens; for lognormal, gamma and normal (cut off at 0).'),
});

const lengthsSchema = z.strictObject({ input: lengthSchema, output: lengthSchema });

export const edgesSchema = z.strictObject({
  input: edges.describe('Ends of the buckets of prompts, tokens.'),
  output: edges.describe('Ends of the buckets of answers, tokens.'),
});

/** `workload`: shares, a trace or distributions of lengths. */
export const workloadSchema = z.strictObject({
  rate: rate
    .optional()
    .describe('Requests per second. Default with a trace: that of the trace; else required.'),
  axes: axesOf(axisSchema).optional().describe('With shares: what their rows and columns are.'),
  shares: sharesSchema
    .optional()
    .describe('Share of the requests in each bucket, by row and column.'),
  normalise: z
    .boolean()
    .default(false)
    .describe('With shares: divide them by their sum, where it is not 1.'),
  sum: z
    .enum(['one', 'any'])
    .default('one')
    .describe('With shares: any takes them as they are, though they do not add up to 1.'),
  trace: name.optional().describe('A file of requests with their lengths.'),
  format: z
    .enum(['trace', 'azure-llm', 'burstgpt', 'mooncake'])
    .default('trace')
    .describe('Of the trace. Default: CSV with t_s, inputTokens, outputTokens.'),
  lengths: lengthsSchema
    .optional()
    .describe('Distributions of the lengths of prompts and answers, independent of each other.'),
  edges: edgesSchema.optional().describe('With a trace or lengths: the buckets, tokens.'),
  outside: z
    .enum(OUTSIDE)
    .default('refuse')
    .describe('With a trace or lengths: what becomes of requests that no bucket holds.'),
});

/** `cc` of a GPU. */
export const ccSchema = z.strictObject({
  costPerHour: cost.optional().describe('Price with CC, $/h. Default: as without.'),
  throughput: throughputSchema.optional().describe('With CC, as throughput.'),
  throughputFactor: z
    .number()
    .gt(0)
    .lte(10)
    .optional()
    .describe('What throughput is multiplied with instead, e.g. 0.93.'),
  source: text.optional().describe('Where these numbers come from.'),
});

/** A GPU under `gpus`. */
export const gpuSchema = z.strictObject({
  costPerHour: cost.describe('Price, $/h.'),
  axes: tableAxes
    .optional()
    .describe('Of its tables. Default: throughputAxes, or those of the workload.'),
  throughput: throughputSchema.describe(
    'Requests/s that one GPU serves of each bucket alone, at the SLO; 0: it cannot serve them.',
  ),
  slo: text.optional().describe('The SLO at which it was measured.'),
  source: text.optional().describe('Where these numbers come from.'),
  available: z.int().gte(0).lte(MOST_GPUS).optional().describe('At most. Default: no limit.'),
  minimum: z.int().gte(0).lte(MOST_GPUS).default(0).describe('At least, used or not.'),
  cc: ccSchema.optional().describe('The same GPU with confidential computing.'),
});

/** A file of a plan as written: what editors are told. */
export const planSchema = z
  .strictObject({
    name: text.optional().describe('Default: the name of the file.'),
    source: text.optional().describe('Where the workload comes from.'),
    workload: workloadSchema.describe('Requests by size.'),
    throughputAxes: tableAxes
      .optional()
      .describe('What rows and columns of all tables of throughput are.'),
    gpus: z
      .record(name, gpuSchema)
      .refine((gpus) => Object.keys(gpus).length > 0, { error: 'at least one GPU' })
      .describe('Kinds of GPU, by name.'),
    sliceFactor: z
      .int()
      .gte(1)
      .lte(10_000)
      .default(1)
      .describe('Equal parts that each bucket is cut into; each goes to one kind of GPU.'),
    headroom: fraction.default(0).describe('The rate is raised by this share.'),
    packing: z
      .enum(['pooled', 'per-instance'])
      .default('pooled')
      .describe(
        'pooled: the load of a kind is spread over its GPUs at will; per-instance: each slice ' +
          'lies on one GPU.',
      ),
    budgetPerHour: cost
      .optional()
      .describe('$/h: serve as much as this buys. Default: serve everything at least cost.'),
    orientation: z
      .enum(ORIENTATIONS)
      .default('aligned')
      .describe('How shares and throughput are put together: docs/planning.md.'),
  })
  .describe('GPUs and a workload, of which sealsim plan finds the cheapest fleet.');

/** The file, what is read part by part unread. */
export const planOutline = planSchema.extend({
  workload: z.unknown(),
  throughputAxes: z.unknown(),
  gpus: z.record(name, z.unknown()).refine((gpus) => Object.keys(gpus).length > 0, {
    error: 'at least one GPU',
  }),
});

/** The workload, tables and axes unread. */
export const workloadOutline = workloadSchema.extend({
  axes: z.unknown(),
  shares: z.unknown(),
  lengths: z.unknown(),
  edges: z.unknown(),
});

/** A GPU, tables and axes unread. */
export const gpuOutline = gpuSchema.extend({
  axes: z.unknown(),
  throughput: z.unknown(),
  cc: z.unknown(),
});

export const ccOutline = ccSchema.extend({ throughput: z.unknown() });
