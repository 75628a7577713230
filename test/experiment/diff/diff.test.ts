import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareResults, incomparable } from '../../../src/experiment/diff/diff.js';
import { measuredSweep } from '../../../src/experiment/diff/measured-sweep.js';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { figureAt } from '../../../src/metrics/figures.js';
import { diffJson } from '../../../src/report/diff/diff-json.js';
import { diffText } from '../../../src/report/diff/diff-text.js';
import { type MadeUpSweep, madeUpResults } from '../../support/made-up-results.js';
import { buildScenario } from '../../support/scenario-builder.js';

const MEAN = figureAt('latencySeconds.mean');
const SWAPS = figureAt('swaps.count');

/** Deterministic noise: the same for the same arguments, of mean about 0, size about 1. */
function noise(...keys: number[]): number {
  const [cell = 0, replication = 0, salt = 0] = keys;
  const x = Math.sin(12.9898 * cell + 78.233 * replication + 37.719 * salt) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

function sweep(changes: Partial<MadeUpSweep> = {}): SweepResults {
  return madeUpResults({
    axes: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['1', '2', '4'] },
    replications: 8,
    metrics: [MEAN, SWAPS],
    value: (cell, { path }, replication) => 10 + noise(cell, replication, path.length),
    ...changes,
  });
}

const compare = (
  a: SweepResults,
  b: SweepResults,
  tolerance = 0,
): ReturnType<typeof compareResults> =>
  compareResults(measuredSweep(a), measuredSweep(b), tolerance);

/** The results with some of the values changed. */
function changed(
  results: SweepResults,
  change: (value: number, cell: number, path: string, replication: number) => number,
): SweepResults {
  return {
    ...results,
    values: (cell, path) =>
      results.values(cell, path).map((value, at) => change(value, cell, path, at)),
  };
}

/** The same results with the cells in another order of the axes. */
function turned(results: SweepResults): SweepResults {
  const { description } = results;
  const order = description.cells.map((_, cell) => cell).reverse();
  const back = <T extends { values: readonly string[] }>(cell: T): T => ({
    ...cell,
    values: [...cell.values].reverse(),
  });
  return {
    ...results,
    description: {
      ...description,
      columns: [...description.columns].reverse(),
      cells: order.map((cell) => back(description.cells[cell] as (typeof description.cells)[0])),
    },
    replications: (cell) => results.replications(order[cell] as number),
    values: (cell, path) => results.values(order[cell] as number, path),
    requestsCsv: (cell) => results.requestsCsv(order[cell] as number),
  };
}

