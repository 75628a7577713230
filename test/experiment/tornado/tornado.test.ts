import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import { type TornadoRange, tornadoOf } from '../../../src/experiment/tornado/tornado.js';
import { holds } from '../../support/property.js';

const [LATENCY] = resolveMetrics(['latencySeconds.mean'], []);

function range(path: string): TornadoRange {
  return { path, low: '1', high: '2', base: '1.5', about: null };
}

/** Effects on the latency. @param runs the base, then low and high of each range, by replication. */
function effectsOf(...runs: readonly (readonly number[])[]) {
  const ranges = Array.from({ length: (runs.length - 1) / 2 }, (_, at) => range(`range.${at}`));
  const values = runs.map((each) => each.map((value) => [value]));
  const { metrics } = tornadoOf(ranges, LATENCY === undefined ? [] : [LATENCY], values);
  return metrics[0]?.effects ?? [];
}

describe('a tornado', () => {
  it('has differences that add up, the largest between any two of the three runs first', () => {
    const value = fc.double({ min: 0, max: 100, noNaN: true });
    const runs = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
      .chain(([replications, ranges]) => {
        const replicated = fc.array(value, { minLength: replications, maxLength: replications });
        const count = 1 + 2 * ranges;
        return fc.array(replicated, { minLength: count, maxLength: count });
      });
    holds(
      runs,
      (all) => {
        const reaches = effectsOf(...all).map(({ lowEffect, highEffect, swing }) => {
          expect(swing.mean).toBeCloseTo(highEffect.mean - lowEffect.mean, 9);
          return Math.max(...[lowEffect, highEffect, swing].map(({ mean }) => Math.abs(mean)));
        });
        expect(reaches).toEqual(reaches.toSorted((a, b) => b - a));
      },
      200,
    );
  });

  it('takes differences within replications: what those share is not in the interval', () => {
    const [effect] = effectsOf([10, 50, 90], [9, 49, 89.1], [12, 52.1, 92]);
    expect(effect?.finding).toBe('told');
    expect(effect?.swing.ci95?.[0]).toBeGreaterThan(2.5);
    expect(effect?.swing.ci95?.[1]).toBeLessThan(3.5);
  });

  it.each([
    ['told', [10, 11, 12], [9, 10.1, 11], [12, 13, 14.1]],
    ['no-difference', [10, 11, 12], [10, 11, 12], [10, 11, 12]],
    ['not-distinguishable', [10, 11, 12], [10.5, 10.6, 12], [9.9, 11.3, 12]],
    ['swing-not-distinguishable', [10, 11, 12], [11, 12.1, 13], [10, 13, 14]],
    // The swing cannot be told from 0, but neither end is like the base.
    ['turns', [10, 11, 12], [20, 21, 22.1], [20.1, 21, 22]],
  ])('finds %s', (finding, base, low, high) => {
    expect(effectsOf(base, low, high)[0]?.finding).toBe(finding);
  });

  it('does not call a range harmless whose ends both do the same', () => {
    const both = effectsOf([10, 11], [20, 21.1], [20.1, 21], [10, 11], [10.5, 11.4]);
    expect(both.map(({ range: { path } }) => path)).toEqual(['range.0', 'range.1']);
  });

  it('of one replication tells what differs, without an interval', () => {
    const [effect] = effectsOf([10], [9], [12]);
    expect(effect).toMatchObject({ finding: 'told', swing: { mean: 3, ci95: null, n: 1 } });
  });

  it('puts last what is defined in no replication', () => {
    const effects = effectsOf([10], [Number.NaN], [Number.NaN], [10], [10]);
    expect(effects.map(({ range: { path } }) => path)).toEqual(['range.1', 'range.0']);
    expect(effects[1]?.swing).toEqual({ mean: Number.NaN, ci95: null, n: 0 });
  });
});
