import type { MeasuredLatencies } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { unitFactor } from '../units.js';
import { OWN_KEY } from './own-part.js';
import { peek } from './peek.js';
import { readStatistic, requiredStatistic } from './statistics.js';
import { inSecondsAfterAll, type Understood, withGuidellmTimes } from './token-times.js';

/** What latencies of a report are called, in all versions. */
const LATENCY_KEYS: Readonly<Record<keyof MeasuredLatencies, string>> = {
  ttft: 'time_to_first_token',
  tpot: 'time_per_output_token',
  itl: 'inter_token_latency',
  e2e: 'request_latency',
  normalizedTpot: 'normalized_time_per_output_token',
};

/** Reads latencies as they stand, in s. */
export function readLatencies(fields: Fields, isTtftRequired: boolean): MeasuredLatencies {
  const ttft = isTtftRequired ? requiredStatistic : readStatistic;
  return {
    ttft: ttft(fields, LATENCY_KEYS.ttft, 'time'),
    tpot: readStatistic(fields, LATENCY_KEYS.tpot, 'time per token'),
    itl: readStatistic(fields, LATENCY_KEYS.itl, 'time per token'),
    e2e: readStatistic(fields, LATENCY_KEYS.e2e, 'time'),
    normalizedTpot: readStatistic(fields, LATENCY_KEYS.normalizedTpot, 'time per token'),
  };
}

/**
 * Latencies as the tool that measured them means them, with wrong units put right. What sealsim wrote
 * (`OWN_KEY`) is meant as it stands.
 */
export function understoodLatencies(
  fields: Fields,
  read: MeasuredLatencies,
  outputTokens: Parameters<typeof withGuidellmTimes>[1],
  tool: string | null,
): Understood {
  if (tool === OWN_KEY) return { latencies: read, notes: [] };
  const meant =
    tool === 'guidellm' ? withGuidellmTimes(read, outputTokens) : { latencies: read, notes: [] };
  const unit = peek(fields.raw(LATENCY_KEYS.e2e), 'units');
  if (typeof unit !== 'string' || unitFactor(unit, 'time') !== unitFactor('ms', 'time')) {
    return meant;
  }
  const right = inSecondsAfterAll(meant.latencies, outputTokens);
  return { latencies: right.latencies, notes: [...meant.notes, ...right.notes] };
}