describe('comparing results', () => {
  it('finds results the same as themselves, whatever the order of cells and axes', async () => {
    for (const other of [sweep(), turned(sweep())]) {
      const found = await compare(sweep(), other);
      expect(found).toMatchObject({ same: true, about: [], differences: [], requests: [] });
      expect(found.cells.both.length).toBe(6);
      expect(found.replications).toMatchObject({ compared: 48, differing: 0, first: null });
    }
  });

  it('finds a single changed value, and says where it is', async () => {
    const one = fc.record({
      cell: fc.nat(5),
      replication: fc.nat(7),
      metric: fc.constantFrom(MEAN, SWAPS),
      by: fc.constantFrom(1e-9, -0.5, Number.NaN, 3),
    });
    await fc.assert(
      fc.asyncProperty(one, async ({ cell, replication, metric, by }) => {
        const b = changed(sweep(), (value, c, path, r) =>
          c === cell && r === replication && path === metric.path ? value + by : value,
        );
        for (const other of [b, turned(b)]) {
          const found = await compare(sweep(), other);
          const { values } = sweep().description.cells[cell] ?? {};
          expect(found.same).toBe(false);
          expect(found.replications.first).toMatchObject({ replication, cell: { a: { values } } });
          expect(found.replications.differing).toBe(1);
          expect(found.differences).toMatchObject([
            { metric: metric.path, compared: 48, differing: 1, cells: [{ differing: 1 }] },
          ]);
          const largest = found.differences[0]?.largest ?? null;
          expect(largest === null).toBe(Number.isNaN(by));
          if (largest !== null) expect(largest.b - largest.a).toBeCloseTo(by, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets differences pass that are a small enough share of the larger number', async () => {
    const tiny = changed(sweep(), (value) => value * (1 + 1e-9));
    expect((await compare(sweep(), tiny)).same).toBe(false);
    expect((await compare(sweep(), tiny, 1e-8)).same).toBe(true);
    expect((await compare(sweep(), tiny, 1e-10)).same).toBe(false);
    const undefinedNow = changed(sweep(), () => Number.NaN);
    expect((await compare(sweep(), undefinedNow, 0.99)).same).toBe(false);
    expect((await compare(undefinedNow, undefinedNow)).same).toBe(true);
  });

  it('names cells, metrics and replications that only one has', async () => {
    const fewer = sweep({ axes: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['1', '2'] } });
    const found = await compare(sweep({ metrics: [MEAN] }), { ...fewer, replications: () => 5 });
    expect(found.same).toBe(false);
    expect(found.cells.onlyA.map(({ values }) => values)).toEqual([
      ['off', '4'],
      ['cc', '4'],
    ]);
    expect(found.cells.onlyB).toEqual([]);
    expect(found.metrics).toMatchObject({ onlyA: [], onlyB: [SWAPS.path] });
    const short = { ...sweep(), values: () => [1, 2] };
    const counts = (await compare(sweep(), short)).replications;
    expect(counts).toMatchObject({ compared: 12, onlyA: 36, onlyB: 0 });
  });

  it('refuses results of which nothing can be put side by side', () => {
    const refusal = (a: Partial<MadeUpSweep>, b: Partial<MadeUpSweep>): string | null =>
      incomparable(measuredSweep(sweep(a)), measuredSweep(sweep(b)));
    expect(refusal({}, {})).toBeNull();
    expect(refusal({}, { axes: { 'tee.mode': ['off'] } })).toMatch(
      /cells by tee.mode, arrivals.rate in .*, by tee.mode in/,
    );
    expect(refusal({ metrics: [MEAN] }, { metrics: [SWAPS] })).toMatch(/no metric/);
    expect(refusal({ axes: { x: ['1'] } }, { axes: { x: ['2'] } })).toMatch(/no cell/);
  });
});

describe('what results are of', () => {
  it('is compared by version, inputs and settings, and does not make them different', async () => {
    const input = (name: string, sha256: string): object => ({ what: 'profile', name, sha256 });
    const a = sweep({
      description: { version: '1', inputs: [input('same', 'x'), input('p', 'old')] as never },
    });
    const b = sweep({
      scenario: (cell) => buildScenario({ slaSeconds: [cell < 4 ? 60 : 40] }),
      description: { version: '2', inputs: [input('moved', 'x'), input('p', 'new')] as never },
    });
    const found = await compare(a, b);
    expect(found.same).toBe(true);
    expect(found.about).toEqual([
      { what: 'version', a: '1', b: '2', cells: null },
      { what: 'input profile p', a: 'old', b: 'new', cells: null },
      { what: 'slaSeconds', a: '[60]', b: '[40]', cells: 2 },
    ]);
  });
});

describe('telling a difference from noise', () => {
  const seeded = (seed: string, shift: number, salt: number): SweepResults =>
    sweep({
      replications: 20,
      scenario: () => buildScenario({ seed }),
      value: (cell, { path }, replication) =>
        10 + noise(cell, replication, path.length) + shift + 0.01 * noise(cell, replication, salt),
    });

  it('compares replication by replication where the seeds agree', async () => {
    // A shift far below the noise of a single run, but not below that of the pairs.
    const found = await compare(seeded('1', 0, 50), seeded('1', 0.05, 51));
    for (const { cells } of found.differences) {
      expect(cells.map(({ paired }) => paired)).toEqual(Array(6).fill(true));
      expect(cells.map(({ distinguishable }) => distinguishable)).toEqual(Array(6).fill(true));
      for (const { difference } of cells) expect(difference.mean).toBeCloseTo(0.05, 1);
    }
  });

  it('compares means where the seeds differ', async () => {
    const found = await compare(seeded('1', 0, 50), seeded('2', 0.05, 51));
    for (const { cells } of found.differences) {
      expect(cells.map(({ paired }) => paired)).toEqual(Array(6).fill(false));
      expect(cells.map(({ distinguishable }) => distinguishable)).toEqual(Array(6).fill(false));
    }
    const far = await compare(seeded('1', 0, 50), seeded('2', 5, 51));
    expect(far.differences[0]?.cells.every((cell) => cell.distinguishable)).toBe(true);
  });

  it('needs more than one replication', async () => {
    const one = sweep({ replications: 1 });
    const found = await compare(
      one,
      changed(one, (value) => value + 1),
    );
    expect(found.differences[0]?.cells[0]).toMatchObject({ distinguishable: null, qValue: null });
    expect(diffText(found)).toContain('one replication');
  });

  it('takes a difference that is the same in every pair for more than noise', async () => {
    const found = await compare(
      sweep({ value: () => 1 }),
      sweep({ value: (cell) => (cell === 2 ? 2 : 1) }),
    );
    expect(found.differences[0]?.cells).toMatchObject([{ distinguishable: true, qValue: null }]);
  });
});

describe('requests that were kept', () => {
  const head = 'id,model,arrival_s,completion_s\n';
  const withRequests = (rows: string): SweepResults =>
    sweep({ requestsCsv: (cell) => (cell === 1 ? head + rows : null) });

  it('are compared one by one', async () => {
    const a = withRequests('0,a,0.5,2\n1,"b,c",1,\n2,a,2,4\n');
    const b = withRequests('0,a,0.5,2.0000000001\n1,"b,c",1,3\n');
    const { requests, same } = await compare(a, b);
    expect(same).toBe(false);
    expect(requests).toMatchObject([{ compared: 2, differing: 2, onlyA: 1, onlyB: 0 }]);
    expect((await compare(a, b, 1e-6)).requests[0]).toMatchObject({
      differing: 1,
      first: { row: [{ a: '1' }, { a: 'b,c' }, {}, { column: 'completion_s', a: '', b: '3' }] },
    });
  });

  it('do not count where only one side has them', async () => {
    const { requests, same } = await compare(withRequests('0,a,1,2\n'), sweep());
    expect({ requests, same }).toEqual({ requests: [], same: true });
  });
});

describe('the text for a terminal', () => {
  it('says what differs, where, and by how much', async () => {
    const b = changed(sweep(), (value, cell, path, replication) =>
      path === MEAN.path && cell === 4 ? value * (replication === 3 ? 2 : 1.001) : value,
    );
    const text = diffText(await compare(sweep(), b));
    expect(text).toContain('Cells: 6 in both\nMetrics: 2 in both\n');
    expect(text).toContain(
      'Replications: 48 in both, 8 of them differ, the first: tee.mode=cc · arrivals.rate=2, replication 0',
    );
    expect(text).toMatch(/\nlatencySeconds.mean +8 of 48 .* 50 % +0 of 1, paired\n/);
    expect(text.trimEnd().split('\n').at(-1)).toBe('The results differ.');
  });

  it('says that results are the same, and within what', async () => {
    expect(diffText(await compare(sweep(), sweep()))).toMatch(/The results are the same\.\n$/);
    expect(diffText(await compare(sweep(), sweep(), 0.01))).toMatch(/within a share of 0.01\.\n$/);
  });

  it('fits a screen, however much differs', async () => {
    const all = (change: number): SweepResults =>
      madeUpResults({
        axes: { x: Array.from({ length: 50 }, (_, at) => String(at + change)) },
        replications: 2,
        value: (cell, _, replication) => cell + replication + 3 * change,
        scenario: (cell) => buildScenario({ durationSeconds: 100 + cell + change }),
      });
    const text = diffText(await compare(all(0), all(1)));
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toContain('more: see --json');
  });
});

describe('the JSON document', () => {
  it('has every difference with its place', async () => {
    const b = changed(sweep(), (value, cell) => (cell === 0 ? value + 1 : value));
    const document = JSON.parse(JSON.stringify(diffJson(await compare(sweep(), b))));
    const at = { 'tee.mode': 'off', 'arrivals.rate': '1' };
    expect(document).toMatchObject({
      same: false,
      cells: { both: 6, onlyA: [], onlyB: [] },
      replications: { compared: 48, differing: 8, first: { at, replication: 0 } },
    });
    expect(document.differences.length).toBe(2);
    expect(document.differences[0]).toMatchObject({
      metric: MEAN.path,
      largest: { at },
      cells: [{ at, paired: true, distinguishable: true }],
    });
  });
});
