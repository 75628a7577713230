import { describe, expect, it } from 'vitest';
import { quantilesOf } from '../../../src/metrics/latency/quantiles.js';

describe('quantilesOf', () => {
  it('interpolates linearly between order statistics, as numpy does', () => {
    // numpy.quantile([15, 20, 35, 40, 50], [0, .05, .3, .4, .5, .95, 1])
    const found = quantilesOf(
      [Float64Array.of(50, 15, 40), Float64Array.of(20, 35)],
      [0, 0.05, 0.3, 0.4, 0.5, 0.95, 1],
    );
    [15, 16, 23, 29, 35, 48, 50].forEach((expected, at) => {
      expect(found[at]).toBeCloseTo(expected, 12);
    });
  });

  it('gives the number itself for all quantiles of one number', () => {
    expect([...quantilesOf([Float64Array.of(7.5)], [0, 0.5, 0.99, 1])]).toEqual([
      7.5, 7.5, 7.5, 7.5,
    ]);
  });

  it('is not defined without numbers', () => {
    expect([...quantilesOf([], [0.5])]).toEqual([Number.NaN]);
  });
});
