import type { PointCost } from '../../experiment/capacity/cost.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import type { CapacityReport } from './report.js';

const COLUMNS = [
  'metric',
  'unit',
  'mean',
  'mean_ci95_low',
  'mean_ci95_high',
  'n',
  'replications',
  'joint_low',
  'joint_high',
  'verdict',
  'on_grid',
];

const COST_COLUMNS = [
  'gpus',
  'dollars_per_hour',
  'idle_dollars_per_hour',
  'dollars_per_1000_on_time',
  'dollars_per_1000_on_time_low',
  'dollars_per_1000_on_time_high',
];

/**
 * `capacity.csv`: a column for each axis and one for the path that was varied; a row for each variant
 * and value that was simulated. `joint_…`: the one-sided ends by which verdicts are given. With prices
 * also what each of them costs.
 */
export function capacityCsv(report: CapacityReport): string {
  const { axes, cells, path, metric, plan, variants, cost } = report;
  const rows = variants.flatMap(({ points }, variant) =>
    points.map(({ x, values, n, ends, verdict }, at): CsvValue[] => [
      ...(cells[variant]?.values ?? []),
      x,
      metric.column,
      metric.unit,
      ...withEnds(estimateFigure(metric.path, values)),
      n,
      values.length,
      ends?.[0] ?? null,
      ends?.[1] ?? null,
      verdict,
      plan.grid.includes(x),
      ...costValues(cost?.variants[variant]?.points[at]),
    ]),
  );
  const columns = cost === null ? COLUMNS : [...COLUMNS, ...COST_COLUMNS];
  return toCsv([...axes.map((axis) => axis.path), path, ...columns], rows);
}

function costValues(cost: PointCost | undefined): readonly CsvValue[] {
  if (cost === undefined) return [];
  const { gpus, dollarsPerHour, idleDollarsPerHour, dollarsPerThousand } = cost;
  const [low, high] = dollarsPerThousand?.interval ?? [null, null];
  return [gpus, dollarsPerHour, idleDollarsPerHour, dollarsPerThousand?.value ?? null, low, high];
}
