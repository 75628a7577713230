import { PARETO_METRICS } from '../../analysis/pareto/metrics.js';
import { renderTable } from '../text-table.js';

/** Every metric with its unit and which end is better. */
export function metricList(): string {
  const rows = PARETO_METRICS.map(({ name, unit, better, label, how }) => [
    ...[name, unit, better],
    how === undefined ? label : `${label}: ${how}`,
  ]);
  const head = ['metric', 'unit', 'better', 'what it is'];
  return `${renderTable({ head, rows, textColumns: 4 })}\n`;
}
