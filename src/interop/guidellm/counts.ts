import type { MeasuredCounts } from '../../analysis/measurement.js';
import type { Seconds } from '../../units.js';
import type { Fields } from '../document/fields.js';

const COUNT = { what: 'a count', least: 0, integer: true } as const;

/** @param keeper what holds `request_totals`. */
export function countsIn(keeper: Fields): MeasuredCounts {
  const totals = keeper.mapping('request_totals');
  return {
    total: totals?.number('total', COUNT) ?? null,
    completed: totals?.number('successful', COUNT) ?? null,
    failed: totals?.number('errored', COUNT) ?? null,
    incomplete: totals?.number('incomplete', COUNT) ?? null,
  };
}

/** From the first request's start to the last one's end; in 0.4, what was measured between. */
export function durationIn(benchmark: Fields): Seconds | null {
  const duration = benchmark.number('duration', { what: 'seconds', least: 0 });
  if (duration !== null) return duration;
  const start = benchmark.number('start_time', { what: 'seconds', least: 0 });
  const end = benchmark.number('end_time', { what: 'seconds', least: start ?? 0 });
  return start === null || end === null ? null : end - start;
}
