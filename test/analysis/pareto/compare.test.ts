import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareScenarios,
  type ParetoOptions,
  pointsOf,
} from '../../../src/analysis/pareto/compare.js';
import { paretoFront } from '../../../src/analysis/pareto/front.js';
import {
  DEFAULT_X,
  DEFAULT_Y,
  PER_CONCURRENCY,
  paretoMetric,
} from '../../../src/analysis/pareto/metrics.js';
import { directoriesOf } from '../../../src/analysis/pareto/rows.js';
import type { Slo } from '../../../src/analysis/pareto/slo.js';
import { holds } from '../../support/property.js';
import { group, type MadeUp, madeUpRun, statistic } from './made-up-runs.js';

const metric = (name: string) => {
  const found = paretoMetric(name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
};

const blank = madeUpRun({ tpotSeconds: null });

const OPTIONS: ParetoOptions = {
  x: metric(DEFAULT_X),
  y: metric(DEFAULT_Y),
  slos: [],
  only: null,
  byDirectory: false,
};

function compared(runs: readonly MadeUp[], options: Partial<ParetoOptions> = {}) {
  return compareScenarios(runs.map(madeUpRun), { ...OPTIONS, ...options });
}

const tokens = (inputs: number | null, outputs: number | null): MadeUp => ({
  inputTokens: inputs === null ? null : statistic(inputs),
  outputTokens: outputs === null ? null : statistic(outputs),
  load: { concurrency: 1, requestsPerSecond: null, inputTokens: null, outputTokens: null },
});

describe('scenarios', () => {
  const runs: readonly MadeUp[] = [
    { model: 'llama-70B' },
    { model: 'llama-8B', gpu: 'H100' },
    { model: 'llama-8B', gpu: 'A100' },
    { model: 'llama-8B', gpu: null },
    { model: null },
    { model: 'llama-8B', gpu: 'A100', ...tokens(null, 100) },
    { model: 'llama-8B', gpu: 'A100', ...tokens(200, 100) },
    { model: 'llama-8B', gpu: 'A100', ...tokens(200, 50) },
  ];
  const named = (of: ReturnType<typeof compared>) =>
    of.map((each) => [each.number, each.model, each.gpu, each.inputTokens, each.outputTokens]);

  it('are in one order, numbers as numbers and what is not said last', () => {
    expect(named(compared(runs))).toEqual([
      [1, 'llama-8B', 'A100', 200, 50],
      [2, 'llama-8B', 'A100', 200, 100],
      [3, 'llama-8B', 'A100', 1000, 100],
      [4, 'llama-8B', 'A100', null, 100],
      [5, 'llama-8B', 'H100', 1000, 100],
      [6, 'llama-8B', null, 1000, 100],
      [7, 'llama-70B', 'H100', 1000, 100],
      [8, null, 'H100', 1000, 100],
    ]);
    expect(named(compared([...runs].reverse()))).toEqual(named(compared(runs)));
  });

  it('hold runs whose lengths differ by less than is asked for', () => {
    const same = [tokens(9999, 1000), tokens(10_004.9, 999.6), tokens(9996, 1000.4)];
    expect(named(compared(same))).toEqual([[1, 'llama', 'H100', 10_000, 1000]]);
    expect(compared([tokens(9994, 1000), tokens(9999, 1001)])).toHaveLength(2);
  });

  it('are told apart by the lengths that were asked for, whatever became of answers', () => {
    const asked = { concurrency: 1, requestsPerSecond: null, inputTokens: 1000, outputTokens: 500 };
    const runs = [
      { ...tokens(999, 267), load: asked },
      { ...tokens(999, 270.2), load: { ...asked, concurrency: 2 } },
    ];
    const [scenario, ...more] = compared(runs);
    expect(more).toEqual([]);
    expect(scenario).toMatchObject({ inputTokens: 1000, outputTokens: 500 });
    expect(scenario?.rows.map((row) => row.measuredOutputTokens)).toEqual([267, 270.2]);
    // Lengths of a kind that nobody asked for are those that were measured.
    const [halfSaid] = compared([{ ...tokens(999, 267), load: { ...asked, outputTokens: null } }]);
    expect(halfSaid).toMatchObject({ inputTokens: 1000, outputTokens: 267 });
  });

  it('take totals where nothing is asked for and no mean is said', () => {
    const requests = { total: 10, completed: 8, failed: 2, incomplete: 0 };
    const [scenario] = compared([
      { ...tokens(null, null), totalInputTokens: 8000, totalOutputTokens: 800, requests },
    ]);
    expect(scenario).toMatchObject({ inputTokens: 1000, outputTokens: 100 });
    const none = { ...requests, completed: 0 };
    const [unknown] = compared([{ ...tokens(null, null), totalInputTokens: 0, requests: none }]);
    expect(unknown?.inputTokens).toBeNull();
  });

  it('keep their numbers whatever is left out of them', () => {
    const only = compared(runs, { only: 'pd' });
    expect(named(only)).toEqual(named(compared(runs)));
    expect(only.flatMap(pointsOf)).toEqual([]);
  });

  it('hold both TEE modes', () => {
    const [scenario, ...more] = compared([{ teeMode: 'cc' }, { teeMode: 'off' }, {}]);
    expect(more).toEqual([]);
    expect(scenario?.series.map(({ teeMode }) => teeMode)).toEqual(['off', 'cc', null]);
  });
});

describe('configurations', () => {
  it('are ordered naturally, and their points by concurrency, then rate, what is not said last', () => {
    const at = (concurrency: number | null, requestsPerSecond: number | null): MadeUp => ({
      load: { concurrency, requestsPerSecond, inputTokens: 1000, outputTokens: 100 },
    });
    const [scenario] = compared([
      { serving: [group('replica', 1, 10)] },
      ...[at(null, Number.POSITIVE_INFINITY), at(null, 2), at(64, null), at(8, null)],
      at(null, null),
    ]);
    expect(scenario?.series.map(({ configuration }) => configuration.name)).toEqual([
      '1×TP2',
      '1×TP10',
    ]);
    const loads = scenario?.series[0]?.points.map(({ row }) => row.measurement.load);
    expect(loads?.map((load) => load.concurrency ?? load.requestsPerSecond)).toEqual([
      ...[8, 64, 2, Number.POSITIVE_INFINITY, null],
    ]);
  });

  it('have runs of one load by their output, and measured ones before simulated, in any order', () => {
    const runs: readonly MadeUp[] = [
      { origin: 'simulated' },
      { outputTokensPerSecond: 500 },
      { outputTokensPerSecond: null },
      { outputTokensPerSecond: 300 },
    ];
    for (const some of [runs, [...runs].reverse()]) {
      const series = compared(some)[0]?.series ?? [];
      expect(series.map(({ origin }) => origin)).toEqual(['measured', 'simulated']);
      const outputs = series[0]?.points.map(({ row }) => row.measurement.throughput);
      expect(outputs?.map((rates) => rates.outputTokensPerSecond)).toEqual([300, 500, null]);
    }
  });

  it('of different folders are one, or by --by-directory several', () => {
    const file = (name: string): MadeUp => ({
      source: { format: 'made-up', file: name, item: 0, tool: null },
    });
    const runs = [file('b/run-1/r.yaml'), file('a/run-1/r.yaml'), file('a/run-2/r.yaml')];
    expect(compared(runs)[0]?.series).toHaveLength(1);
    const series = compared(runs, { byDirectory: true })[0]?.series ?? [];
    expect(series.map(({ directory, points }) => [directory, points.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it.each([
    [
      ['s/a/r1.yaml', 's/b/r1.yaml'],
      ['s', 's'],
    ],
    [
      ['s/a/1.yaml', 's/a/2.yaml', 's/b/1.yaml'],
      ['s/a', 's/a', 's/b'],
    ],
    [
      ['s/a/1.yaml', 't/a/2.yaml'],
      ['s', 't'],
    ],
    [
      ['/1.yaml', '2.yaml', 'a/3.yaml'],
      ['/', '.', 'a'],
    ],
    [
      ['all.json', 'all.json'],
      ['.', '.'],
    ],
  ])('lie two levels above the files %j, or beside them', (files, folders) => {
    expect(directoriesOf(files)).toEqual(folders);
  });
});

describe('standings', () => {
  const runs: readonly MadeUp[] = [
    { tpotSeconds: 0.01, outputTokensPerSecond: 100, teeMode: 'off' },
    { tpotSeconds: 0.02, outputTokensPerSecond: 400, teeMode: 'off' },
    { tpotSeconds: 0.02, outputTokensPerSecond: 300, teeMode: 'off' },
    { tpotSeconds: 0.025, outputTokensPerSecond: 300, teeMode: 'off' },
    { tpotSeconds: 0.025, outputTokensPerSecond: 350, teeMode: 'cc' },
    { tpotSeconds: null, outputTokensPerSecond: 9000, teeMode: 'off' },
    { serving: [], tpotSeconds: 0.001, teeMode: 'cc' },
  ];

  it('are of the scenario, or of the TEE mode alone, or none', () => {
    const [scenario] = compared(runs);
    const standings = (scenario?.series ?? []).map(({ teeMode, points }) => [
      teeMode,
      ...points.map(({ standing }) => standing).sort(),
    ]);
    expect(standings).toEqual([
      ['off', 'dominated', 'front', 'front', 'front', 'incomplete'],
      ['cc', 'mode front'],
      ['cc', 'incomplete'],
    ]);
    expect(scenario).toMatchObject({ withoutX: 1, withoutY: 1, withoutGpus: 1 });
  });

  it('are those of the front of all points that have a place on both axes', () => {
    const run = fc.record({
      tpotSeconds: fc.option(fc.constantFrom(0.01, 0.02, 0.03)),
      outputTokensPerSecond: fc.option(fc.constantFrom(100, 200, 300)),
    });
    holds(fc.array(run, { maxLength: 12 }), (all) => {
      const points = compared(all).flatMap(pointsOf);
      const placed = points.flatMap(({ x, y, standing }) =>
        x === null || y === null ? [] : [{ x, y, standing }],
      );
      const isFront = paretoFront(placed, { x: 'higher', y: 'higher' });
      for (const [at, { standing }] of placed.entries()) {
        expect(standing).toBe(isFront[at] ? 'front' : 'dominated');
      }
      const rest = points.filter(({ x, y }) => x === null || y === null);
      expect(rest.every(({ standing }) => standing === 'incomplete')).toBe(true);
    });
  });
});

describe('Little’s law', () => {
  it('is said to be used by the runs on an axis that needs it, whichever that is', () => {
    const open: MadeUp = {
      ...{
        load: { concurrency: null, requestsPerSecond: 4, inputTokens: 1000, outputTokens: 100 },
      },
      throughput: { ...blank.throughput, requestsPerSecond: 4, outputTokensPerSecond: 400 },
      latencies: { ...blank.latencies, e2e: statistic(2) },
    };
    const law = metric(PER_CONCURRENCY);
    const counts = [{}, { x: law }, { y: law }].map(
      (axes) => compared([open, {}], axes)[0]?.byLittlesLaw,
    );
    expect(counts).toEqual([0, 1, 1]);
  });
});

describe('SLOs', () => {
  const slo = (name: string, comparison: Slo['comparison'], limit: number): Slo => ({
    ...{ metric: metric(name), comparison, limit, text: `${name}${comparison}${limit}` },
  });
  const runs: readonly MadeUp[] = [
    { tpotSeconds: 0.02 },
    { tpotSeconds: 0.03 },
    { tpotSeconds: 0.04 },
    { tpotSeconds: null },
  ];

  it.each([
    ['<', 1, 2],
    ['<=', 2, 1],
    ['>', 1, 2],
    ['>=', 2, 1],
  ] as const)('by %s keep %d runs, and none that does not say', (comparison, kept, failing) => {
    const slos = [slo('tpot.mean', comparison, 30)];
    const [scenario] = compared(runs, { slos });
    expect(pointsOf(scenario ?? { series: [] })).toHaveLength(kept);
    expect(scenario?.slos).toMatchObject([{ failing, lacking: 1 }]);
    expect(scenario?.failing).toHaveLength(4 - kept);
  });

  it('are not asked of runs of another kind', () => {
    const disaggregated = { serving: [group('prefill', 1, 2), group('decode', 1, 2)] };
    const runs = [{ tpotSeconds: 0.02 }, { ...disaggregated, tpotSeconds: 0.04 }];
    const [scenario] = compared(runs, { only: 'replicas', slos: [slo('tpot.mean', '<', 30)] });
    expect(scenario?.ofOtherKind).toHaveLength(1);
    expect(scenario?.failing).toEqual([]);
    expect(scenario?.slos).toMatchObject([{ failing: 0, lacking: 0 }]);
  });

  it('have to be met all of them, and let others onto the front', () => {
    const best: MadeUp = { tpotSeconds: 0.01, outputTokensPerSecond: 9000, concurrency: 1 };
    const slos = [slo('concurrency', '>=', 8), slo('tpot.mean', '<', 40)];
    const [scenario] = compared([best, ...runs], { slos });
    const points = pointsOf(scenario ?? { series: [] });
    expect(points.map(({ x, standing }) => [x, standing])).toEqual([
      [50, 'front'],
      [1000 / 30, 'front'],
    ]);
    expect(scenario?.failing).toHaveLength(3);
  });
});
