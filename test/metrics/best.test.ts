import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithBest } from '../../src/metrics/best.js';
import { estimateMean } from '../../src/metrics/estimate.js';
import { normalQuantile } from '../../src/random/normal.js';
import { createRunKey } from '../../src/random/run-key.js';

const SAMPLES = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 8 }))
  .chain(([candidates, n]) => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      ...{ minLength: n, maxLength: n },
    });
    return fc.array(values, { minLength: candidates, maxLength: candidates });
  });

describe('compareWithBest', () => {
  it('is a one-sided Student t bound between two', () => {
    // Differences −1 … −5 of the first from the second; t₀.₉₅ with 4 degrees of freedom: 2.131847.
    const [first, second] = compareWithBest(
      [
        [9, 18, 27, 36, 45],
        [10, 20, 30, 40, 50],
      ],
      'higher',
    );
    const reach = 2.1318468 * Math.sqrt(2.5 / 5);
    expect(first?.fromBest).toBeCloseTo(-3, 12);
    expect(first?.fromBestCi95?.[0]).toBeCloseTo(-3 - reach, 5);
    expect(first?.fromBestCi95?.[1]).toBe(0);
    expect(second?.fromBestCi95?.[0]).toBe(0);
    expect(second?.fromBestCi95?.[1]).toBeCloseTo(3 + reach, 5);
    expect([first?.mayBeBest, second?.mayBeBest]).toEqual([false, true]);
  });

  it('cannot rule out what is close, and compares nobody with what is ruled out', () => {
    const [a, b, c] = compareWithBest(
      [
        [1, 2, 3, 4, 5],
        [2, 1, 4, 3, 5],
        [101, 102, 103, 104, 106],
      ],
      'lower',
    );
    expect([a?.mayBeBest, b?.mayBeBest, c?.mayBeBest]).toEqual([true, true, false]);
    // 100.2 above the best, in the metric's own direction.
    expect(c?.fromBest).toBeCloseTo(100.2, 9);
    expect(c?.fromBestCi95?.[0]).toBe(0);
  });

  it('turns over with the sign of the values', () => {
    fc.assert(
      fc.property(SAMPLES, (samples) => {
        const negative = samples.map((values) => values.map((value) => -value));
        const mirrored = compareWithBest(negative, 'lower').map((each) => ({
          mayBeBest: each.mayBeBest,
          fromBest: 0 - each.fromBest,
        }));
        const plain = compareWithBest(samples, 'higher');
        expect(mirrored).toEqual(
          plain.map(({ mayBeBest, fromBest }) => ({ mayBeBest, fromBest: 0 + fromBest })),
        );
      }),
    );
  });

  it('always lets the best mean be the best, and holds every lead in its interval', () => {
    fc.assert(
      fc.property(SAMPLES, (samples) => {
        const means = samples.map((values) => estimateMean(values).mean);
        const standings = compareWithBest(samples, 'higher');
        expect(standings[means.indexOf(Math.max(...means))]?.mayBeBest).toBe(true);
        for (const { fromBest, fromBestCi95 } of standings) {
          if (fromBestCi95 === null) continue;
          expect(fromBestCi95[0]).toBeLessThanOrEqual(fromBest);
          expect(fromBestCi95[1]).toBeGreaterThanOrEqual(fromBest);
        }
      }),
    );
  });

  it('knows nothing by one replication, and gives no interval where nothing varies', () => {
    const one = compareWithBest([[1], [2]], 'higher');
    expect(one.map(({ mayBeBest, fromBestCi95 }) => [mayBeBest, fromBestCi95])).toEqual([
      [true, null],
      [true, null],
    ]);
    const ties = compareWithBest(
      [
        [1, 2],
        [1, 2],
      ],
      'higher',
    );
    expect(ties).toEqual([
      { fromBest: 0, fromBestCi95: null, mayBeBest: true },
      { fromBest: 0, fromBestCi95: null, mayBeBest: true },
    ]);
  });

  it('holds for all candidates at once in 95 % of studies, with the best among those it names', () => {
    const STUDIES = 1000;
    const MEANS = [0, 0, 0.3, 0.6, -1];
    const uniform = createRunKey('multiple comparisons', 0).keyed('draw');
    let covered = 0;
    let named = 0;
    for (let study = 0; study < STUDIES; study++) {
      const draw = (replication: number, of: number): number =>
        normalQuantile(uniform.at(study * 20 + replication, of));
      // Common random numbers: what is shared counts twice as much as what is not.
      const samples = MEANS.map((mean, at) =>
        Array.from({ length: 20 }, (_, r) => mean + 2 * draw(r, 99) + (1 + at / 4) * draw(r, at)),
      );
      const standings = compareWithBest(samples, 'higher');
      const truth = MEANS.map((mean, at) => mean - Math.max(...MEANS.toSpliced(at, 1)));
      if (
        standings.every(({ fromBestCi95 }, at) => {
          const [low, high] = fromBestCi95 ?? [0, 0];
          return low <= (truth[at] as number) && (truth[at] as number) <= high;
        })
      ) {
        covered++;
      }
      if (standings[3]?.mayBeBest === true) named++;
    }
    expect(covered / STUDIES).toBeGreaterThan(0.94);
    expect(named / STUDIES).toBeGreaterThan(0.94);
    // Not by naming everybody.
    expect(named).toBeLessThan(STUDIES);
  });
});
