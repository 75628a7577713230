import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STARVATION_SHARE, starvedModels } from '../../src/metrics/starvation.js';

/** Counts over counts, as attainments are: no two differ by rounding alone. */
const attainment = fc.integer({ min: 0, max: 500 }).map((onTime) => onTime / 500);
/** Several models over the same number of replications, some without requests in some of them. */
const models = fc.integer({ min: 1, max: 12 }).chain((replications) =>
  fc.array(
    fc.array(fc.option(attainment, { nil: Number.NaN, freq: 5 }), {
      minLength: replications,
      maxLength: replications,
    }),
    { minLength: 1, maxLength: 5 },
  ),
);

function named(runs: readonly (readonly number[])[]) {
  return runs.map((attainments, at) => ({ model: `m${at}`, attainments }));
}

describe('starvedModels', () => {
  it('names who gets less than 0.4 of what the best-served gets, with both numbers', () => {
    const found = starvedModels(named([[0.8], [0.1], [0.31], [0.33]]));
    expect(found).toEqual([
      {
        model: 'm1',
        attainmentReceived: 0.1,
        best: 'm0',
        bestAttainmentReceived: 0.8,
        share: 0.1 / 0.8,
        n: 1,
      },
      expect.objectContaining({ model: 'm2', share: 0.31 / 0.8 }),
    ]);
  });

  it('is beside the first of those that are served best', () => {
    const found = starvedModels(named([[0.1], [0.5], [0.5]]));
    expect(found).toMatchObject([{ model: 'm0', best: 'm1' }]);
  });

  it('is not who gets exactly that share', () => {
    expect(starvedModels(named([[0.5], [0.5 * STARVATION_SHARE]]))).toEqual([]);
  });

  it('is not decided by what chance could make: the whole interval has to be below', () => {
    const best = [0.8, 0.8, 0.8, 0.8];
    // Means of 0.2 in both; half-widths of 0.013 and 0.31 with 3 degrees of freedom.
    const steady = [0.19, 0.2, 0.2, 0.21];
    const erratic = [0, 0, 0.4, 0.4];
    expect(starvedModels(named([best, steady]))).toMatchObject([{ model: 'm1', n: 4 }]);
    expect(starvedModels(named([best, erratic]))).toEqual([]);
  });

  it('is judged by the mean itself where all replications agree', () => {
    expect(
      starvedModels(
        named([
          [0.8, 0.8],
          [0.3, 0.3],
        ]),
      ),
    ).toHaveLength(1);
    expect(
      starvedModels(
        named([
          [0.8, 0.8],
          [0.33, 0.33],
        ]),
      ),
    ).toEqual([]);
  });

  it('leaves out replications in which either model received nothing', () => {
    const found = starvedModels(
      named([
        [0.9, 0.8, Number.NaN, 0.8],
        [Number.NaN, 0.1, 0.9, 0.1],
      ]),
    );
    expect(found).toMatchObject([{ model: 'm1', attainmentReceived: 0.1, n: 2 }]);
    expect(found[0]?.bestAttainmentReceived).toBe(0.8);
  });

  it('is nobody of whom nothing was received, or where nobody is served', () => {
    expect(starvedModels(named([[0.9], [Number.NaN]]))).toEqual([]);
    expect(starvedModels(named([[0], [0]]))).toEqual([]);
    expect(starvedModels(named([[Number.NaN], [Number.NaN]]))).toEqual([]);
    expect(starvedModels([])).toEqual([]);
  });

  it('names nobody above 0.4 of the best, never the best, and does so whatever the order', () => {
    fc.assert(
      fc.property(models, (runs) => {
        const found = starvedModels(named(runs));
        for (const each of found) {
          expect(each.share).toBeLessThan(STARVATION_SHARE);
          expect(each.attainmentReceived).toBeLessThan(STARVATION_SHARE);
          expect(each.model).not.toBe(each.best);
        }
        // With a tie for the best, which of them is named depends on the order.
        const again = starvedModels([...named(runs)].reverse());
        const best = new Set([...found, ...again].map((each) => each.best));
        if (best.size > 1) return;
        expect(again.map(({ model }) => model).sort()).toEqual(
          found.map(({ model }) => model).sort(),
        );
      }),
    );
  });

  it('names who is never on time while others always are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (n) => {
        const runs = [Array.from({ length: n }, () => 1), Array.from({ length: n }, () => 0)];
        expect(starvedModels(named(runs))).toMatchObject([{ model: 'm1', share: 0, n }]);
      }),
    );
  });
});
