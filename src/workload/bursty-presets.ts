import type { RequestsPerSecond } from '../units.js';
import type { BurstyConfig, Range } from './config.js';

/** The ranges that make a bursty process. */
export type BurstyPreset = Pick<
  BurstyConfig,
  'burstSeconds' | 'idleSeconds' | 'burstRate' | 'idleRate'
>;

const IDLE_RATE: Range = [0, 1];

/**
 * The bursty traffic of SINCERE (repository Antonio-MI/sincere, HEAD 285e5b7; paper arXiv
 * 2505.16501), by the mean rate its client calls it. The real mean is lower: see `expectedRate`.
 */
const PRESETS: ReadonlyMap<RequestsPerSecond, BurstyPreset> = new Map([
  [2, { burstSeconds: [1, 3], idleSeconds: [10, 20], burstRate: [10, 20], idleRate: IDLE_RATE }],
  [4, { burstSeconds: [1, 3], idleSeconds: [10, 18], burstRate: [20, 35], idleRate: IDLE_RATE }],
  [5, { burstSeconds: [1, 4], idleSeconds: [10, 15], burstRate: [25, 35], idleRate: IDLE_RATE }],
  [8, { burstSeconds: [1, 4], idleSeconds: [8, 12], burstRate: [30, 45], idleRate: IDLE_RATE }],
  [12, { burstSeconds: [1, 4], idleSeconds: [8, 12], burstRate: [50, 75], idleRate: IDLE_RATE }],
  [16, { burstSeconds: [1, 4], idleSeconds: [8, 10], burstRate: [60, 85], idleRate: IDLE_RATE }],
]);

/** The nominal mean rates that SINCERE defines bursty traffic for, ascending. */
export const BURSTY_NOMINAL_RATES: readonly RequestsPerSecond[] = [...PRESETS.keys()];

/** SINCERE's ranges for a nominal mean rate; undefined when it defines none. */
export function burstyPreset(nominalRate: RequestsPerSecond): BurstyPreset | undefined {
  return PRESETS.get(nominalRate);
}
