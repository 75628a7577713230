import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateTee } from '../../../src/calibrate/tee/calibration.js';
import type { CostCurve, CostForm } from '../../../src/calibrate/tee/cost.js';
import { readPairs } from '../../../src/calibrate/tee/read-pairs.js';
import { NormalSampler } from '../../../src/random/normal-sampler.js';
import { Sfc32Stream } from '../../../src/random/sfc32.js';
import { holds } from '../../support/property.js';
import { SGLANG_CURVE, sglangCurve } from './data.js';
import { curve, throughputs } from './made-up-runs.js';

const ALL = [1, 4, 8, 16, 32, 64, 128, 256];

function formOf({ forms }: CostCurve, name: CostForm) {
  const found = forms.find(({ form }) => form === name);
  if (found === undefined) throw new Error(`no form ${name}`);
  return found;
}

function onlyCurve(...parameters: Parameters<typeof calibrateTee>): CostCurve {
  const { curves } = calibrateTee(...parameters);
  expect(curves).toHaveLength(1);
  return curves[0] as CostCurve;
}

describe('the cost of a step', () => {
  it('is found exactly where there is one, wherever it is fitted, and predicts everything else', () => {
    const cost = fc.record({
      perStep: fc.double({ min: 0, max: 0.01, noNaN: true }),
      perSequence: fc.double({ min: 0, max: 1e-4, noNaN: true }),
      fitAt: fc.subarray(ALL, { minLength: 2 }),
    });
    holds(
      cost,
      ({ perStep, perSequence, fitAt }) => {
        const found = onlyCurve(curve(ALL, perStep, perSequence), fitAt);
        const { coefficients, predictions } = formOf(found, 'step+sequence');
        expect(coefficients[0]?.value).toBeCloseTo(perStep, 12);
        expect(coefficients[1]?.value).toBeCloseTo(perSequence, 12);
        for (const { predicted, measured } of predictions)
          expect(predicted).toBeCloseTo(measured, 10);
      },
      200,
    );
  });

  it('is fitted at the lowest and the highest concurrency unless told otherwise', () => {
    expect(onlyCurve(curve([8, 2, 32], 0.001, 0), null).fitAt).toEqual([2, 32]);
    expect(onlyCurve(curve([8, 2, 32], 0.001, 0), [2, 8]).fitAt).toEqual([2, 8]);
  });

  it('has loss δ / (off step + δ)', () => {
    const { points, forms } = onlyCurve(throughputsAt(), null);
    expect(points.map(({ loss }) => loss)).toEqual(
      [0.2, 0.1].map((each) => expect.closeTo(each, 12)),
    );
    expect(forms[0]?.predictions[0]).toMatchObject({ isFitted: true, ci95: null });
  });

  it('has no largest error where nothing is left to predict', () => {
    const { forms } = onlyCurve(throughputsAt(), null);
    expect(forms.map(({ largestError }) => largestError)).toEqual([null, null, null, null]);
  });

  it('that comes out negative is said', () => {
    // CC loses nothing at 1 and gains with every sequence.
    const { notes } = onlyCurve(curve([1, 2, 100], 0.001, -0.00001), null);
    expect(notes).toEqual([
      'the cost per sequence comes out negative: noise, or a loss that does not have this form',
    ]);
  });

  it('is not fitted to a single concurrency, nor where --fit-at has no runs', () => {
    const one = calibrateTee(curve([8], 0.001, 0), null);
    expect(one.curves).toEqual([]);
    expect(one.notes[0]).toContain('fewer than two concurrencies');
    const without = calibrateTee(curve([1, 8], 0.001, 0), [1, 9]);
    expect(without.curves).toEqual([]);
    expect(without.notes).toEqual(['all runs: no cost is fitted, as there is no concurrency 9']);
  });

  it('is that of each model, each length, and each condition that is no name of a concurrency', () => {
    const labels = (...runs: Parameters<typeof calibrateTee>[0][]) =>
      calibrateTee(runs.flat(), null).curves.map(({ label }) => label);
    expect(
      labels(
        curve([1, 8], 0.001, 0, { model: 'a', inputTokens: 128 }),
        curve([1, 8], 0.001, 0, { model: 'a', inputTokens: 1024 }),
        curve([1, 8], 0.001, 0, { model: 'b', inputTokens: 128 }),
      ),
    ).toEqual(['a, 128 input tokens', 'a, 1024 input tokens', 'b, 128 input tokens']);
    expect(
      labels(curve([1], 0.001, 0, { condition: 'c1' }), curve([8], 0.001, 0, { condition: 'c8' })),
    ).toEqual(['all runs']);
    expect(
      labels(
        curve([1, 8], 0.001, 0, { condition: '8b' }),
        curve([1, 8], 0.001, 0, { condition: '70b' }),
      ),
    ).toEqual(['8b', '70b']);
  });

  it('has intervals that hold it, where repetitions are independent', () => {
    const truth = [0.0013, 0.0000037] as const;
    const sampler = new NormalSampler(new Sfc32Stream(2, 7, 1));
    const noisy = (value: number) =>
      [0, 1, 2, 3].map(() => value * Math.exp(0.005 * sampler.next()));
    const held = [0, 0, 0];
    const draws = 600;
    for (let draw = 0; draw < draws; draw++) {
      const runs = [1, 16, 64, 256].flatMap((concurrency) => {
        const step = 0.0058 + 0.00028 * concurrency;
        const added = truth[0] + truth[1] * concurrency;
        const rate = (seconds: number) => concurrency / seconds;
        return throughputs({ concurrency }, noisy(rate(step)), noisy(rate(step + added)));
      });
      const { coefficients, predictions } = formOf(onlyCurve(runs, [1, 16, 256]), 'step+sequence');
      const middle = predictions[2];
      const step = 0.0058 + 0.00028 * 64;
      const loss = (truth[0] + truth[1] * 64) / (step + truth[0] + truth[1] * 64);
      const intervals = [coefficients[0]?.ci95, coefficients[1]?.ci95, middle?.ci95];
      for (const [at, true_] of [...truth, loss].entries()) {
        const [low, high] = intervals[at] ?? [1, 0];
        if (low <= true_ && true_ <= high) held[at] = (held[at] ?? 0) + 1;
      }
    }
    for (const count of held) {
      expect(count / draws).toBeGreaterThan(0.93);
      expect(count / draws).toBeLessThan(0.985);
    }
  });
});

