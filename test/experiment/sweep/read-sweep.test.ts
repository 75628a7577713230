import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../src/experiment/sweep/filters.js';
import type { Sweep } from '../../../src/experiment/sweep/types.js';
import { valueText } from '../../../src/scenario/text/value-text.js';
import { holds } from '../../support/property.js';
import { read, sweepOf, sweepText } from './small-sweep.js';

/** The cells as their values, joined. */
function rows({ cells }: Sweep): readonly string[] {
  return cells.map(({ values }) => values.join(' '));
}

/** The settings of a cell as they would be written after `--set`. */
function setsOf({ cells }: Sweep, index: number): readonly string[] {
  return (cells[index]?.settings ?? []).map(({ path, value }) => `${path}=${valueText(value)}`);
}

describe('a sweep', () => {
  it('is called after its file and has one cell without axes', async () => {
    expect(await sweepOf({})).toEqual({
      name: 's',
      file: 's.yaml',
      scenarioFile: 'base.yaml',
      columns: [],
      cells: [{ index: 0, values: [], marks: [], settings: [] }],
      ownPaths: [],
      replications: { kind: 'fixed', count: 2 },
      pairing: null,
      ranking: null,
      metrics: expect.arrayContaining(['sla.attainmentReceived', 'latencySeconds.p95']),
      modelReferences: [],
      keep: { latencyHistogram: new Set(), timeline: new Set(), requests: new Set() },
    });
  });

  it('has a cell for every combination, the last axis changing fastest', async () => {
    const axes =
      '[{ path: tee.mode, values: [off, cc] }, { path: arrivals.rate, values: [1, 2.50] }]';
    const sweep = await sweepOf({ axes });
    expect(rows(sweep)).toEqual(['off 1', 'off 2.5', 'cc 1', 'cc 2.5']);
    expect(sweep.columns).toEqual([
      { name: 'tee.mode', label: 'tee.mode', unit: null, values: ['off', 'cc'], numeric: false },
      {
        name: 'arrivals.rate',
        label: 'arrivals.rate',
        unit: 'requests/s',
        values: ['1', '2.5'],
        numeric: true,
      },
    ]);
  });

  it('sets what holds for all cells, then the axes, then overrides, in the order of the file', async () => {
    const sweep = await sweepOf({
      overrides: '[{ name: o, where: { a: 2 }, set: { c: [8, 16] } }]',
      axes: '[{ path: a, values: [1, 2] }, { name: v, variants: { x: { b: "1" }, y: {} } }]',
      set: '{ durationSeconds: 60 }',
    });
    expect(setsOf(sweep, 0)).toEqual(['durationSeconds=60', 'a=1', 'b="1"']);
    expect(setsOf(sweep, 3)).toEqual(['durationSeconds=60', 'a=2', 'c=[8, 16]']);
    expect(sweep.cells.map(({ marks }) => marks)).toEqual([[], [], ['o'], ['o']]);
  });

  it('knows where each value stands', async () => {
    const sweep = await sweepOf({ axes: '\n  - path: a\n    values: [1,\n      2]' });
    const places = sweep.cells.map(({ settings }) => settings[0]?.value.place);
    expect(places).toEqual([
      { kind: 'file', file: 's.yaml', line: 5, column: 14 },
      { kind: 'file', file: 's.yaml', line: 6, column: 7 },
    ]);
  });

  it('takes values of any kind', async () => {
    const values = '[fcfs, 8, null, true, [8, 16], { all: 8 }, "8"]';
    const { columns } = await sweepOf({ axes: `[{ path: a, values: ${values} }]` });
    expect(columns[0]?.values).toEqual(['fcfs', '8', 'null', 'true', '[8, 16]', '{all: 8}', '"8"']);
  });

  it('takes ranges', async () => {
    const axes =
      '[{ path: a, range: { from: 0.1, to: 0.3, step: 0.1 } }, { path: b, range: { from: 0, to: 1, count: 3 } }, { path: c, logRange: { from: 1, to: 100, count: 3 } }]';
    const { columns } = await sweepOf({ axes });
    expect(columns.map(({ values }) => values.join(' '))).toEqual([
      '0.1 0.2 0.3',
      '0 0.5 1',
      '1 10 100',
    ]);
  });

  it('keeps the path of an axis as it is written, and calls the column by its plain form', async () => {
    const sweep = await sweepOf({ axes: `[{ path: 'sla.perModel["m.1"]', values: [1, 2] }]` });
    expect(sweep.columns[0]?.name).toBe('sla.perModel.m.1');
    expect(setsOf(sweep, 1)).toEqual(['sla.perModel["m.1"]=2']);
  });
});

