import type { SweepResults } from '../../../src/experiment/results/types.js';
import type { DescribedCell, SweepDescription } from '../../../src/experiment/store/types.js';
import type { Scenario } from '../../../src/scenario/types.js';
import { simulatedResults } from '../../support/sweep-results.js';

/** Results of sweeps of several shapes, for tests of every figure. */
export interface ResultSet {
  readonly what: string;
  /** The widths at which figures of them are drawn: the narrow one alone where numbers differ. */
  readonly columns: readonly (1 | 2)[];
  results(): Promise<SweepResults>;
}

const STRATEGIES = [
  'best-batch',
  'best-batch+timer',
  'select-batch+timer',
  'best-batch+partial-batch+timer',
];
const sincere = { scenario: 'scenarios/sincere.yaml', sets: ['durationSeconds=60'], keep: true };

/** One axis, several replications, everything kept. */
const single = remembered(() =>
  simulatedResults({
    ...sincere,
    axes: { 'tee.mode': ['off', 'cc'] },
    pairing: { column: 'tee.mode', baseline: 'off', margins: {} },
    replications: 3,
  }),
);

/** The published grid, in short: two modes, four strategies, three patterns, two rates. */
const grid = remembered(() =>
  simulatedResults({
    ...sincere,
    axes: {
      'tee.mode': ['off', 'cc'],
      'strategy.name': STRATEGIES,
      'arrivals.process': ['gamma', 'bursty', 'ramp'],
      'arrivals.rate': ['4', '12'],
    },
    pairing: { column: 'tee.mode', baseline: 'off', margins: {} },
    replications: 2,
  }),
);

/** Eight cells that differ in what figures show as panels, lines and places. */
const small = remembered(() =>
  simulatedResults({
    ...sincere,
    axes: {
      'tee.mode': ['off', 'cc'],
      'strategy.name': STRATEGIES.slice(0, 2),
      'arrivals.rate': ['4', '12'],
    },
    pairing: { column: 'tee.mode', baseline: 'off', margins: {} },
    replications: 2,
  }),
);

/** Published strategies as they were, and others: six policies at three loads. */
const policies = remembered(() =>
  simulatedResults({
    ...sincere,
    axes: {
      'tee.mode': ['off', 'cc'],
      'strategy.name': [...STRATEGIES, 'greedy', 'fcfs'],
      'arrivals.rate': ['4', '8', '12'],
    },
    replications: 2,
  }),
);

export const RESULT_SETS: readonly ResultSet[] = [
  { what: 'one axis', columns: [1, 2], results: single },
  { what: 'the published grid', columns: [1, 2], results: grid },
  {
    what: 'a single replication',
    columns: [1],
    results: async () => {
      const base = await single();
      return {
        ...base,
        replications: () => 1,
        values: (cell, path) => base.values(cell, path).slice(0, 1),
        latency: (cell) => base.latency(cell)?.slice(0, 1) ?? null,
      };
    },
  },
  {
    what: 'metrics that are not defined',
    columns: [1],
    results: async () => {
      const base = await small();
      const values: SweepResults['values'] = (cell, path) =>
        base.values(cell, path).map((value) => (cell % 3 === 0 ? Number.NaN : value));
      return { ...base, values };
    },
  },
  {
    what: 'cells that are not finished',
    columns: [1],
    results: async () => {
      const base = await single();
      const isThere = (cell: number): boolean => cell === 0;
      return {
        ...base,
        replications: (cell) => (isThere(cell) ? base.replications(cell) : 0),
        values: (cell, path) => (isThere(cell) ? base.values(cell, path) : []),
        latency: (cell) => (isThere(cell) ? base.latency(cell) : null),
        timelineCsv: async (cell) => (isThere(cell) ? base.timelineCsv(cell) : null),
      };
    },
  },
  { what: 'policies', columns: [1, 2], results: policies },
  { what: 'long names', columns: [1, 2], results: async () => withLongNames(await grid()) },
];

function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const LONG_MODELS = [
  'ibm-granite/granite-7b-instruct',
  'google/gemma-1.1-7b-it-long-context-preview',
  'meta-llama/Meta-Llama-3.1-8B-Instruct',
];

function withLongNames(base: SweepResults): SweepResults {
  const { description } = base;
  const long = (value: string): string => `${value}+with-a-rather-long-explanation`;
  const at = description.columns.findIndex(({ name }) => name === 'strategy.name');
  const renamed: SweepDescription = {
    ...description,
    columns: description.columns.map((column, position) =>
      position === at ? { ...column, values: column.values.map(long) } : column,
    ),
    cells: description.cells.map(
      (cell): DescribedCell => ({
        ...cell,
        values: cell.values.map((value, position) => (position === at ? long(value) : value)),
        scenario: withModels(cell.scenario),
      }),
    ),
  };
  const timelineCsv = async (cell: number): Promise<string | null> => {
    const csv = (await base.timelineCsv(cell)) ?? '';
    return (
      description.cells
        .at(0)
        ?.scenario.models.reduce(
          (text, model, position) => text.replaceAll(model, LONG_MODELS[position] ?? model),
          csv,
        ) ?? null
    );
  };
  return { ...base, description: renamed, timelineCsv };
}

function withModels(scenario: Scenario): Scenario {
  return { ...scenario, models: scenario.models.map((name, at) => LONG_MODELS[at] ?? name) };
}
