import { MOST_TOKENS } from '../../workload/trace/request-lengths.js';

/** Lengths that are taken from a trace. */
export const TOKENS = { what: 'tokens', least: 0, most: MOST_TOKENS, integer: true } as const;
