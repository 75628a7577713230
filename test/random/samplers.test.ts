import { describe, expect, it } from 'vitest';
import { gammaTails } from '../../src/random/gamma-function.js';
import { drawExponential, GammaSampler } from '../../src/random/gamma-sampler.js';
import { normalCdf } from '../../src/random/normal.js';
import { NormalSampler } from '../../src/random/normal-sampler.js';
import { createRunKey } from '../../src/random/run-key.js';
import { countCells, uniformityPValue } from './chi-square.js';

const DRAWS = 40_000;
const key = createRunKey('samplers', 0);

/** A sample put through its own distribution function is uniform. */
function pValue(count: number, draw: () => number): number {
  return uniformityPValue(countCells(Array.from({ length: count }, draw), 100));
}

describe('NormalSampler', () => {
  it('draws from the normal distribution', () => {
    const normals = new NormalSampler(key.stream('normal'));
    expect(pValue(4 * DRAWS, () => normalCdf(normals.next()))).toBeGreaterThan(1e-4);
  });

  it('has the right tails, on both sides', () => {
    const normals = new NormalSampler(key.stream('tail'));
    const draws = 400_000;
    let above = 0;
    let below = 0;
    for (let i = 0; i < draws; i++) {
      const x = normals.next();
      if (x > 3.45) above++;
      if (x < -3.45) below++;
    }
    const expected = draws * normalCdf(-3.45);
    for (const count of [above, below]) {
      expect(Math.abs(count - expected) / Math.sqrt(expected)).toBeLessThan(3.9);
    }
  });
});

describe('GammaSampler', () => {
  it.each([0.1, 0.6, 1, 1.3, 4, 60])('draws from the gamma distribution of shape %d', (shape) => {
    const gammas = new GammaSampler(shape, key.stream(`gamma ${shape}`));
    expect(pValue(DRAWS, () => gammaTails(shape, gammas.next()).lower)).toBeGreaterThan(1e-4);
  });

  it('is the exponential by inversion at shape 1, draw for draw', () => {
    const gammas = new GammaSampler(1, key.stream('same'));
    const uniforms = key.stream('same');
    for (let i = 0; i < 20; i++) expect(gammas.next()).toBe(-Math.log(1 - uniforms.next()));
  });
});

describe('drawExponential', () => {
  it('draws from the exponential distribution', () => {
    const stream = key.stream('exponential');
    expect(pValue(DRAWS, () => 1 - Math.exp(-drawExponential(stream)))).toBeGreaterThan(1e-4);
  });

  it('is finite at both ends of the uniform', () => {
    expect(drawExponential({ next: () => 0 })).toBeCloseTo(0);
    expect(drawExponential({ next: () => 1 - 2 ** -53 })).toBeLessThan(37);
  });
});
