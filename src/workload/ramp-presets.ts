import type { RequestsPerSecond } from '../units.js';
import type { RampConfig } from './config.js';

/** What makes a ramp process. */
export type RampPreset = Pick<RampConfig, 'minRate' | 'maxRate' | 'upSeconds' | 'downSeconds'>;

/**
 * The highest rate of the ramp traffic of SINCERE (repository Antonio-MI/sincere, HEAD 285e5b7;
 * paper arXiv 2505.16501), by the mean rate its client calls it. Nominal 12 is really 12.5.
 */
const MAX_RATES: ReadonlyMap<RequestsPerSecond, RequestsPerSecond> = new Map([
  [2, 3],
  [4, 7],
  [5, 9],
  [8, 15],
  [12, 24],
  [16, 32],
]);

/** The nominal mean rates that SINCERE defines ramp traffic for, ascending. */
export const RAMP_NOMINAL_RATES: readonly RequestsPerSecond[] = [...MAX_RATES.keys()];

/** SINCERE's ramp for a nominal mean rate: 20 s up, 20 s down; undefined when it defines none. */
export function rampPreset(nominalRate: RequestsPerSecond): RampPreset | undefined {
  const maxRate = MAX_RATES.get(nominalRate);
  if (maxRate === undefined) return undefined;
  return { minRate: 1, maxRate, upSeconds: 20, downSeconds: 20 };
}
