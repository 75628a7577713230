import type { SweepDescription } from '../../store/types.js';

/** One replication that was simulated to see what it costs. */
export interface CostSample {
  readonly cell: number;
  /** What simulating it takes of a processor. */
  readonly seconds: number;
  /** What is stored of it; null if it was not simulated to the end. */
  readonly bytes: { readonly record: number; readonly files: number } | null;
}

/** What a sweep will cost, about. */
export interface SweepCost {
  /** Runs: with a precision plan the least and the most there can be. */
  readonly runs: Range;
  /** With all threads at work, each with a processor of its own. */
  readonly seconds: Range;
  /** Of records, of `cells.csv`, and of what is kept of replication 0; null: not known. */
  readonly bytes: Range | null;
  /** How many runs this was estimated from, and of how many cells. */
  readonly samples: { readonly runs: number; readonly cells: number };
}

export type Range = readonly [least: number, most: number];

/**
 * Cells in an order in which every start of it is spread over the sweep: neighbours are alike, and
 * the golden ratio keeps clear of the lengths of axes. Cells of which most is kept come first.
 */
export function samplingOrder(description: SweepDescription): readonly number[] {
  const { cells } = description;
  const spread = cells.map((_, at) => ({ cell: at, place: (at * GOLDEN) % 1 }));
  spread.sort((a, b) => a.place - b.place);
  const order = spread.map(({ cell }) => cell);
  const keepers = KINDS.flatMap((kind) => order.find((cell) => cells[cell]?.keeps[kind]) ?? []);
  return [...new Set([...keepers, ...order])];
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const KINDS = ['requests', 'timeline', 'latencyHistogram'] as const;

/**
 * What a sweep will cost by the mean of some samples.
 * @param cells those that are to be simulated.
 * @param jobs how many threads simulate.
 */
export function estimateCost(
  description: SweepDescription,
  cells: readonly number[],
  jobs: number,
  samples: readonly CostSample[],
): SweepCost {
  const { replications } = description;
  const [least, most] =
    replications.kind === 'fixed'
      ? [replications.count, replications.count]
      : [replications.least, replications.most];
  const runs: Range = [cells.length * least, cells.length * most];
  const each = meanOf(samples.map(({ seconds }) => seconds));
  const stored = samples.flatMap(({ bytes, cell }) => (bytes === null ? [] : [{ cell, ...bytes }]));
  const perRun = meanOf(stored.map(({ record }) => record));
  const files = filesOf(description, cells, stored);
  const times = (factor: number, more: number): Range => [
    runs[0] * factor + more,
    runs[1] * factor + more,
  ];
  return {
    runs,
    seconds: times(each / jobs, 0),
    bytes: stored.length === 0 ? null : times(perRun, files),
    samples: { runs: samples.length, cells: new Set(samples.map(({ cell }) => cell)).size },
  };
}

/** Bytes of the files kept of replication 0: every cell as the samples that keep as much as it. */
function filesOf(
  description: SweepDescription,
  cells: readonly number[],
  samples: readonly { readonly cell: number; readonly files: number }[],
): number {
  const kindOf = (cell: number): string => {
    const keeps = description.cells[cell]?.keeps;
    return `${keeps?.timeline} ${keeps?.requests}`;
  };
  const sizes = new Map<string, number[]>();
  for (const { cell, files } of samples) {
    sizes.set(kindOf(cell), [...(sizes.get(kindOf(cell)) ?? []), files]);
  }
  return cells.reduce((sum, cell) => sum + meanOf(sizes.get(kindOf(cell)) ?? [0]), 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
