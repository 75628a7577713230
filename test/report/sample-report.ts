import { compareFigures, compareOverall } from '../../src/metrics/comparison.js';
import { aggregate } from '../../src/metrics/replications.js';
import type { RunSummary } from '../../src/metrics/summary.js';
import type { CompareReport } from '../../src/report/compare-table.js';
import { sampleSummary } from '../metrics/sample-summary.js';

/** Two strategies × two TEE modes, three replications each. */
export function sampleReport(): CompareReport {
  const axes = [
    { path: 'strategy.name', values: ['best-batch', 'best-batch+partial-batch+timer'] },
    { path: 'tee.mode', values: ['cc', 'off'] },
  ];
  const cells = axes[0]?.values.flatMap((strategy, row) =>
    ['cc', 'off'].map((mode, column) => {
      const replications = [1, 2, 3].map((each) => sampleSummary(each * (2 + row - column)));
      return {
        cell: { index: 2 * row + column, values: [strategy, mode] },
        replications,
        estimate: aggregate(replications),
        starved: [],
      };
    }),
  );
  if (cells === undefined) throw new Error('no cells');
  const pairs = [1, 3].map((index) => {
    const [cell, baseline] = [cells[index], cells[index - 1]];
    if (cell === undefined || baseline === undefined) throw new Error('no such cell');
    return {
      cell: cell.cell,
      baseline: baseline.cell,
      figures: compareFigures(cell.replications, baseline.replications),
    };
  });
  const overall = compareOverall(
    [1, 3].map((index) => ({
      summaries: cells[index]?.replications ?? [],
      baseline: cells[index - 1]?.replications ?? [],
    })),
  );
  return {
    name: 'sample',
    axes,
    baseline: { axis: 1, value: 'cc' },
    cells,
    pairs,
    overall: [{ value: 'off', cells: 2, figures: overall }],
  };
}

/** A summary as a run without requests has it: NaN where nothing is defined. */
export function undefinedSummary(): RunSummary {
  return JSON.parse(JSON.stringify(sampleSummary(1)), (_, value: unknown) =>
    typeof value === 'number' ? Number.NaN : value,
  ) as RunSummary;
}

/** As `sampleReport`, but the mean latency of one replication with `off` is not defined. */
export function incompleteReport(): CompareReport {
  const report = sampleReport();
  const summaries = report.cells.map(({ replications }) => replications);
  const [baseline = [], above = [], otherBaseline = [], otherAbove = []] = summaries;
  const undefinedAt1 = above.map((summary, at) =>
    at === 1
      ? { ...summary, latencySeconds: { ...summary.latencySeconds, mean: Number.NaN } }
      : summary,
  );
  const figures = compareOverall([
    { summaries: undefinedAt1, baseline },
    { summaries: otherAbove, baseline: otherBaseline },
  ]);
  return { ...report, overall: [{ value: 'off', cells: 2, figures }] };
}
