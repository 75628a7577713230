import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleAround, valueScale } from '../../../src/report/figures/scales.js';

/** The domain of a scale. */
function domainOf({ scale }: { readonly scale: object }): readonly [number, number] {
  return 'domain' in scale ? (scale.domain as [number, number]) : [Number.NaN, Number.NaN];
}

const POSITIVE = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 });

describe('valueScale', () => {
  it('shows every value, whatever their range', () => {
    fc.assert(
      fc.property(POSITIVE, (values) => {
        const [low, high] = domainOf(valueScale(values, 's', 100));
        expect(low).toBeLessThan(high);
        expect(values.every((value) => value >= low && value <= high)).toBe(true);
      }),
    );
  });

  it('is from 0 to 100 for percentages', () => {
    expect(domainOf(valueScale([40, 60], '%', 100))).toEqual([0, 100]);
  });

  it('begins at 0 unless the values range over more than a factor of 20', () => {
    expect(valueScale([5, 90], 's', 100).scale).toMatchObject({ type: 'linear' });
    expect(domainOf(valueScale([5, 90], 's', 100))[0]).toBe(0);
    expect(valueScale([4, 90], 's', 100).scale).toMatchObject({ type: 'log' });
    expect(valueScale([0, 90], 's', 100).scale).toMatchObject({ type: 'linear' });
  });

  it('has ticks on a logarithmic axis, all of them on it', () => {
    fc.assert(
      fc.property(POSITIVE, fc.integer({ min: 40, max: 500 }), (values, length) => {
        const made = valueScale(values, 's', length);
        fc.pre('values' in made.ticks);
        const ticks = 'values' in made.ticks ? (made.ticks.values as readonly number[]) : [];
        const [low, high] = domainOf(made);
        expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
        expect(ticks.length).toBeGreaterThan(0);
      }),
    );
  });

  it('has ticks on a logarithmic axis whose labels are apart', () => {
    // From 1 to 1000, with some room: 200, 500 and 1,000 stand 12 pt from middle to middle.
    expect(valueScale([1, 1000], 's', 120).ticks).toEqual({
      values: [1, 3, 10, 30, 100, 300, 1000],
    });
    expect(valueScale([1, 1000], 's', 300).ticks).toEqual({
      values: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    });
  });

  it('is a scale even where there is nothing to show', () => {
    expect(domainOf(valueScale([], 's', 100))).toEqual([0, 1]);
    expect(domainOf(valueScale([0, Number.NaN], 's', 100))).toEqual([0, 1]);
  });
});

describe('scaleAround', () => {
  it('always has the reference in sight, with room to its sides', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }));
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1), (around, reference) => {
        const [low, high] = domainOf(scaleAround(around, reference, 100));
        expect([...around, reference].every((value) => low < value && value < high)).toBe(true);
      }),
    );
  });
});
