import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompensatedSum } from '../../../src/metrics/compensated-sum.js';
import { Moments } from '../../../src/metrics/latency/moments.js';
import { meanOf, varianceOf } from '../../../src/metrics/sample.js';

function momentsOf(groups: readonly (readonly number[])[]): Moments {
  const moments = new Moments();
  for (const values of groups) {
    const mean = values.length === 0 ? 0 : meanOf(values);
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    moments.addGroup(values.length, mean, squares);
  }
  return moments;
}

const GROUPS = fc.array(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { maxLength: 9 }), {
  maxLength: 9,
});

describe('Moments', () => {
  it('agrees with two passes over all numbers, however they are grouped', () => {
    fc.assert(
      fc.property(GROUPS, (groups) => {
        const all = groups.flat();
        fc.pre(all.length >= 2);
        const moments = momentsOf(groups);
        expect(moments.count).toBe(all.length);
        expect(moments.mean).toBeCloseTo(meanOf(all), 9);
        expect(moments.sd).toBeCloseTo(Math.sqrt(varianceOf(all)), 6);
      }),
    );
  });

  it('merges into what one pass over both gives', () => {
    fc.assert(
      fc.property(GROUPS, GROUPS, (first, second) => {
        const merged = momentsOf(first);
        merged.merge(momentsOf(second));
        const whole = momentsOf([...first, ...second]);
        fc.pre(whole.count >= 2);
        expect(merged.mean).toBeCloseTo(whole.mean, 9);
        expect(merged.sd).toBeCloseTo(whole.sd, 6);
      }),
    );
  });

  it('does not lose a small spread around a large mean', () => {
    const values = [1e9, 1e9 + 1, 1e9 + 2];
    expect(momentsOf(values.map((value) => [value])).sd).toBeCloseTo(1, 9);
  });

  it('has no mean of nothing and no spread of one', () => {
    expect(new Moments().mean).toBeNaN();
    expect(momentsOf([[3]]).mean).toBe(3);
    expect(momentsOf([[3]]).sd).toBeNaN();
  });
});

describe('CompensatedSum', () => {
  it('keeps what a plain sum loses', () => {
    const sum = new CompensatedSum();
    for (const term of [1e16, 1, 1, -1e16]) sum.add(term);
    expect(sum.value).toBe(2);
  });

  it('starts again when it is reset', () => {
    const sum = new CompensatedSum();
    for (const term of [1, 1e100, 1, -1e100]) sum.add(term);
    sum.reset();
    sum.add(0.5);
    expect(sum.value).toBe(0.5);
  });
});
