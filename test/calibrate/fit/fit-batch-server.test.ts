import { describe, expect, it } from 'vitest';
import { fitBatchServer } from '../../../src/calibrate/fit/batch-server-fit.js';
import type { Estimate } from '../../../src/calibrate/fit/estimate.js';
import { UserError } from '../../../src/errors.js';
import { baseProfile, data, measure, runs, swapSeconds, WORLD, type World } from './world.js';

function fitOf(world: World, measured = runs(world, 20)) {
  return fitBatchServer(data(measured), { base: baseProfile(world) });
}

/** Within four standard errors, which must not be so wide as to say nothing. */
function expectFound(estimate: Estimate | undefined, truth: number, widest = 0.25): void {
  if (estimate === undefined) throw new Error('nothing was fitted');
  expect(Math.abs(estimate.value - truth)).toBeLessThan(4 * estimate.standardError + 1e-9);
  expect(estimate.standardError).toBeLessThan(widest * truth);
}

describe('fitBatchServer', () => {
  const result = fitOf(WORLD);

  it('finds the line of inference and its spread', () => {
    expect(result.inference).toHaveLength(3);
    for (const { a, b, cv, r2, outliers } of result.inference) {
      expectFound(a, WORLD.a);
      expectFound(b, WORLD.b);
      expect(cv).toBeCloseTo(WORLD.inferenceCv, 1);
      expect(r2).toBeGreaterThan(0.7);
      expect(outliers).toBe(0);
    }
  });

  it('finds the rate of the disk and the shares read by history', () => {
    const [disk] = result.disk;
    expectFound(disk?.diskGiBPerSecond, WORLD.rate);
    expectFound(disk?.returning, WORLD.returning);
    expectFound(disk?.first, WORLD.first, 0.5);
    expect(disk?.cv).toBeCloseTo(WORLD.swapCv, 1);
    expect(disk?.r2).toBeGreaterThan(0.8);
  });

  it('finds swap times by model and history', () => {
    for (const swap of result.swaps) {
      const others = [0, 1, 2].filter((model) => model !== swap.model);
      const [last = 0, third = 0] = others;
      expectFound(swap.returning ?? undefined, swapSeconds(WORLD, [swap.model, last], swap.model));
      expectFound(swap.otherwise ?? undefined, swapSeconds(WORLD, [third, last], swap.model));
      for (const [after, estimate] of swap.otherwise?.after ?? []) {
        expect(others).toContain(after);
        expect(estimate.n).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it('finds what writing takes, and no busy loop or double trigger where there is none', () => {
    expect(result.write?.base.value).toBeCloseTo(WORLD.writeBase, 9);
    expect(result.write?.perRequest.value).toBeCloseTo(WORLD.writePerRequest, 9);
    expect(result.busyLoop).toBeNull();
    expect(result.race).toBeNull();
  });

  it('finds what a busy loop does, and keeps it out of the other fits', () => {
    const spinning = runs(WORLD, 60, { strategy: 'BestBatch+PartialBatch+Timer', batches: 3 });
    const both = fitOf(WORLD, [...runs(WORLD, 20), ...spinning]);
    expectFound(both.busyLoop?.inferenceRate, WORLD.busyRate);
    for (const { seconds } of both.busyLoop?.loadExtra ?? []) {
      // The first load without the loop has an error of its own.
      expect(Math.abs(seconds.value - WORLD.busyExtra)).toBeLessThan(1);
    }
    expect(both.swaps).toEqual(result.swaps);
    expect(both.inference).toEqual(result.inference);
  });

  it('says what it does not know: the loop’s effect on a model that no run began with', () => {
    const spinning = measure(WORLD, { id: 'one', strategy: 'PartialBatch', batches: 2 });
    const { busyLoop } = fitOf(WORLD, [...runs(WORLD, 5), spinning]);
    const unknown = busyLoop?.loadExtra.filter(({ seconds }) => seconds.n === 0) ?? [];
    expect(unknown).toHaveLength(2);
    for (const { seconds } of unknown) expect(seconds.weaklyIdentified).toMatch(/no run/);
  });

  it('finds the spread between runs, and adds it to the standard errors', () => {
    const spread = fitOf({ ...WORLD, runCv: 0.1 }, runs({ ...WORLD, runCv: 0.1 }, 40));
    expect(spread.runEffects[0]?.sd).toBeGreaterThan(0.06);
    expect(spread.runEffects[0]?.sd).toBeLessThan(0.14);
    expect(result.runEffects[0]?.sd).toBeLessThan(0.03);
    const wide = spread.swaps[0]?.any?.standardError ?? 0;
    expect(wide).toBeGreaterThan(1.2 * (result.swaps[0]?.any?.standardError ?? 0));
  });

  it('leaves out a run whose loads stand apart, and says which', () => {
    const apart = measure(WORLD, { id: 'cold host', slowness: 0.7 });
    const with1 = fitOf(WORLD, [...runs(WORLD, 20), apart]);
    expect(with1.runEffects[0]?.outliers.map(({ run }) => run)).toEqual(['cold host']);
    expect(with1.runEffects[0]?.outliers[0]?.effect).toBeCloseTo(Math.log(0.7), 1);
    const values = ({ swaps }: typeof result) => swaps.map(({ any }) => [any?.value, any?.sd]);
    expect(values(with1)).toEqual(values(result));
  });

  it('keeps such a run in the spread between runs, no farther out than 3 robust sd', () => {
    const usual = runs({ ...WORLD, runCv: 0.05 }, 40);
    const sdWith = (slowness: number) => {
      const apart = measure(WORLD, { id: 'cold host', slowness });
      return fitOf(WORLD, [...usual, apart]).runEffects[0]?.sd ?? 0;
    };
    const without = fitOf(WORLD, usual).runEffects[0]?.sd ?? 0;
    expect(sdWith(0.5)).toBeGreaterThan(without);
    expect(sdWith(0.5)).toBeLessThan(1.3 * without);
    expect(sdWith(0.1)).toBeCloseTo(sdWith(0.5), 9);
  });

  it('keeps first loads where no swap followed', () => {
    const alone = ['a', 'b', 'c'].map((id) => measure(WORLD, { id, batches: 1 }));
    for (const swap of fitOf(WORLD, alone).swaps) {
      expect(swap.any).toBeNull();
      expect(swap.first?.value).toBeGreaterThan(0);
    }
    const firsts = fitOf(WORLD, alone).swaps.map(({ first }) => first?.n ?? 0);
    expect(firsts.reduce((sum, n) => sum + n, 0)).toBe(3);
  });

  it('sets cold batches aside from the line but keeps them among the ratios', () => {
    const [first, ...others] = runs(WORLD, 20);
    if (first === undefined) throw new Error('no run');
    const [cold, ...rest] = first.batches;
    if (cold === undefined) throw new Error('no batch');
    const slow = { ...cold, inferenceSeconds: cold.inferenceSeconds + 60 };
    const fitted = fitOf(WORLD, [{ ...first, batches: [slow, ...rest] }, ...others]);
    const found = fitted.inference.find(({ model }) => model === cold.model);
    const before = result.inference.find(({ model }) => model === cold.model);
    expect(found?.outliers).toBe(1);
    expect(found?.a.value).toBeCloseTo(before?.a.value ?? 0, 1);
    const greatest = Math.max(...(found?.buckets.flatMap(({ quantiles }) => quantiles) ?? []));
    expect(greatest).toBeGreaterThan(5);
  });

  it('refuses a base profile without a model or a mode of the data, naming each', () => {
    const cc = runs(WORLD, 1, { mode: 'cc' });
    const base = baseProfile(WORLD, false);
    const act = () => fitBatchServer(data(cc), { base });
    expect(act).toThrow(UserError);
    expect(act).toThrow(/models\.small\.cc.*models\.large\.cc/s);
    const strange = { models: ['other'], runs: cc };
    expect(() => fitBatchServer(strange, { base })).toThrow(/models\.other/);
  });

  it('fits what there is of little data, without a number that is none', () => {
    const little = fitOf(WORLD, [measure(WORLD, { id: 'x', batches: 1 })]);
    expect(little.disk).toEqual([]);
    expect(little.inference).toEqual([]);
    expect(fitOf(WORLD, []).swaps).toEqual([]);
  });
});
