import { describe, expect, it } from 'vitest';
import {
  add,
  type Complex,
  decayMean,
  divide,
  exponential,
  logMean,
  multiply,
  ONE,
  scale,
  subtract,
} from '../../src/workload/mean-rate/complex.js';
import { invertLaplace } from '../../src/workload/mean-rate/laplace-inversion.js';

describe('invertLaplace', () => {
  it.each([0.01, 1, 7, 400])('inverts elementary transforms at %d', (t) => {
    expect(invertLaplace((s) => divide(ONE, add(s, ONE)), t)).toBeCloseTo(Math.exp(-t), 7);
    expect(invertLaplace((s) => divide(ONE, multiply(s, s)), t) / t).toBeCloseTo(1, 6);
  });

  it('inverts a function with a kink', () => {
    // max(0, t − 1) has the transform e^{−s}/s².
    const transform = (s: Complex): Complex => divide(exponential(scale(s, -1)), multiply(s, s));
    expect(invertLaplace(transform, 0.5)).toBeCloseTo(0, 5);
    expect(invertLaplace(transform, 3)).toBeCloseTo(2, 5);
  });
});

describe('the series for small arguments', () => {
  it.each([
    { re: 0.0999, im: 0 },
    { re: 0.06, im: 0.0799 },
    { re: -0.02, im: -0.09 },
  ])('agree with the plain formulas near %j', (a) => {
    const decay = divide(subtract(ONE, exponential(scale(a, -1))), a);
    const size = Math.log(Math.hypot(1 + a.re, a.im));
    const log = divide({ re: size, im: Math.atan2(a.im, 1 + a.re) }, a);
    for (const part of ['re', 'im'] as const) {
      expect(decayMean(a)[part]).toBeCloseTo(decay[part], 13);
      expect(logMean(a)[part]).toBeCloseTo(log[part], 13);
    }
  });

  it('have their limits at 0', () => {
    expect(decayMean({ re: 0, im: 0 }).re).toBe(1);
    expect(logMean({ re: 0, im: 0 }).re).toBe(1);
  });
});