describe('zipped axes', () => {
  const zip = '{ zip: [{ path: a, values: [1, 1, 2] }, { path: b, values: [x, y, y], label: B }] }';

  it('change together, a column each', async () => {
    const sweep = await sweepOf({ axes: `[${zip}, { path: c, values: [p, q] }]` });
    expect(rows(sweep)).toEqual(['1 x p', '1 x q', '1 y p', '1 y q', '2 y p', '2 y q']);
    expect(sweep.columns.map(({ label }) => label)).toEqual(['a', 'B', 'c']);
    expect(sweep.columns[0]?.values).toEqual(['1', '2']);
  });

  it('have as many points as each of them has values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (members, count) => {
          const values = Array.from({ length: count }, (_, at) => at);
          const lists = Array.from({ length: members }, (_, at) => ({ path: `p${at}`, values }));
          const { cells } = await sweepOf({ axes: JSON.stringify([{ zip: lists }]) });
          expect(cells.map((cell) => cell.values)).toEqual(
            values.map((value) => Array(members).fill(String(value))),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** A small grid and filters on it, by positions. */
const grids = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((sizes) => {
    const some = (size: number) => fc.subarray([...Array(size).keys()], { minLength: 1 });
    const filter = fc.record(
      Object.fromEntries(sizes.map((size, axis) => [`a${axis}`, some(size)])),
      { requiredKeys: ['a0'] },
    );
    return fc.record({ sizes: fc.constant(sizes), filters: fc.array(filter, { maxLength: 3 }) });
  });

describe('exclusions', () => {
  it('leave the product of the axes less what they match', async () => {
    await fc.assert(
      fc.asyncProperty(grids, async ({ sizes, filters }) => {
        const axes = sizes.map((size, axis) => ({
          path: `a${axis}`,
          values: [...Array(size).keys()],
        }));
        const { sweep, issues } = await read(
          sweepText({ axes: JSON.stringify(axes), exclude: JSON.stringify(filters) }),
        );
        const combinations = sizes.reduce<number[][]>(
          (table, size) =>
            table.flatMap((row) => [...Array(size).keys()].map((at) => [...row, at])),
          [[]],
        );
        const left = combinations.filter(
          (row) =>
            !filters.some((wanted) =>
              row.every((value, axis) => wanted[`a${axis}`]?.includes(value) ?? true),
            ),
        );
        if (left.length === 0) {
          expect(issues.length).toBe(1);
          return;
        }
        expect(sweep?.cells.map(({ values }) => values.map(Number))).toEqual(left);
        expect(sweep?.cells.map(({ index }) => index)).toEqual([...left.keys()]);
        const used = sizes.map((_, axis) => new Set(left.map((row) => String(row[axis]))));
        expect(sweep?.columns.map(({ values }) => new Set(values))).toEqual(used);
      }),
      { numRuns: 200 },
    );
  });
});

describe('filters', () => {
  const columns = [
    { name: 'a', values: ['1', '2'] },
    { name: 'b', values: ['x', 'y'] },
  ];

  it('want one of the values of each column that they name', () => {
    holds(
      fc.tuple(
        fc.subarray(['1', '2']),
        fc.subarray(['x', 'y']),
        fc.constantFrom('1', '2'),
        fc.constantFrom('x', 'y'),
      ),
      ([a, b, ofA, ofB]) => {
        expect(matches({}, columns, [ofA, ofB])).toBe(true);
        expect(matches({ b }, columns, [ofA, ofB])).toBe(b.includes(ofB));
        expect(matches({ a, b }, columns, [ofA, ofB])).toBe(a.includes(ofA) && b.includes(ofB));
      },
      50,
    );
  });

  it('must name columns that there are', () => {
    expect(() => matches({ c: ['1'] }, columns, ['1', 'x'])).toThrow('no column');
  });

  it('take values however they are written, lists as values, and names of variants as texts', async () => {
    const sweep = await sweepOf({
      axes: '[{ path: a, values: [8.0, [1, 2], [3]] }, { name: v, variants: { "1": { x: 1 }, "2": {} } }]',
      keep: '{ timeline: [{ a: 8 }], requests: [{ a: [1,2] }, { a: [[3]], v: 2 }], latencyHistogram: [{ a: [8, [3]], v: 1 }] }',
    });
    expect(sweep.keep).toEqual({
      timeline: new Set([0, 1]),
      requests: new Set([2, 3, 5]),
      latencyHistogram: new Set([0, 4]),
    });
  });
});

describe('what is measured and kept', () => {
  const axes =
    '[{ path: tee.mode, values: [off, cc] }, { path: strategy.name, values: [fcfs, greedy] }]';

  it('is read from the file', async () => {
    const sweep = await sweepOf({
      axes,
      replications: null,
      precision:
        '{ targets: [{ metric: requests.lost, of: mean, relative: 0.05 }, { metric: perModel.m.1.requests.lost, of: difference, absolute: 3 }], most: 100 }',
      compare: '{ axis: tee.mode, baseline: "off", margins: { requests.lost: 2 } }',
      rank: '{ axis: strategy.name, metric: requests.lost }',
      metrics: '[requests.lost, "perModel.*.requests.lost", perModel.x.requests.received]',
      keep: '{ latencyHistogram: true, requests: false }',
    });
    expect(sweep).toMatchObject({
      replications: {
        kind: 'precision',
        targets: [
          { metric: 'requests.lost', of: 'mean', absolute: null, relative: 0.05 },
          { metric: 'perModel.m.1.requests.lost', of: 'difference', absolute: 3, relative: null },
        ],
        least: 20,
        most: 100,
      },
      pairing: { column: 'tee.mode', baseline: 'off', margins: { 'requests.lost': 2 } },
      ranking: { column: 'strategy.name', metric: 'requests.lost' },
      metrics: ['requests.lost', 'perModel.*.requests.lost', 'perModel.x.requests.received'],
      keep: { latencyHistogram: new Set([0, 1, 2, 3]), timeline: new Set(), requests: new Set() },
    });
    expect(sweep.modelReferences.map(({ model, path }) => [model, path])).toEqual([
      ['x', 'metrics.2'],
      ['m.1', 'precision.targets.1.metric'],
    ]);
  });
});
