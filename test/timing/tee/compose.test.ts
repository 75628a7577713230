import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_FACTORS } from '../../../src/timing/factors.js';
import { factorsOf, numbersOf } from '../../../src/timing/tee/effects.js';
import { lossesBeside, predictedLoss } from '../../../src/timing/tee/evidence.js';
import { overriddenEffects } from '../../../src/timing/tee/override.js';
import { teeRanges } from '../../../src/timing/tee/ranges.js';
import { silentEffects } from '../../../src/timing/tee/silence.js';
import { holds } from '../../support/property.js';
import { composed, effect, preset, problems } from './support.js';

const ratio = (value: number) =>
  effect({
    kind: 'load',
    ratio: { value, low: value - 0.1, high: value + 0.2, spread: 'made up' },
  });
const step = (perStep: number, perSequence: number) =>
  effect({
    kind: 'step',
    perStepSeconds: { value: perStep },
    perSequenceSeconds: { value: perSequence },
  });
const line = (fixed: number, rate: number) => ({
  fixedSeconds: { value: fixed },
  gigabytesPerSecond: { value: rate },
});
const TRANSFER = effect({
  kind: 'transfer',
  direction: 'host-to-device',
  memory: 'pinned',
  off: line(1e-6, 40),
  cc: line(3e-6, 4),
});
const KERNEL = effect({ kind: 'kernel', ratio: { value: 1.01 } });
const LAUNCH = { kind: 'launch', offSeconds: { value: 5e-6 }, ccSeconds: { value: 1e-5 } };
const FIRST = effect({
  kind: 'first-launch',
  offSeconds: { value: 0.2 },
  ccSeconds: { value: 1.1 },
});

describe('effects as factors', () => {
  it('take a load by its ratio, or by the difference of its copies', () => {
    expect(factorsOf(ratio(2.5))).toEqual({ load: 2.5 });
    const { perSwapSeconds, perGiBSeconds } = factorsOf(TRANSFER);
    expect(perSwapSeconds).toBeCloseTo(2e-6, 15);
    // 1 GiB is 1.073741824 GB: at 4 GB/s less at 40 GB/s.
    expect(perGiBSeconds).toBeCloseTo(1.073741824 * (0.25 - 0.025), 12);
  });

  it('take launches by their number, allocations by what they take, and neither without', () => {
    const launch = effect({ ...LAUNCH, launchesPerStep: { value: 100 } });
    expect(factorsOf(launch).perStepSeconds).toBeCloseTo(5e-4, 12);
    const ratios = {
      kind: 'allocation',
      deviceRatio: { value: 5 },
      hostRatio: { value: 6 },
      freeRatio: { value: 7 },
    };
    const known = effect({
      ...ratios,
      deviceSecondsPerLoad: { value: 0.1 },
      freeSecondsPerUnload: { value: 0.01 },
    });
    expect(factorsOf(known)).toMatchObject({ perSwapSeconds: 0.4 });
    expect(factorsOf(known).perUnloadSeconds).toBeCloseTo(0.06, 12);
    const open = composed([preset('a', { launch: effect(LAUNCH), allocation: effect(ratios) })]);
    expect(open.factors).toEqual(NO_FACTORS);
    expect(silentEffects(open).map(({ name }) => name)).toEqual(['launch', 'allocation']);
  });

  it('copies to the host act on nothing', () => {
    const back = effect({ ...TRANSFER, direction: 'device-to-host' });
    expect(composed([preset('a', { back })]).acting).toEqual([]);
  });
});

describe('composeTee', () => {
  it('lets effects on different durations all act, whatever their order', () => {
    const seconds = fc.double({ min: 0, max: 1, noNaN: true });
    holds(fc.tuple(seconds, seconds, fc.double({ min: 1, max: 9, noNaN: true })), ([a, b, c]) => {
      const one = preset('one', { load: ratio(c), first: FIRST });
      const other = preset('other', { step: step(a, b), kernel: KERNEL });
      const { factors } = composed([one, other]);
      expect(composed([other, one]).factors).toEqual(factors);
      expect(composed([preset('both', {}, {}, [one, other])]).factors).toEqual(factors);
      expect(factors).toMatchObject({ load: c, perStepSeconds: a, perSequenceSeconds: b });
      expect(factors.inference).toBe(1.01);
      expect(factors.firstLoadSeconds).toBeCloseTo(0.9, 12);
    });
  });

  it('wants a choice between effects on the same durations', () => {
    const presets = [preset('a', { load: ratio(2), copies: TRANSFER })];
    expect(problems(presets)).toEqual([
      'use.load: one of load, copies, none: which of these is to act on loads; no choice',
    ]);
    expect(composed(presets, { load: 'copies' }).factors.load).toBe(1);
    expect(composed(presets, { load: 'none' }).factors).toEqual(NO_FACTORS);
    expect(problems(presets, { load: 'copy' })).toEqual([
      'use.load: one of load, copies, none; copy',
    ]);
  });

  it('takes the choice of a preset over those of its parts, and of the scenario over all', () => {
    const part = preset('part', { load: ratio(2), copies: TRANSFER }, { use: { load: 'copies' } });
    expect(composed([part]).acting.map(({ name }) => name)).toEqual(['copies']);
    const whole = preset('whole', {}, { use: { load: 'load' } }, [part]);
    expect(composed([whole]).factors.load).toBe(2);
    expect(composed([preset('plain', {}, {}, [part])]).factors.load).toBe(1);
    expect(composed([whole], { load: 'none' }).factors.load).toBe(1);
  });

  it('a preset that is put beside another and would act on the same is a choice to make', () => {
    const chosen = preset('a', { x: step(1, 0), y: step(2, 0) }, { use: { step: 'x' } });
    expect(problems([chosen, preset('b', { z: step(3, 0) })])).toHaveLength(1);
    expect(problems([chosen, preset('c', { load: ratio(2) })])).toEqual([]);
  });

  it('does not mix GPU generations', () => {
    const hopper = preset('a', { load: ratio(2) });
    const blackwell = preset('b', { step: step(1, 0) }, { architecture: 'blackwell' });
    const unstated = preset('c', { step: step(1, 0) }, { architecture: 'unstated' });
    expect(problems([hopper, blackwell])).toEqual([
      'preset: presets of one GPU generation; hopper (a) and blackwell (b)',
    ]);
    expect(problems([hopper, unstated])).toEqual([]);
  });
});

