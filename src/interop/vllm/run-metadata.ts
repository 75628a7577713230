import type {
  MeasuredMode,
  Measurement,
  OfferedLoad,
  OnTimeCount,
} from '../../analysis/measurement.js';
import { quoted } from '../../workload/trace/issue-list.js';
import type { Fields } from '../document/fields.js';
import { INPUT_LENGTH_KEYS, OUTPUT_LENGTH_KEYS } from './keys.js';
import type { Metadata } from './metadata.js';
import { isSglang } from './sglang.js';

/** What was asked of the server: vLLM's own options, lengths and what lacks by metadata. */
export function readLoad(fields: Fields, metadata: Metadata, notes: string[]): OfferedLoad {
  const limit = fields.number('max_concurrency', { what: 'requests at once', above: 0 });
  // SGLang writes there how many requests were under way on average.
  const keys = isSglang(fields) ? [] : ['concurrency'];
  const said = metadata.text(...keys);
  if (limit !== null && said !== null && Number(said) !== limit) {
    notes.push(`concurrency: max_concurrency, ${limit}, is taken; the metadata says ${said}`);
  }
  return {
    concurrency: limit ?? metadata.count(keys),
    requestsPerSecond: readRate(fields, notes),
    inputTokens: metadata.number(INPUT_LENGTH_KEYS),
    outputTokens: metadata.number(OUTPUT_LENGTH_KEYS),
  };
}

function readRate(fields: Fields, notes: string[]): number | null {
  if (fields.has('ramp_up_strategy')) {
    notes.push('request rate: unknown, as it was ramped up during the run');
    return null;
  }
  return fields.number('request_rate', {
    what: 'requests per second, or "inf"',
    above: 0,
    orText: true,
    orInfinite: true,
  });
}

const MODES: Readonly<Record<string, MeasuredMode>> = { off: 'off', cc: 'cc', on: 'cc' };

export function readMode(metadata: Metadata, notes: string[]): MeasuredMode | null {
  const said = metadata.text('tee_mode');
  if (said === null) return null;
  const mode = Object.hasOwn(MODES, said) ? (MODES[said] ?? null) : null;
  if (mode === null) notes.push(`tee_mode: left out, as ${quoted(said)} is none of off, cc, on`);
  return mode;
}

export function readOnTime(metadata: Metadata): OnTimeCount | null {
  const slaSeconds = metadata.number(['sla_seconds']);
  const requests = metadata.count(['on_time_requests'], true);
  return slaSeconds === null || requests === null ? null : { slaSeconds, requests };
}

/**
 * Where a run that sealsim wrote belongs. In results of others the same keys may mean anything:
 * there the folders say it.
 */
export function readPlace(
  metadata: Metadata,
): Pick<Measurement, 'experiment' | 'condition' | 'repetition'> {
  if (metadata.text('origin') === null) {
    return { experiment: null, condition: null, repetition: null };
  }
  return {
    experiment: metadata.text('experiment'),
    condition: metadata.text('condition'),
    repetition: metadata.count(['repetition'], true),
  };
}
