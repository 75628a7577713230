import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../../src/metrics/paired.js';
import { ccPenalty } from '../../../src/report/figures/cc-penalty.js';
import { buildFigure } from './build-figure.js';
import { type MadeSweep, madeResults, panelsIn, rowsWith, type Setting } from './made-results.js';

const PAIRING = { column: 'tee.mode', baseline: 'off', margins: {} };
const STRATEGIES = ['mild', 'worst', 'middle'];
const COST: Readonly<Record<string, number>> = { mild: 0.1, middle: 0.2, worst: 0.3 };
const NOISE = [0, 0.02, 0.05, 0.01];

/** Attainment that CC lowers, by strategy, with noise that both sides share in part. */
function value(cell: Setting, _: string, replication: number): number {
  const noise = NOISE[replication] ?? 0;
  if (cell['tee.mode'] !== 'cc') return 0.6 + noise;
  return 0.6 + noise / 2 - (COST[cell['strategy.name'] ?? ''] ?? 0);
}

const SWEEP: MadeSweep = {
  axes: { 'tee.mode': ['off', 'cc'], 'strategy.name': STRATEGIES },
  replications: 4,
  pairing: PAIRING,
  value,
};

describe('cc-penalty', () => {
  it('is the paired difference of fractions, in percentage points', async () => {
    const { spec, caption } = await buildFigure(ccPenalty, madeResults(SWEEP));
    const rows = rowsWith(spec, 'label', 'value');
    expect(rows).toHaveLength(STRATEGIES.length);
    for (const { label, value: shown, low } of rows) {
      const side = (mode: string): number[] =>
        NOISE.map((__, at) => value({ 'tee.mode': mode, 'strategy.name': String(label) }, '', at));
      const { difference } = pairedDifference(side('cc'), side('off'));
      expect(shown).toBeCloseTo(100 * difference.mean, 9);
      expect(low).toBeCloseTo(100 * (difference.ci95?.[0] ?? Number.NaN), 9);
    }
    expect(caption).toMatch(/^On time \/ received, points: CC on − CC off by strategy/);
    expect(caption).toContain('left of it is worse');
  });

  it('is the ratio of the means of anything else', async () => {
    const options = { metric: 'latencySeconds.mean' };
    const { spec, caption } = await buildFigure(ccPenalty, madeResults(SWEEP), options);
    const row = rowsWith(spec, 'label', 'value').find(({ label }) => label === 'worst');
    const side = (mode: string): number[] =>
      NOISE.map((_, at) => value({ 'tee.mode': mode, 'strategy.name': 'worst' }, '', at));
    expect(row?.['value']).toBeCloseTo(pairedDifference(side('cc'), side('off')).ratio.mean, 9);
    expect(rowsWith(spec, 'none')).toEqual([{ none: 1 }]);
    expect(caption).toContain('right of it is worse');
  });

  it('sorts from the lowest effect to the highest, and keeps numbers in their order', async () => {
    const order = async (results: ReturnType<typeof madeResults>): Promise<unknown[]> => {
      const { spec } = await buildFigure(ccPenalty, results);
      const text = JSON.stringify(panelsIn(spec)[0]);
      const found = /"field":"label".*?"domain":(\[.*?\])/.exec(text);
      return JSON.parse(found?.[1] ?? '[]') as unknown[];
    };
    expect(await order(madeResults(SWEEP))).toEqual(['worst', 'middle', 'mild']);
    const byRate = madeResults({
      ...SWEEP,
      axes: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['2', '4', '8'] },
      value: (cell, path, replication) =>
        value(cell, path, replication) -
        (cell['tee.mode'] === 'cc' && cell['arrivals.rate'] === '4' ? 0.3 : 0),
    });
    expect(await order(byRate)).toEqual(['2', '4', '8']);
  });

  it('shows several values that are compared with one, each by its colour', async () => {
    const results = madeResults({
      axes: { cap: ['16', '32', '64'], 'strategy.name': ['a', 'b'] },
      replications: 3,
      pairing: { column: 'cap', baseline: '32', margins: {} },
    });
    const { spec } = await buildFigure(ccPenalty, results);
    const series = new Set(rowsWith(spec, 'label', 'value').map((row) => row['series']));
    expect(series).toEqual(new Set(['cap 16', 'cap 64']));
  });

  it('shows numbers beside strategies while there are few rows, and averages over more', async () => {
    const labels = async (loads: number): Promise<number> => {
      const rates = Array.from({ length: loads }, (_, at) => String(at + 1));
      const axes = { ...SWEEP.axes, 'arrivals.rate': rates };
      const { spec } = await buildFigure(ccPenalty, madeResults({ ...SWEEP, axes }));
      return new Set(rowsWith(spec, 'label', 'value').map(({ label }) => label)).size;
    };
    expect(await labels(8)).toBe(3 * 8);
    expect(await labels(9)).toBe(3);
  });

  it('pairs only what both sides have finished', async () => {
    const finished = (cell: Setting): number =>
      cell['strategy.name'] === 'mild' ? 0 : cell['tee.mode'] === 'cc' ? 2 : 4;
    const { spec, caption } = await buildFigure(ccPenalty, madeResults({ ...SWEEP, finished }));
    const rows = rowsWith(spec, 'label', 'value');
    expect(rows.find(({ label }) => label === 'worst')?.['n']).toBe(2);
    expect(rows.find(({ label }) => label === 'mild')?.['value']).toBeNull();
    expect(caption).toContain('One gap');
  });

  it('refuses a sweep that compares nothing, and cells of one side', async () => {
    const alone = madeResults({ ...SWEEP, pairing: null });
    await expect(buildFigure(ccPenalty, alone)).rejects.toThrow(/add "compare: /);
    const where = { 'tee.mode': ['cc'] };
    await expect(buildFigure(ccPenalty, madeResults(SWEEP), { where })).rejects.toThrow(/--where/);
  });
});