describe('numbers of a scenario', () => {
  const presets = [preset('a', { load: ratio(2), copies: TRANSFER, loss: evidence() })];

  it('take the place of the presets’, and leave the rest and the spread', () => {
    const { effects, issues } = overriddenEffects(presets, {
      load: { ratio: 3 },
      copies: { cc: { gigabytesPerSecond: 8 } },
    });
    expect(issues).toEqual([]);
    const load = effects.get('load');
    expect(load && numbersOf(load)[0]?.quantity).toMatchObject({ value: 3, low: 1.9, high: 2.2 });
    expect(effects.get('copies')).toMatchObject({
      off: line(1e-6, 40),
      cc: line(3e-6, 8),
    });
  });

  it.each([
    [{ laod: { ratio: 2 } }, 'effects.laod: an effect of a; laod'],
    [{ load: { factor: 2 } }, 'effects.load.factor: a number of this effect (ratio); factor'],
    [{ load: { ratio: 0 } }, 'effects.load.ratio: a number > 0; 0'],
    [{ load: { ratio: Number.NaN } }, 'effects.load.ratio: a number > 0; NaN'],
    [
      { copies: { cc: { gigabytesPerSecond: 50 } } },
      'effects.copies: cc no faster than off; cc faster than off',
    ],
    [
      { loss: { loss: 0.1 } },
      'effects.loss.loss: no numbers: throughput is evidence, which acts on nothing; loss',
    ],
  ])('%j are refused', (numbers, line) => {
    const { issues } = overriddenEffects(presets, numbers);
    expect(
      issues.map(({ path, expected, got }) => `${path.join('.')}: ${expected}; ${got}`),
    ).toEqual([line]);
  });

  it('state a range where they act and have a spread', () => {
    const tee = composed(presets, { load: 'load' });
    expect(teeRanges(tee)).toEqual([
      {
        path: 'tee.effects.load.ratio',
        value: 2,
        low: 1.9,
        high: 2.2,
        unit: '×',
        spread: 'made up',
        source: 'a bench',
      },
    ]);
    expect(teeRanges(composed(presets, { load: 'copies' }))).toEqual([]);
  });
});

describe('losses beside effects', () => {
  it('follow from the step: n requests get a token each', () => {
    const factors = { ...NO_FACTORS, perStepSeconds: 0.001, perSequenceSeconds: 0.0001 };
    // 10 requests at 1000 tokens/s: 10 ms a step, 2 ms more of it.
    expect(predictedLoss(factors, 10, 1000)).toBeCloseTo(2 / 12, 12);
    expect(predictedLoss({ ...factors, inference: 2 }, 10, 1000)).toBeCloseTo(12 / 22, 12);
    expect(predictedLoss(NO_FACTORS, 10, 1000)).toBe(0);
  });

  it('are predicted where the throughput without confidential computing is known', () => {
    const tee = composed([preset('a', { loss: evidence(), step: step(0.001, 0) })]);
    const [known, unknown] = lossesBeside(tee);
    expect(known).toMatchObject({ concurrency: 1, measured: 0.1, spread: [0.05, 0.2] });
    expect(known?.predicted).toBeCloseTo(0.001 / 0.011, 12);
    expect(unknown).toMatchObject({ measured: 0.3, spread: null, predicted: null });
  });
});

function evidence() {
  return effect({
    kind: 'throughput',
    points: [
      {
        concurrency: 1,
        offTokensPerSecond: 100,
        loss: { value: 0.1, low: 0.05, high: 0.2, spread: 'made up' },
      },
      { loss: 0.3 },
    ],
  });
}
