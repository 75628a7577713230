import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaTails, logGamma } from '../../src/random/gamma-function.js';
import { gammaQuantile } from '../../src/random/gamma-quantile.js';
import { normalCdf, normalQuantile } from '../../src/random/normal.js';

// Reference values: mpmath 1.3 with 50 digits.

function relativeError(value: number, reference: number): number {
  return Math.abs(value / reference - 1);
}

describe('normalQuantile', () => {
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [0.001, -3.0902323061678136],
    [0.07, -1.4757910281791706],
    [0.3, -0.5244005127080408],
    [0.6, 0.2533471031357997],
    [0.95, 1.6448536269514722],
    [0.9999, 3.7190164854557084],
  ])('at %d', (p, z) => {
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-15);
  });

  it('is odd about one half and infinite at the ends', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.25)).toBe(-normalQuantile(0.75));
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('normalCdf', () => {
  it.each([
    [-30, 4.906713927148187e-198],
    [-8, 6.220960574271784e-16],
    [-2.5, 0.006209665325776135],
    [-0.1, 0.460172162722971],
    [0.7, 0.758036347776927],
    [3, 0.9986501019683699],
  ])('at %d', (x, p) => {
    expect(relativeError(normalCdf(x), p)).toBeLessThan(1e-13);
  });

  it('is the inverse of normalQuantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (p) => {
        expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-13);
      }),
    );
  });
});

describe('logGamma', () => {
  it.each([
    [1e-5, 11.512919692895826],
    [0.3, 1.0957979948180756],
    [4.7, 2.7364051463155667],
    [10, 12.801827480081469],
    [123.4, 469.3360974421906],
    [1e6, 12815504.569147611],
  ])('at %d', (x, value) => {
    expect(relativeError(logGamma(x), value)).toBeLessThan(2e-15);
  });

  it('vanishes at 1 and 2', () => {
    expect(Math.abs(logGamma(1))).toBeLessThan(4e-15);
    expect(Math.abs(logGamma(2))).toBeLessThan(4e-15);
  });
});

describe('gammaTails', () => {
  it.each([
    [0.05, 0.001, 0.7271792290529226, 0.2728207709470774],
    [0.5, 3, 0.9856941215645704, 0.01430587843542964],
    [1, 0.25, 0.2211992169285951, 0.7788007830714049],
    [7.5, 7.5, 0.5485827887742748, 0.4514172112257252],
    [30, 12, 0.000008870138799144693, 0.9999911298612009],
    [300, 350, 0.9971042274681777, 0.002895772531822272],
    [5000, 5000, 0.5018806340338174, 0.4981193659661826],
    [5000, 4700, 0.000007597064861941271, 0.9999924029351381],
  ])('of shape %d at %d', (shape, x, lower, upper) => {
    const tails = gammaTails(shape, x);
    expect(relativeError(tails.lower, lower)).toBeLessThan(1e-12);
    expect(relativeError(tails.upper, upper)).toBeLessThan(1e-12);
  });

  it('is the sum of a Poisson law at whole shapes', () => {
    // P(Gamma(n) > x) = P(Poisson(x) < n)
    const [n, x] = [6, 4.2];
    let term = Math.exp(-x);
    let sum = 0;
    for (let k = 0; k < n; k++) {
      sum += term;
      term *= x / (k + 1);
    }
    expect(relativeError(gammaTails(n, x).upper, sum)).toBeLessThan(1e-13);
  });
});

describe('gammaQuantile', () => {
  it.each([
    [0.05, 0.4, 6.426240946388954e-9],
    [0.3, 1e-6, 6.972699096409348e-21],
    [0.3, 0.999, 4.618936042791334],
    [1, 0.7, 1.203972804325936],
    [2.5, 0.5, 2.1757300955477636],
    [4, 1e-12, 0.002214344250190893],
    [4, 0.999999, 21.350456963238944],
    [205, 0.02, 176.67808587120794],
    [5000, 0.975, 5139.535089943795],
  ])('of shape %d at %d', (shape, u, x) => {
    expect(relativeError(gammaQuantile(shape, u), x)).toBeLessThan(2e-12);
  });

  it('is the inverse of the distribution function, whatever the shape', () => {
    const shapes = fc.double({ min: Math.log(0.05), max: Math.log(5e5), noNaN: true });
    fc.assert(
      fc.property(shapes, fc.double({ min: 1e-9, max: 0.999999, noNaN: true }), (log, u) => {
        const shape = Math.exp(log);
        const tails = gammaTails(shape, gammaQuantile(shape, u));
        const error = u < 0.5 ? tails.lower / u - 1 : tails.upper / (1 - u) - 1;
        expect(Math.abs(error)).toBeLessThan(1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('goes over to its expansion without a step', () => {
    for (const u of [1e-9, 0.1, 0.5, 0.9, 1 - 1e-9]) {
      const below = gammaQuantile(1e5 * (1 - 1e-13), u);
      expect(relativeError(gammaQuantile(1e5, u), below)).toBeLessThan(1e-12);
    }
  });
});
