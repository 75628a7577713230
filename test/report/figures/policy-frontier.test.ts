import { describe, expect, it } from 'vitest';
import type { BoundPoint } from '../../../src/report/figures/figure.js';
import { policyFrontier } from '../../../src/report/figures/policy-frontier.js';
import { buildFigure, renderer } from './draw-figure.js';
import { type MadeSweep, madeResults, panelsIn, rowsWith, type Setting } from './made-results.js';

const LOADS = ['4', '8', '12'];
const LOAD = { 'arrivals.rate': LOADS };
const NEW = ['edf', 'fcfs', 'greedy', 'look', 'plan', 'slack', 'stay'];

/** Published and new policies on two servers; each new one is a point below the one before. */
const SWEEP: MadeSweep = {
  axes: {
    'strategy.name': ['best-batch', 'select-batch+timer', ...NEW],
    'tee.mode': ['off', 'cc'],
    'arrivals.rate': [...LOADS].reverse(),
  },
  replications: 3,
  value: (cell, _, replication) => {
    const rank = NEW.indexOf(cell['strategy.name'] ?? '');
    const loss = 0.02 * Number(cell['arrivals.rate']) + (cell['tee.mode'] === 'cc' ? 0.1 : 0);
    return (rank < 0 ? 0.4 : 0.95 - 0.01 * rank) - loss + 0.001 * replication;
  },
};

/** Policies as variants, of which the column says nothing but a name. */
const VARIANTS: MadeSweep = {
  axes: { policy: ['old', 'fixed', 'greedy'], 'arrivals.rate': LOADS },
  replications: 2,
  sets: ({ policy }) => ({
    'strategy.name': policy === 'greedy' ? 'greedy' : 'best-batch+timer',
    'server.semantics': policy === 'old' ? 'as-published' : 'lossless',
  }),
};

const published = (cell: Setting): boolean => !NEW.includes(cell['strategy.name'] ?? '');

const BOUND: readonly BoundPoint[] = LOADS.map((load) => ({
  teeMode: 'cc',
  slaSeconds: 60,
  settings: { 'arrivals.rate': load },
  upperBound: 0.95 - 0.01 * Number(load),
  feasible: 0.93 - 0.01 * Number(load),
}));

/** The colour of each series, from the legend's scale. */
function colours(spec: object): Readonly<Record<string, string>> {
  const found = /"domain":(\["[^\]]*\]),"range":(\["#[^\]]*\])/.exec(JSON.stringify(spec));
  const [labels, range] = [found?.[1], found?.[2]].map((text) => JSON.parse(text ?? '[]'));
  return Object.fromEntries(labels.map((label: string, at: number) => [label, range[at]]));
}

function isGrey(colour = ''): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => colour.slice(at, at + 2));
  return red === green && green === blue;
}

