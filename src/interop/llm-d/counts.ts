import type { MeasuredCounts } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

const COUNT = { what: 'requests', least: 0, integer: true } as const;

/** Counts of requests; `completed` follows where the report says how many of all failed. */
export function readCounts(requests: Fields): MeasuredCounts {
  const total = requests.requiredNumber('total', COUNT);
  const failed = requests.number('failures', COUNT);
  const incomplete = requests.number('incomplete', COUNT);
  const completed =
    total === null || failed === null ? null : Math.max(0, total - failed - (incomplete ?? 0));
  return { total, completed, failed, incomplete };
}
