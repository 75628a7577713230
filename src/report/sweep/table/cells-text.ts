import type { SweepResults } from '../../../experiment/results/types.js';
import { formatValue } from '../../format.js';
import { renderTable } from '../../text-table.js';
import { estimateCell } from '../cell-estimates.js';
import { type ShownMetric, shownMetrics } from './shown-metrics.js';

/** With more cells than this their extremes are shown: a screen holds no more. */
const MOST_LISTED = 20;

/** The means of the metrics that a reader looks at first: of every cell, or where they are extreme. */
export function cellsText(results: SweepResults): string {
  const metrics = shownMetrics(results.description);
  return results.description.cells.length <= MOST_LISTED
    ? listOf(results, metrics)
    : extremesOf(results, metrics);
}

function listOf(results: SweepResults, metrics: readonly ShownMetric[]): string {
  const { columns, cells } = results.description;
  return renderTable({
    head: [...columns.map(({ label }) => label), ...metrics.map(({ head }) => head)],
    rows: cells.map(({ values }, cell) => [
      ...values,
      ...metrics.map(({ metric, unit }) => {
        const { mean, n } = estimateCell(results, cell, metric);
        return formatValue(mean, unit, n);
      }),
    ]),
    textColumns: columns.length,
  });
}

function extremesOf(results: SweepResults, metrics: readonly ShownMetric[]): string {
  const rows = metrics.flatMap(({ head, metric, unit }) => {
    const means = results.description.cells
      .map((_, cell) => ({ cell, mean: estimateCell(results, cell, metric).mean }))
      .filter(({ mean }) => Number.isFinite(mean))
      .sort((a, b) => a.mean - b.mean);
    const [least, most] = [means[0], means.at(-1)];
    if (least === undefined || most === undefined) return [];
    return [
      [head, 'least', formatValue(least.mean, unit), placeOf(results, least.cell)],
      ['', 'most', formatValue(most.mean, unit), placeOf(results, most.cell)],
    ];
  });
  return renderTable({ head: ['mean of a cell', '', '', ''], rows, textColumns: 2 });
}

function placeOf({ description }: SweepResults, cell: number): string {
  return description.cells[cell]?.values.join(' · ') ?? '';
}
