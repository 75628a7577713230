import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, spreadOf } from '../../src/analysis/tee/spread.js';
import { holds } from '../support/property.js';

const values = fc.array(fc.double({ min: 0.1, max: 1e4, noNaN: true }), {
  minLength: 2,
  maxLength: 6,
});

describe('a quantity over repetitions', () => {
  it('has the median and the population sd of numpy', () => {
    const spread = spreadOf([1502.3, 1498.1, 1510.9, 1499.0]);
    expect(spread?.median).toBeCloseTo((1502.3 + 1499.0) / 2, 12);
    // Python: statistics.pstdev([1502.3, 1498.1, 1510.9, 1499.0]), which is what np.std is.
    expect(spread?.populationSd).toBeCloseTo(5.05439165478901, 9);
  });

  it('of a single repetition has no interval, and no spread', () => {
    expect(spreadOf([3])).toMatchObject({ n: 1, median: 3, populationSd: 0 });
    expect(spreadOf([3])?.mean.ci95).toBeNull();
  });

  it('of none is none, not 0', () => {
    expect(spreadOf([])).toBeNull();
  });
});

describe('the effect of the TEE', () => {
  it('is the ratio of geometric means, with the interval of Welch on logarithms', () => {
    const effect = effectOf([100, 102, 98], [90, 88, 93]);
    const log = (numbers: readonly number[]): number =>
      numbers.reduce((sum, each) => sum + Math.log(each), 0) / numbers.length;
    const ratio = Math.exp(log([90, 88, 93]) - log([100, 102, 98]));
    expect(effect?.ratio).toBeCloseTo(ratio, 12);
    const [low, high] = effect?.ratio95 ?? [0, 0];
    // Symmetric about the ratio on the scale of logarithms.
    expect(Math.sqrt(low * high)).toBeCloseTo(ratio, 10);
    expect(low).toBeLessThan(ratio);
  });

  it('turns into its reciprocal when the modes change places', () => {
    holds(fc.tuple(values, values), ([off, cc]) => {
      const [one, other] = [effectOf(off, cc), effectOf(cc, off)];
      expect((one?.ratio ?? 0) * (other?.ratio ?? 0)).toBeCloseTo(1, 9);
      expect(one?.difference).toBeCloseTo(-(other?.difference ?? 0), 6);
      if (one?.ratio95 != null) {
        expect(one.ratio95[0] * (other?.ratio95?.[1] ?? 0)).toBeCloseTo(1, 6);
      }
    });
  });

  it('does not depend on the unit', () => {
    holds(fc.tuple(values, values), ([off, cc]) => {
      const milli = (numbers: readonly number[]) => numbers.map((each) => each * 1000);
      expect(effectOf(milli(off), milli(cc))?.ratio).toBeCloseTo(effectOf(off, cc)?.ratio ?? 0, 9);
    });
  });

  it('of pairs is what each adds to its partner, however much they differ among themselves', () => {
    const off = [10, 100, 1000];
    const cc = [11, 112, 1090];
    const effect = effectOf(off, cc, true);
    // Python: log ratios 0.09531, 0.11333, 0.08618; mean ± 4.302652729749464 · sd / √3.
    const logs = cc.map((each, at) => Math.log(each / (off[at] ?? 1)));
    const mean = logs.reduce((sum, each) => sum + each, 0) / 3;
    const sd = Math.sqrt(logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 2);
    const reach = (4.302652729749464 * sd) / Math.sqrt(3);
    expect(effect?.ratio).toBeCloseTo(Math.exp(mean), 12);
    expect(effect?.ratio95?.[0]).toBeCloseTo(Math.exp(mean - reach), 6);
    expect(effect?.ratio95?.[1]).toBeCloseTo(Math.exp(mean + reach), 6);
    expect(effect?.difference).toBeCloseTo((1 + 12 + 90) / 3, 12);
    const unpaired = effectOf(off, cc);
    expect(unpaired?.ratio).toBeCloseTo(effect?.ratio ?? 0, 12);
    expect(unpaired?.ratio95?.[0]).toBeLessThan(0.1);
  });

  it('has no interval without repetitions on both sides', () => {
    expect(effectOf([100, 101], [90])).toMatchObject({ ratio95: null, difference95: null });
    expect(effectOf([100], [90])?.ratio).toBeCloseTo(0.9, 12);
  });

  it('has no ratio where something is 0, but a difference', () => {
    expect(effectOf([0, 0.1], [0.2, 0.3])).toMatchObject({ ratio: null, ratio95: null });
    expect(effectOf([0, 0.1], [0.2, 0.3])?.difference).toBeCloseTo(0.2, 12);
    expect(effectOf([], [1])).toBeNull();
  });
});
