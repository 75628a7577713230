import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { compareFigures } from '../../src/metrics/comparison.js';
import { FIGURES, figureAt, readFigure } from '../../src/metrics/figures.js';
import { aggregate } from '../../src/metrics/replications.js';
import { sampleSummary } from './sample-summary.js';

const THREE = [sampleSummary(1), sampleSummary(2), sampleSummary(3)];

describe('aggregate', () => {
  it('puts an estimate in the place of every number', () => {
    const all = aggregate(THREE);
    for (const figure of FIGURES) {
      const estimate = readFigure(all, figure);
      const values = THREE.map((summary) => readFigure<number>(summary, figure));
      expect(estimate.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / 3, 12);
      expect(estimate.n).toBe(3);
    }
  });

  it('aggregates each model on its own', () => {
    const { perModel } = aggregate(THREE);
    expect(Object.keys(perModel)).toEqual(['a.b', 'c']);
    expect(perModel['a.b']?.latencySeconds.mean.mean).toBeCloseTo(2, 12);
  });

  it('keeps intervals of fractions within 0 and 1, for each model too', () => {
    const wide = aggregate([sampleSummary(0.001), sampleSummary(30)]);
    for (const { attainmentReceived } of [
      wide.sla,
      ...Object.values(wide.perModel).map((m) => m.sla),
    ]) {
      expect(attainmentReceived.ci95?.[0]).toBeGreaterThanOrEqual(0);
      expect(attainmentReceived.ci95?.[1]).toBeLessThanOrEqual(1);
    }
    // A number of lost requests is no fraction, though the published loss is.
    expect(wide.requests.lost.ci95?.[1]).toBeGreaterThan(1);
    expect(wide.published.lost.ci95?.[1]).toBeLessThanOrEqual(1);
  });

  it('has no intervals for a single replication', () => {
    const { ci95, n } = aggregate([sampleSummary(1)]).latencySeconds.mean;
    expect({ ci95, n }).toEqual({ ci95: null, n: 1 });
  });

  it('refuses nothing at all, and summaries of different models', () => {
    const [first] = THREE;
    expect(() => aggregate([])).toThrow(InvariantError);
    expect(() => aggregate([sampleSummary(1), { ...sampleSummary(2), perModel: {} }])).toThrow(
      'differ in shape',
    );
    expect(first).toEqual(sampleSummary(1));
  });
});

describe('compareFigures', () => {
  it('compares every figure with the baseline, in the order of the figures', () => {
    const compared = compareFigures(THREE, [...THREE].reverse());
    expect(compared.map(({ figure }) => figure)).toEqual(FIGURES);
    const latency = compared.find(({ figure }) => figure === figureAt('latencySeconds.mean'));
    expect(latency?.difference.mean).toBeCloseTo(0, 12);
    expect(latency?.varianceRatio).toBeCloseTo(0.5, 12);
  });
});
