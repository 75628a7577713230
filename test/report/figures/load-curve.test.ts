import { describe, expect, it } from 'vitest';
import { loadCurve } from '../../../src/report/figures/load-curve.js';
import { buildFigure } from './build-figure.js';
import { type MadeSweep, madeResults, panelsIn, rowsWith } from './made-results.js';

const LOADS = ['1', '2', '3', '4', '5', '6', '7'];

/** Attainment that falls beyond 5 requests/s, with CC on all the way. */
const SWEEP: MadeSweep = {
  axes: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': LOADS },
  replications: 4,
  value: (cell, _, replication) => {
    const load = Number(cell['arrivals.rate']);
    const noise = 0.002 * replication;
    return cell['tee.mode'] === 'cc'
      ? 0.9 - 0.1 * load - noise
      : 0.95 - 0.3 * Math.max(0, load - 5) - noise;
  },
};

describe('load-curve', () => {
  it('has a line for each TEE mode, its points in the order of load', async () => {
    const results = madeResults({
      ...SWEEP,
      axes: { ...SWEEP.axes, 'arrivals.rate': [...LOADS].reverse() },
    });
    const { spec } = await buildFigure(loadCurve, results);
    const points = rowsWith(spec, 'load', 'value').filter(({ series }) => series === 'CC off');
    expect(points.map(({ load }) => load)).toEqual(LOADS.map(Number));
    expect(
      points.every(
        ({ low, value, high }) => Number(low) < Number(value) && Number(value) < Number(high),
      ),
    ).toBe(true);
  });

  it('marks the knee of a curve that has one, and names it in the caption', async () => {
    const { spec, caption } = await buildFigure(loadCurve, madeResults(SWEEP));
    const knees = rowsWith(spec, 'knee');
    expect(knees).toMatchObject([{ series: 'CC off', knee: 5, kneeLow: 4, kneeHigh: 6 }]);
    expect(caption).toContain('CC off 5 [4, 6]; the other curve has none.');
  });

  it('says so when no curve has a knee', async () => {
    const { caption } = await buildFigure(loadCurve, madeResults(SWEEP), {
      where: { 'tee.mode': ['cc'] },
    });
    expect(caption).toContain('No curve has a knee');
  });

  it('does not look for a knee among fewer than five loads, and says so', async () => {
    const axes = { 'arrivals.rate': ['4', '8', '12'] };
    const { caption } = await buildFigure(loadCurve, madeResults({ axes, replications: 2 }));
    expect(caption).toContain('No knee is looked for: that takes 5 loads.');
  });

  it('has a panel for each strategy and semantics, and averages over patterns', async () => {
    const results = madeResults({
      axes: {
        'strategy.name': ['a', 'b', 'c'],
        'arrivals.process': ['gamma', 'ramp'],
        'arrivals.rate': ['4', '8'],
        'server.semantics': ['as-published', 'lossless'],
      },
      replications: 2,
    });
    for (const columns of [1, 2] as const) {
      const { spec, caption } = await buildFigure(loadCurve, results, {}, columns);
      expect(panelsIn(spec)).toHaveLength(6);
      expect(caption).toContain('Unweighted means over arrivals (gamma, ramp).');
    }
  });

  it('runs along another column of numbers by option, and refuses words', async () => {
    const results = madeResults({
      axes: { 'arrivals.rate': ['4', '8'], 'sla.seconds': ['40', '60', '80'], kind: ['a', 'b'] },
      replications: 2,
    });
    const { spec } = await buildFigure(loadCurve, results, { x: 'sla.seconds' });
    expect(new Set(rowsWith(spec, 'load', 'value').map(({ load }) => load))).toEqual(
      new Set([40, 60, 80]),
    );
    await expect(buildFigure(loadCurve, results, { x: 'kind' })).rejects.toThrow(/--x/);
    const words = madeResults({ axes: { kind: ['a', 'b'] }, replications: 2 });
    await expect(buildFigure(loadCurve, words)).rejects.toThrow(/--x/);
  });
});
