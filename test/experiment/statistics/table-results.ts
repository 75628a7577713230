import type { SweepResults } from '../../../src/experiment/results/types.js';
import type { SweepDescription } from '../../../src/experiment/store/types.js';
import { FIGURES } from '../../../src/metrics/figures.js';
import { buildScenario } from '../../support/scenario-builder.js';

/** Results as a test writes them down: no simulation. */
export interface WrittenResults {
  /** Values by column. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** By cell (the last column changes fastest), by metric path, the replications. */
  readonly cells: readonly Readonly<Record<string, readonly number[]>>[];
  readonly pairing?: SweepDescription['pairing'];
  readonly ranking?: SweepDescription['ranking'];
}

export function writtenResults(written: WrittenResults): SweepResults {
  const columns = Object.entries(written.columns);
  const points = columns.reduce<readonly (readonly string[])[]>(
    (rows, [, values]) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
  const paths = Object.keys(written.cells[0] ?? {});
  const scenario = buildScenario({});
  const keeps = { latencyHistogram: false, timeline: false, requests: false };
  return {
    folder: 'results/written',
    description: {
      identity: '0'.repeat(64),
      version: '0.0.0',
      name: 'written',
      columns: columns.map(([name, values]) => ({
        ...{ name, label: name, unit: null, values },
        numeric: false,
      })),
      cells: points.map((values) => ({ values, marks: [], scenario, keeps })),
      replications: { kind: 'fixed', count: 20 },
      pairing: written.pairing ?? null,
      ranking: written.ranking ?? null,
      metrics: FIGURES.filter(({ path }) => paths.includes(path)),
      inputs: [],
    },
    replications: (cell) => Object.values(written.cells[cell] ?? {})[0]?.length ?? 0,
    values: (cell, path) => written.cells[cell]?.[path] ?? [],
    latency: () => null,
    timelineCsv: async () => null,
    requestsCsv: async () => null,
  };
}
