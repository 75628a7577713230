import { z } from 'zod';
import { name } from '../../scenario/schema/fields.js';

/** More cells than this are a typing error. */
export const MOST_CELLS = 100_000;
const MOST_REPLICATIONS = 1e6;
const MOST_AXES = 50;
/** Fewer give intervals that cover much less than they say: docs/sweeps.md. */
const LEAST_BEFORE_STOPPING = 20;

const label = z.string().min(1).max(100);
const replications = z.int().gte(1).lte(MOST_REPLICATIONS);
const positive = z.number().gt(0);
const settings = z.record(name, z.unknown());
/** Neither hidden nor elsewhere. */
const FOLDER_NAME = /^(?!\.)[^/\\\p{Cc}]+$/u;
/** Read item by item, so that what one of them lacks hides no problem of another. */
const items = z.array(z.unknown());

const filterSchema = z
  .record(name, z.unknown())
  .describe('Cells by column: a value, or a list of values of which one is enough.');

const columnFields = {
  label: label.optional().describe('What figures call the column. Default: its name.'),
  unit: label.optional().describe('Unit of its values. Default: what the name of the path tells.'),
};

/** An axis along which one path changes. */
export const pathAxisSchema = z.strictObject({
  path: name.describe('A scenario path, as after --set; not seed or replications.'),
  values: items
    .min(1)
    .max(MOST_CELLS)
    .optional()
    .describe('Its values, in order. Or give range or logRange.'),
  range: z
    .strictObject({
      from: z.number().describe('The first value.'),
      to: z.number().describe('The last value, if it lies on the grid; > from.'),
      step: positive.optional().describe('Distance between values, > 0. Or give count.'),
      count: z
        .int()
        .gte(2)
        .lte(MOST_CELLS)
        .optional()
        .describe('How many values, ≥ 2. Or give step.'),
    })
    .optional()
    .describe('Values at equal distances.'),
  logRange: z
    .strictObject({
      from: positive.describe('The first value, > 0.'),
      to: positive.describe('The last value, > from.'),
      count: z.int().gte(2).lte(MOST_CELLS).describe('How many values, ≥ 2.'),
    })
    .optional()
    .describe('Values at equal ratios.'),
  ...columnFields,
});

const zipAxis = z.strictObject({
  zip: z
    .array(pathAxisSchema)
    .min(2)
    .describe('Axes with equally many values; the n-th values of all go together.'),
});

/** Several paths that change together. */
export const zipAxisSchema = zipAxis.extend({ zip: items.min(2) });

/** Named sets of settings. */
export const variantAxisSchema = z.strictObject({
  name: label.describe('Name of the column.'),
  variants: z
    .record(name, settings)
    .refine((variants) => Object.keys(variants).length > 0, { error: 'at least one variant' })
    .describe('Settings by the name of the variant; a variant may have none.'),
  ...columnFields,
});

/** A change to some cells, and their mark. */
export const overrideSchema = z.strictObject({
  name: label
    .refine((text) => !text.includes(';'), { error: 'a name without ;' })
    .describe('What marks the cells.'),
  where: filterSchema,
  set: settings.describe('Settings of these cells, after those of the axes.'),
});

/** A precision to be reached. */
export const targetSchema = z.strictObject({
  metric: name.describe('Path of a metric of the sweep.'),
  of: z
    .enum(['mean', 'difference'])
    .describe('Of the mean of a cell, or of its paired difference from the baseline.'),
  absolute: positive
    .optional()
    .describe('Half-width of the 95 % interval in the unit of the metric, > 0. Or give relative.'),
  relative: positive.optional().describe('Half-width as a share of the mean, > 0.'),
});

const precision = z.strictObject({
  targets: z.array(targetSchema).min(1).describe('A cell is finished when it meets them all.'),
  least: replications
    .refine((least) => least >= LEAST_BEFORE_STOPPING, {
      error: `a whole number ≥ ${LEAST_BEFORE_STOPPING} (fewer give intervals that are too narrow)`,
    })
    .default(LEAST_BEFORE_STOPPING)
    .meta({ minimum: LEAST_BEFORE_STOPPING })
    .describe('Replications before the first look, ≥ 20. Default: 20.'),
  most: replications.describe('Replications after which a cell ends either way, ≥ least.'),
});

/** `precision`, its targets unread. */
export const precisionSchema = precision.extend({ targets: items.min(1) });

/** `compare`. */
export const compareSchema = z.strictObject({
  axis: name.describe('Name of a column: cells that differ in it alone are compared.'),
  baseline: z.unknown().describe('The value of that column that the others are compared with.'),
  margins: z
    .record(name, positive)
    .default({})
    .describe('By metric, in its unit: differences up to this count as none. Default: none.'),
});

/** `rank`. */
export const rankSchema = z.strictObject({
  axis: name.describe('Name of a column: which of its values is best?'),
  metric: name.describe('Path of the metric that tells.'),
});

function keep<T extends z.ZodType>(filters: z.ZodArray<T>) {
  const cells = z.union([z.boolean(), filters.min(1)]).default(false);
  const which = 'true: of all cells; or a list of filters. Default: false.';
  return z.strictObject({
    latencyHistogram: cells.describe(`Latencies of every replication, in fine bins. ${which}`),
    timeline: cells.describe(`What the GPU did in replication 0. ${which}`),
    requests: cells.describe(`The requests of replication 0. ${which}`),
  });
}

/** `keep`, its filters unread. */
export const keepSchema = keep(items);

/** A sweep as written: what editors are told. */
export const sweepSchema = z
  .strictObject({
    name: z
      .string()
      .max(200)
      .refine((text) => FOLDER_NAME.test(text), { error: 'a name that a folder can have' })
      .optional()
      .describe('Name of the sweep and of its results folder. Default: that of the file.'),
    scenario: name.describe('The scenario that the cells are variants of, relative to this file.'),
    set: settings.default({}).describe('Settings of all cells: values by path, as after --set.'),
    axes: z
      .array(z.union([pathAxisSchema, zipAxis, variantAxisSchema]))
      .max(MOST_AXES)
      .default([])
      .describe('What changes from cell to cell; every combination is a cell.'),
    exclude: z
      .array(filterSchema)
      .default([])
      .describe('Combinations that are left out: those that match any of these filters.'),
    overrides: z
      .array(overrideSchema)
      .default([])
      .describe('Cells that are marked, and changed beyond what their columns say.'),
    replications: replications
      .optional()
      .describe('Of each cell, each with other random draws, 1 to 1e6. Or give precision.'),
    precision: precision.optional().describe('Replicate until intervals are narrow enough.'),
    compare: compareSchema.optional().describe('Which differences are of interest.'),
    rank: rankSchema.optional().describe('Which choice is best, everything else equal.'),
    metrics: z
      .array(name)
      .min(1)
      .optional()
      .describe(
        'Paths in the summary of a run; perModel.*.… for every model. Default: every figure ' +
          'of the whole run, and the sla.attainmentReceived of each model.',
      ),
    keep: keep(z.array(filterSchema)).optional().describe('What is kept beside metrics.'),
  })
  .describe('A sealsim sweep: variants of a scenario, simulated on the same random draws.');

/** The sweep without the contents of what is read part by part. */
export const outlineSchema = sweepSchema.extend({
  axes: items.max(MOST_AXES).default([]),
  exclude: items.default([]),
  overrides: items.default([]),
  precision: z.unknown(),
  compare: z.unknown(),
  rank: z.unknown(),
  metrics: items.min(1).optional(),
  keep: z.unknown(),
});
