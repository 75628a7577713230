import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicBlocks, isotonicFit } from '../../../src/experiment/capacity/isotonic.js';
import { holds } from '../../support/property.js';

/** The min-max formula: slow, and of another kind than pooling. */
function slowFit(values: readonly number[], weights: readonly number[]): readonly number[] {
  const mean = (from: number, to: number): number => {
    const part = values.slice(from, to + 1).map((value, at) => value * (weights[from + at] ?? 0));
    const weight = weights.slice(from, to + 1).reduce((sum, each) => sum + each, 0);
    return part.reduce((sum, each) => sum + each, 0) / weight;
  };
  const positions = values.map((_, at) => at);
  return positions.map((at) =>
    Math.max(
      ...positions
        .filter((from) => from <= at)
        .map((from) => Math.min(...positions.filter((to) => to >= at).map((to) => mean(from, to)))),
    ),
  );
}

const samples = fc.array(
  fc.record({ value: fc.integer({ min: -20, max: 20 }), weight: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 1, maxLength: 12 },
);

describe('the isotonic fit', () => {
  it('is that of the min-max formula', () => {
    holds(samples, (sample) => {
      const [values, weights] = [sample.map((s) => s.value), sample.map((s) => s.weight)];
      const fit = isotonicFit(values, weights);
      slowFit(values, weights).forEach((value, at) => {
        expect(fit[at]).toBeCloseTo(value, 9);
      });
    });
  });

  it('leaves what is in order alone', () => {
    expect(isotonicFit([1, 2, 2, 5], [1, 1, 1, 1])).toEqual([1, 2, 2, 5]);
  });

  it('keeps the weighted sum, and its blocks cover every value once', () => {
    holds(samples, (sample) => {
      const [values, weights] = [sample.map((s) => s.value), sample.map((s) => s.weight)];
      const sumOf = (each: readonly number[]): number =>
        each.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
      expect(sumOf(isotonicFit(values, weights))).toBeCloseTo(sumOf(values), 6);
      const covered = isotonicBlocks(values, weights).flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, at) => first + at),
      );
      expect(covered).toEqual(values.map((_, at) => at));
    });
  });
});
