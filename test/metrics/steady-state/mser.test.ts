import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mser5 } from '../../../src/metrics/steady-state/mser.js';

/** The definition, written out: of every cut, the variance of the rest over its number. */
function slowMser5(observations: readonly number[]): number | null {
  const means: number[] = [];
  for (let at = 0; at + 5 <= observations.length; at += 5) {
    means.push(observations.slice(at, at + 5).reduce((sum, x) => sum + x, 0) / 5);
  }
  if (means.length < 10) return null;
  const half = Math.floor(means.length / 2);
  const scores = Array.from({ length: half + 1 }, (_, cut) => {
    const rest = means.slice(cut);
    const mean = rest.reduce((sum, x) => sum + x, 0) / rest.length;
    return rest.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rest.length ** 2;
  });
  const best = scores.indexOf(Math.min(...scores));
  return best === half ? null : best * 5;
}

describe('mser5', () => {
  it('cuts a start that is off, up to the batch in which it ends', () => {
    const settled = Array.from({ length: 100 }, (_, at) => 5 + (at % 3));
    expect(mser5([...Array<number>(20).fill(50), ...settled])).toBe(20);
    expect(mser5([...Array<number>(23).fill(50), ...settled])).toBe(25);
    expect(mser5(Array<number>(60).fill(3))).toBe(0);
  });

  it('is refused by a series that does not settle, or is too short', () => {
    expect(mser5(Array.from({ length: 200 }, (_, at) => at))).toBeNull();
    expect(mser5(Array<number>(49).fill(3))).toBeNull();
  });

  it('is the definition, worked out from the end', () => {
    const value = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 120 }), (observations) => {
        // Distinct scores: ties are decided by rounding.
        const spread = observations.map((each, at) => each + Math.sin(at * at));
        expect(mser5(spread)).toBe(slowMser5(spread));
      }),
    );
  });
});
