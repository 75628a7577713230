import { type AboutDifference, aboutDifferences } from './about.js';
import { type CommonCell, matchCells, matchNames, type Sides } from './common-cells.js';
import type { Measured, MeasuredCell } from './measured.js';
import { type MetricDifference, metricDifference, pairsOf } from './metric-differences.js';
import { type RequestsDifference, requestsDifference } from './requests.js';
import { differs } from './tolerance.js';

/** Two folders of results put side by side. */
export interface ResultsDifference {
  readonly a: Measured;
  readonly b: Measured;
  /** Differences up to this share of the larger number do not count. */
  readonly tolerance: number;
  /** Whether every number in one folder is in the other, the same within the tolerance. */
  readonly same: boolean;
  /** What they are of, where that differs: it does not make the results different. */
  readonly about: readonly AboutDifference[];
  readonly cells: Sides<CommonCell, MeasuredCell>;
  readonly metrics: Sides<string>;
  readonly replications: ReplicationsDifference;
  /** The common metrics that differ, in the order of the first folder. */
  readonly differences: readonly MetricDifference[];
  /** Of the common cells whose requests both folders kept, those with requests that differ. */
  readonly requests: readonly RequestsDifference[];
}

/** The replications of the common cells. */
export interface ReplicationsDifference {
  readonly compared: number;
  /** With a metric that differs. */
  readonly differing: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly first: { readonly cell: CommonCell; readonly replication: number } | null;
}

/** Why two folders cannot be put side by side; null if they can. */
export function incomparable(a: Measured, b: Measured): string | null {
  const columns = matchNames(a.columns, b.columns);
  if (columns.onlyA.length + columns.onlyB.length > 0) {
    return `cells by ${listed(a.columns)} in ${a.folder}, by ${listed(b.columns)} in ${b.folder}`;
  }
  if (matchNames(a.metrics, b.metrics).both.length === 0) return 'no metric that both have';
  return matchCells(a, b).both.length === 0 ? 'no cell that both have' : null;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

/**
 * Compares two folders of results that are comparable: cells by their values, metrics by name,
 * replications by number.
 * @param tolerance a share of the larger number, ≥ 0.
 */
export async function compareResults(
  a: Measured,
  b: Measured,
  tolerance: number,
): Promise<ResultsDifference> {
  const cells = matchCells(a, b);
  const metrics = matchNames(a.metrics, b.metrics);
  const replications = compareReplications(cells.both, metrics.both, tolerance);
  const differences = metrics.both.flatMap(
    (metric) => metricDifference(metric, cells.both, tolerance) ?? [],
  );
  const requests: RequestsDifference[] = [];
  for (const cell of cells.both) {
    const found = await requestsDifference(cell, tolerance);
    if (found !== null) requests.push(found);
  }
  const onlyInOne = [cells, metrics].flatMap(({ onlyA, onlyB }) => [...onlyA, ...onlyB]).length;
  const { onlyA, onlyB } = replications;
  const apart = onlyInOne + onlyA + onlyB + differences.length + requests.length;
  const about = aboutDifferences(a, b, cells.both);
  return {
    a,
    b,
    tolerance,
    same: apart === 0,
    about,
    cells,
    metrics,
    replications,
    differences,
    requests,
  };
}

function compareReplications(
  cells: readonly CommonCell[],
  metrics: readonly string[],
  tolerance: number,
): ReplicationsDifference {
  const counts = { compared: 0, differing: 0, onlyA: 0, onlyB: 0 };
  let first: ReplicationsDifference['first'] = null;
  for (const cell of cells) {
    const [inA, inB] = [cell.a, cell.b].map((side) =>
      Math.max(...metrics.map((metric) => side.metric(metric).length)),
    ) as [number, number];
    counts.compared += Math.min(inA, inB);
    counts.onlyA += Math.max(0, inA - inB);
    counts.onlyB += Math.max(0, inB - inA);
    const differing = [...replicationsThatDiffer(cell, metrics, tolerance)];
    counts.differing += differing.length;
    const [replication] = differing.sort((x, y) => x - y);
    if (replication !== undefined) first ??= { cell, replication };
  }
  return { ...counts, first };
}

function replicationsThatDiffer(
  cell: CommonCell,
  metrics: readonly string[],
  tolerance: number,
): ReadonlySet<number> {
  const pairs = metrics.flatMap((metric) => pairsOf(metric, cell));
  const differing = pairs.filter(({ a, b }) => differs(a, b, tolerance));
  return new Set(differing.map(({ replication }) => replication));
}
