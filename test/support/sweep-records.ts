import type { BlockResult, SweepDescription } from '../../src/experiment/store/types.js';
import { buildScenario } from './scenario-builder.js';

/** A sweep of few cells, two metrics and six replications, of which the first keeps everything. */
export function smallSweep(changes: Partial<SweepDescription> = {}): SweepDescription {
  const values = ['2', '4', '8'];
  return {
    identity: 'a1'.repeat(32),
    version: '0.1.0',
    name: 'small',
    columns: [{ name: 'arrivals.rate', label: 'rate', unit: 'requests/s', values, numeric: true }],
    cells: values.map((value, cell) => ({
      values: [value],
      marks: [],
      scenario: buildScenario({}),
      keeps: { latencyHistogram: true, timeline: cell === 0, requests: cell === 0 },
    })),
    replications: { kind: 'fixed', count: 6 },
    pairing: null,
    ranking: null,
    metrics: [
      { path: 'a', column: 'a', label: 'a', unit: 's', better: 'lower' },
      { path: 'b', column: 'b', label: 'b', unit: '', better: 'higher' },
    ],
    inputs: [{ what: 'sweep', name: 'small.yaml', sha256: 'b2'.repeat(32) }],
    ...changes,
  };
}

/** Made-up results of a block of `smallSweep`; the same for the same block. */
export function blockOf(cell: number, from: number, count = 3): BlockResult {
  const values = Array.from({ length: count }, (_, at) => [
    Math.sqrt(2 + cell) * (from + at + 1),
    (cell + from + at) % 4 === 3 ? Number.NaN : 1 / (3 + cell + from + at),
  ]);
  const latency = values.map((_, at) => ({ buckets: [-1, 7 + cell], counts: [from + at + 1, 2] }));
  const kept = cell === 0 && from === 0;
  return {
    record: { cell, from, values, latency },
    timelineCsv: kept ? 'start_s,end_s\n0,1\n' : null,
    requestsCsv: kept ? 'arrival_s,model\n0,é\n' : null,
  };
}

/** The blocks of `smallSweep`, in order. @param count replications of each. */
export function allBlocks(count: 1 | 3 = 3): readonly BlockResult[] {
  const starts = count === 3 ? [0, 3] : [0, 1, 2, 3, 4, 5];
  return [0, 1, 2].flatMap((cell) => starts.map((from) => blockOf(cell, from, count)));
}
