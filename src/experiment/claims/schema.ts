import { z } from 'zod';
import { name } from '../../scenario/schema/fields.js';

const MOST_CLAIMS = 1000;
const ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const sentence = z.string().min(1).max(1000);
/** Read claim by claim, so that what one of them lacks hides no problem of another. */
const items = z.array(z.unknown()).min(1).max(MOST_CLAIMS);

/** `compare`. */
export const compareSchema = z.strictObject({
  axis: name.describe('Name of a column: cells that differ in it alone are compared.'),
  of: z.unknown().describe('The value of that column that is compared.'),
  to: z.unknown().describe('The value that it is compared with.'),
  as: z.enum(['ratio', 'difference']).describe('ratio: of / to; difference: of − to.'),
});

/** `expected`: a range, the best or worst value of a column, or an order along a column. */
export const expectedSchema = z.strictObject({
  from: z.number().optional().describe('Least value, in the unit of the metric, or a ratio.'),
  to: z.number().optional().describe('Largest value.'),
  axis: name.optional().describe('Name of a column: for lowest, highest or order.'),
  lowest: z.unknown().describe('The value of axis at which the metric is lowest.'),
  highest: z.unknown().describe('The value of axis at which the metric is highest.'),
  order: z
    .enum(['rising', 'falling'])
    .optional()
    .describe('Whether the metric rises or falls along axis, from each value to the next.'),
});

/** A claim. */
const claimSchema = z.strictObject({
  id: z
    .string()
    .max(100)
    .refine((id) => ID.test(id), { error: 'a name of a-z, 0-9, - and .' })
    .describe('A short name, in lower case with dashes.'),
  text: sentence.describe('What is claimed: a sentence in your own words.'),
  source: sentence.describe('Where it is claimed: paper, section, table.'),
  metric: name.describe('Path of a metric of the sweep.'),
  denominator: z
    .enum(['processed', 'received', 'both'])
    .optional()
    .describe(
      'Which requests the claim is about. Default: both where the metric exists over both, ' +
        'otherwise what the metric counts.',
    ),
  where: z
    .record(name, z.unknown())
    .default({})
    .describe('Cells by column: a value, or a list of values. Default: all cells.'),
  each: z
    .union([z.literal('cell'), z.array(name).min(1)])
    .optional()
    .describe(
      'Columns whose values are told apart: the claim is about every combination of them; or ' +
        'cell: about every cell. Default: about the mean over all cells.',
    ),
  weightedBy: name
    .optional()
    .describe(
      'Path of a metric: how much a cell counts in a mean over cells, e.g. requests.received for ' +
        'a share of all requests. Default: every cell counts the same.',
    ),
  compare: compareSchema.optional().describe('Two values of a column. Default: no comparison.'),
  expected: expectedSchema.describe('Where the metric, or the comparison, should lie.'),
});

/** A claim, what it compares and expects unread. */
export const claimOutline = claimSchema.extend({ compare: z.unknown(), expected: z.unknown() });

/** A file of claims as written: what editors are told. */
export const claimsSchema = z
  .strictObject({
    name: sentence.optional().describe('What the claims are of. Default: the name of the file.'),
    claims: z.array(claimSchema).min(1).max(MOST_CLAIMS).describe('What is claimed.'),
  })
  .describe('Claims of a paper, to be checked against the results of a sealsim sweep.');

/** The file, its claims unread. */
export const claimsOutline = claimsSchema.extend({ claims: items });