/** Losses of 20 % and 10 % at 1 and 10. */
function throughputsAt() {
  return [
    ...throughputs({ concurrency: 1 }, [100], [80]),
    ...throughputs({ concurrency: 10 }, [500], [450]),
  ];
}

describe.skipIf(SGLANG_CURVE === undefined)(
  'the curve of sglang PR 15188 (skipped without shared/data or SEALSIM_DATA)',
  () => {
    it('fitted at 1 and 256, predicts the losses at 4 … 128 within a point; other forms do not', async () => {
      const { runs, issues } = await readPairs(sglangCurve());
      expect(issues).toEqual([]);
      const found = onlyCurve(runs, null);
      expect(found.fitAt).toEqual([1, 256]);
      const { predictions, largestError, coefficients } = formOf(found, 'step+sequence');
      const errors = predictions
        .filter(({ isFitted }) => !isFitted)
        .map(({ concurrency, predicted, measured }) => [concurrency, 100 * (predicted - measured)]);
      expect(errors.map(([concurrency]) => concurrency)).toEqual([4, 8, 16, 32, 64, 128]);
      for (const [, points] of errors) expect(Math.abs(points ?? 9)).toBeLessThan(1);
      expect(largestError).toBeCloseTo(0.0084, 4);
      expect(coefficients[0]?.value).toBeCloseTo(1.3e-3, 6);
      expect(coefficients[1]?.value).toBeCloseTo(3.73e-6, 8);
      expect(formOf(found, 'multiplier').largestError).toBeGreaterThan(0.06);
      expect(formOf(found, 'step').largestError).toBeGreaterThan(0.016);
      expect(formOf(found, 'sequence').largestError).toBeGreaterThan(0.16);
    });
  },
);
