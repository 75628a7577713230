import { describe, expect, it } from 'vitest';
import { lookAhead } from '../../../../../src/serving/batch/strategies/look-ahead.js';
import { lookAheadFloor } from '../../../../../src/serving/batch/strategies/look-ahead-floor.js';
import { proportionalFair } from '../../../../../src/serving/batch/strategies/proportional-fair.js';
import { attainments } from './steady-server.js';

describe('fair look-ahead', () => {
  it('gives a model no less attainment when it weighs more', () => {
    const shares = [0.2, 1, 4, 16].map((rare) => attainments(lookAhead, { weights: { rare } })[1]);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares[3]).toBeGreaterThan((shares[0] as number) + 0.3);
  });

  it('starves the rare model when it plans without a floor (what the others are for)', () => {
    const [common, rare] = attainments(lookAhead);
    expect(rare).toBeLessThan(0.3 * common);
  });

  it.each([0.3, 0.5, 0.7])('keeps every model above a floor of %s of the best', (floor) => {
    const [common, rare] = attainments(lookAheadFloor, { attainmentFloor: floor });
    expect(Math.min(common, rare) / Math.max(common, rare)).toBeGreaterThan(floor);
  });

  it('decides as look-ahead does with a floor of 0', () => {
    expect(attainments(lookAheadFloor, { attainmentFloor: 0 })).toEqual(attainments(lookAhead));
  });

  it('climbs, proportionally fair, above what any fixed weights reach', () => {
    // Traffic · log attainment, summed: −∞ for a model that gets nothing, here cut at 0.001.
    const welfare = ([common, rare]: readonly [number, number]) =>
      8 * Math.log(common) + 0.8 * Math.log(Math.max(1e-3, rare));
    const fair = attainments(proportionalFair);
    expect(fair[1]).toBeGreaterThan(0.1);
    for (const rare of [1, 4, 6, 8, 16]) {
      expect(welfare(fair)).toBeGreaterThan(welfare(attainments(lookAhead, { weights: { rare } })));
    }
  });
});