describe('policy-frontier', () => {
  it('has a panel per TEE mode and a line per policy, its points in the order of load', async () => {
    const { spec } = await buildFigure(policyFrontier, madeResults(SWEEP));
    expect(panelsIn(spec)).toHaveLength(2);
    const points = rowsWith(panelsIn(spec)[1] ?? {}, 'load', 'value');
    const edf = points.filter(({ series }) => series === 'edf');
    expect(edf.map(({ load }) => load)).toEqual(LOADS.map(Number));
    // With CC, at 4 requests/s: 95 − 10 − 8 and the mean of 0, 0.1 and 0.2, in percent.
    expect(edf[0]?.['value']).toBeCloseTo(77.1, 9);
    expect(Number(edf[0]?.['low'])).toBeLessThan(77.1);
    expect(Number(edf[0]?.['high'])).toBeGreaterThan(77.1);
  });

  it('draws the six policies whose lines lie highest, and says which it does not', async () => {
    const { spec, caption } = await buildFigure(policyFrontier, madeResults(SWEEP));
    const drawn = new Set(rowsWith(spec, 'series', 'value').map(({ series }) => series));
    expect(drawn).toEqual(new Set(['best-batch', 'select-batch+timer', ...NEW.slice(0, 6)]));
    expect(caption).toContain('Of 9 policies not drawn, being lower on average: stay.');
  });

  it('draws two of the published, and two of them where nothing is overwritten', async () => {
    const names = ['best-batch', 'best-batch+timer', 'select-batch+timer'];
    const results = madeResults({
      ...SWEEP,
      axes: { policy: names.flatMap((name) => [`${name}, old`, `${name}, fixed`]), ...LOAD },
      sets: ({ policy = '' }) => ({
        'strategy.name': policy.split(',')[0] ?? '',
        'server.semantics': policy.endsWith('old') ? 'as-published' : 'lossless',
      }),
      value: ({ policy = '' }) => names.indexOf(policy.split(',')[0] ?? '') / 4,
    });
    const { caption } = await buildFigure(policyFrontier, results);
    expect(caption).toContain(
      'Of 6 policies not drawn, being lower on average: best-batch, old and best-batch, fixed.',
    );
  });

  it('has the published in grey, where something is new to set them off from', async () => {
    const { spec, caption } = await buildFigure(policyFrontier, madeResults(SWEEP));
    for (const [policy, colour] of Object.entries(colours(spec))) {
      expect({ policy, grey: isGrey(colour) }).toEqual({ policy, grey: !NEW.includes(policy) });
    }
    expect(caption).toContain('Grey: the same where no batch is overwritten (dotted).');
    const alone = madeResults({ ...SWEEP, has: published });
    const old = await buildFigure(policyFrontier, alone);
    expect(Object.values(colours(old.spec)).some(isGrey)).toBe(false);
    expect(old.caption).not.toContain('Grey');
  });

  it('tells the published as they were from the same where nothing is overwritten', async () => {
    const { spec, caption } = await buildFigure(policyFrontier, madeResults(VARIANTS));
    const { old = '', fixed = '', greedy = '' } = colours(spec);
    expect([old, fixed, greedy].map(isGrey)).toEqual([true, true, false]);
    expect(old).not.toBe(fixed);
    expect(caption).toContain(
      'Grey: the published strategies as they were (dashed), the same where no batch is overwritten (dotted).',
    );
  });

  it('draws a bound over its panel, from what is reached to what cannot be exceeded', async () => {
    const results = madeResults(SWEEP);
    const { spec, caption } = await buildFigure(policyFrontier, results, { bound: BOUND });
    const [off, cc] = panelsIn(spec);
    expect(rowsWith(off ?? {}, 'upperBound')).toEqual([]);
    const rows = rowsWith(cc ?? {}, 'upperBound', 'feasible');
    const rounded = rows.map((row) =>
      ['load', 'upperBound', 'feasible'].map((field) => Number(Number(row[field]).toFixed(9))),
    );
    expect(rounded).toEqual([
      [4, 91, 89],
      [8, 87, 85],
      [12, 83, 81],
    ]);
    expect(caption).toContain('deterministic times');
    const plain = await buildFigure(policyFrontier, results);
    expect(plain.caption).not.toContain('upper bound');
  });

  it.each([1, 2] as const)('is readable with a bound, %i columns wide', async (columns) => {
    const options = { bound: BOUND };
    const built = await buildFigure(policyFrontier, madeResults(SWEEP), options, columns);
    const { warnings } = await renderer.render(built, {
      widthPoints: columns === 1 ? 252 : 516,
      formats: [],
      pdf: { title: 'figure', created: new Date(0) },
    });
    expect(warnings).toEqual([]);
  });

  it('refuses a bound on what is not shown', async () => {
    const results = madeResults(SWEEP);
    const metric = 'fairness.minAttainmentReceived';
    await expect(buildFigure(policyFrontier, results, { bound: BOUND, metric })).rejects.toThrow(
      /--bound/,
    );
    await expect(
      buildFigure(policyFrontier, results, { bound: BOUND, where: { 'tee.mode': ['off'] } }),
    ).rejects.toThrow(/--bound.*TEE mode off/);
    const other = BOUND.map((point) => ({ ...point, slaSeconds: 40 }));
    await expect(buildFigure(policyFrontier, results, { bound: other })).rejects.toThrow(
      '--bound: expected rows of SLA 60 s, got none',
    );
    const loads = BOUND.map((point) => ({ ...point, settings: { 'arrivals.rate': '5' } }));
    await expect(buildFigure(policyFrontier, results, { bound: loads })).rejects.toThrow(
      '--bound: expected rows of the cells shown, got none',
    );
    const nameless = BOUND.map((point) => ({ ...point, settings: {} }));
    await expect(buildFigure(policyFrontier, results, { bound: nameless })).rejects.toThrow(
      'a column arrivals.rate with a value in every row',
    );
  });

  it('takes a bound of the arrivals that the lines are of: of all of them, or of those chosen', async () => {
    const results = madeResults({
      axes: { 'strategy.name': NEW, 'arrivals.process': ['gamma', 'bursty'], ...LOAD },
      replications: 2,
    });
    const of = (process: string, less: number): readonly BoundPoint[] =>
      BOUND.map((point) => ({
        ...point,
        settings: { ...point.settings, 'arrivals.process': process },
        upperBound: point.upperBound - less,
      }));
    const gamma = of('gamma', 0);
    await expect(buildFigure(policyFrontier, results, { bound: BOUND })).rejects.toThrow(
      'a column arrivals.process with a value in every row',
    );
    await expect(buildFigure(policyFrontier, results, { bound: gamma })).rejects.toThrow(
      'every arrivals.process shown, got none of bursty at cc, 4',
    );
    const all = { bound: [...gamma, ...of('bursty', 0.1)] };
    const upper = async (options: object): Promise<readonly unknown[]> => {
      const { spec } = await buildFigure(policyFrontier, results, options);
      return rowsWith(spec, 'upperBound').map((row) => Number(row['upperBound']).toFixed(6));
    };
    expect(await upper(all)).toEqual(['86.000000', '82.000000', '78.000000']);
    const where = { 'arrivals.process': ['gamma'] };
    expect(await upper({ ...all, where })).toEqual(['91.000000', '87.000000', '83.000000']);
  });

  it('leaves a gap where nothing is known, and needs policies and a load', async () => {
    const { spec, caption } = await buildFigure(
      policyFrontier,
      madeResults({
        ...SWEEP,
        value: (cell) => (cell['arrivals.rate'] === '8' ? Number.NaN : 0.5),
      }),
    );
    expect(
      rowsWith(spec, 'value').every((row) => (row['value'] === null) === (row['load'] === 8)),
    ).toBe(true);
    expect(caption).toContain('16 gaps');
    const policies = madeResults({ axes: { 'strategy.name': ['a', 'b'] }, replications: 2 });
    await expect(buildFigure(policyFrontier, policies)).rejects.toThrow(/--x/);
    const loads = madeResults({ axes: { 'arrivals.rate': LOADS }, replications: 2 });
    await expect(buildFigure(policyFrontier, loads)).rejects.toThrow(/--series/);
  });
});
