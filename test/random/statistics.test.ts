import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import {
  betaCdf,
  betaQuantile,
  chiSquareCdf,
  chiSquareQuantile,
  gammaCdf,
  studentTCdf,
  studentTQuantile,
} from '../../src/random/statistics.js';

describe('statistics', () => {
  it.each([
    // Two-sided 95 % and 99 % points of printed tables.
    [0.975, 1, 12.7062],
    [0.975, 9, 2.26216],
    [0.995, 19, 2.86093],
    [0.975, 1e6, 1.95997],
    [0.025, 9, -2.26216],
    [0.5, 1e6, 0],
  ])('Student t at %d with %d degrees of freedom', (p, df, value) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(value, 4);
    expect(studentTCdf(value, df)).toBeCloseTo(p, 5);
  });

  it('Student t with one degree of freedom is Cauchy', () => {
    expect(studentTQuantile(0.9, 1)).toBeCloseTo(Math.tan(Math.PI * 0.4), 5);
  });

  it('chi-square with two degrees of freedom is exponential', () => {
    expect(chiSquareCdf(3, 2)).toBeCloseTo(1 - Math.exp(-1.5), 9);
    expect(chiSquareQuantile(0.95, 2)).toBeCloseTo(-2 * Math.log(0.05), 6);
  });

  it('beta with one parameter 1 is a power', () => {
    expect(betaCdf(0.3, 4, 1)).toBeCloseTo(0.3 ** 4, 9);
    expect(betaQuantile(0.2, 4, 1)).toBeCloseTo(0.2 ** 0.25, 6);
  });

  it('gamma of shape 1 is exponential', () => {
    expect(gammaCdf(3, 1, 2)).toBeCloseTo(1 - Math.exp(-1.5), 9);
  });

  it.each([
    ['probability 0', () => studentTQuantile(0, 3)],
    ['probability 1', () => chiSquareQuantile(1, 3)],
    ['NaN', () => betaQuantile(Number.NaN, 1, 1)],
    ['no degree of freedom', () => studentTQuantile(0.5, 0)],
    ['a negative parameter', () => betaCdf(0.5, -1, 1)],
    ['a zero scale', () => gammaCdf(1, 1, 0)],
  ])('refuses %s', (_, call) => {
    expect(call).toThrow(InvariantError);
  });
});
