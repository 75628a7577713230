import { z } from 'zod';
import { source, sourceOf } from './fields.js';

/** Far above any context window: a number of tokens beyond it is a slip of the pen. */
const MOST_TOKENS = 1e9;
const meanTokens = z.number().min(1).max(MOST_TOKENS);

/** Mean lengths of requests in a profile, as written. */
export const tokens = z
  .strictObject({
    source,
    sourceOf,
    input: meanTokens
      .optional()
      .describe('Mean length of a prompt, tokens, ≥ 1. Default: not known.'),
    output: meanTokens.describe('Mean length of an answer, tokens, ≥ 1.'),
  })
  .describe('Lengths of the requests that the batch times were measured with.');
