import type { SweepResults } from '../../src/experiment/results/types.js';
import type { DescribedCell, SweepDescription } from '../../src/experiment/store/types.js';
import type { Metric } from '../../src/experiment/sweep/types.js';
import { FIGURES } from '../../src/metrics/figures.js';
import type { LatencyCounts } from '../../src/metrics/latency/log-histogram.js';
import type { Scenario } from '../../src/scenario/types.js';
import { buildScenario } from './scenario-builder.js';

/** What a test says of results that nobody simulated. */
export interface MadeUpSweep {
  /** Values by column; every combination is a cell, the last column changes fastest. */
  readonly axes: Readonly<Record<string, readonly string[]>>;
  /** Of every cell, or by cell. */
  readonly replications: number | readonly number[];
  value(cell: number, metric: Metric, replication: number): number;
  readonly metrics?: readonly Metric[];
  readonly marks?: (cell: number) => readonly string[];
  readonly scenario?: (cell: number) => Scenario;
  readonly latency?: (cell: number) => readonly LatencyCounts[] | null;
  readonly requestsCsv?: (cell: number) => string | null;
  readonly description?: Partial<SweepDescription>;
}

const KEEPS = { latencyHistogram: false, timeline: false, requests: false };

/** Results of a sweep as they would be read from a folder. */
export function madeUpResults(sweep: MadeUpSweep): SweepResults {
  const names = Object.keys(sweep.axes);
  const metrics = sweep.metrics ?? FIGURES;
  const { replications } = sweep;
  const countOf = (cell: number): number =>
    typeof replications === 'number' ? replications : (replications[cell] ?? 0);
  const shared = buildScenario({});
  const cells = combinations(Object.values(sweep.axes)).map(
    (values, cell): DescribedCell => ({
      values,
      marks: sweep.marks?.(cell) ?? [],
      scenario: sweep.scenario?.(cell) ?? shared,
      keeps: KEEPS,
    }),
  );
  return {
    folder: 'results/made-up',
    description: {
      identity: '0'.repeat(64),
      version: '0.0.0',
      name: 'made-up',
      columns: names.map((name) => {
        const values = sweep.axes[name] ?? [];
        const numeric = values.every((value) => Number.isFinite(Number(value)));
        return { name, label: name, unit: null, values, numeric };
      }),
      cells,
      replications: { kind: 'fixed', count: Math.max(...cells.map((_, cell) => countOf(cell))) },
      pairing: null,
      ranking: null,
      metrics,
      inputs: [],
      ...sweep.description,
    },
    replications: countOf,
    values: (cell, path) => {
      const metric = metrics.find((each) => each.path === path);
      if (metric === undefined) throw new Error(`no metric ${path}`);
      return Array.from({ length: countOf(cell) }, (_, at) => sweep.value(cell, metric, at));
    },
    latency: (cell) => sweep.latency?.(cell) ?? null,
    timelineCsv: async () => null,
    requestsCsv: async (cell) => sweep.requestsCsv?.(cell) ?? null,
  };
}

function combinations(axes: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return axes.reduce<readonly (readonly string[])[]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}
