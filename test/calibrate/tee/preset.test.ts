import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { calibrateTee } from '../../../src/calibrate/tee/calibration.js';
import { presetCurve, presetYaml } from '../../../src/calibrate/tee/preset.js';
import { curve, throughputs } from './made-up-runs.js';

function presetOf(gpu: string | null, ...runs: Parameters<typeof calibrateTee>[0][]) {
  const found = presetCurve(calibrateTee(runs.flat(), null));
  if (!('form' in found)) return found;
  const origin = { name: 'mine', citation: 'Measured by me.', gpu };
  return parse(presetYaml(found.curve, found.form, origin));
}

describe('the preset of a calibration', () => {
  it('has the fitted costs and the measured losses, with their source', () => {
    const preset = presetOf('NVIDIA H100 NVL', curve([1, 8, 64], 0.001, 0.00001, { model: 'a' }));
    expect(preset).toMatchObject({
      name: 'mine',
      architecture: 'hopper',
      sources: { calibration: 'Measured by me.' },
    });
    expect(preset.effects.step).toMatchObject({
      kind: 'step',
      source: 'calibration',
      hardware: 'NVIDIA H100 NVL',
      conditions: 'a; concurrency 1, 8, 64',
      confidence: 'fit at concurrency 1, 64',
    });
    expect(preset.effects.step.perStepSeconds.value).toBeCloseTo(0.001, 12);
    expect(preset.effects.step.perSequenceSeconds.value).toBeCloseTo(0.00001, 14);
    const { points } = preset.effects['throughput-loss'];
    expect(points).toHaveLength(3);
    expect(points[0]).toMatchObject({ model: 'a', concurrency: 1 });
    expect(points[0].loss).toBeCloseTo(0.00101 / (0.0052 + 0.00101), 12);
    expect(points[0].offTokensPerSecond).toBeCloseTo(1 / 0.0052, 9);
  });

  it('has the intervals of repeated runs, and says that they are that', () => {
    const runs = [
      ...throughputs({ concurrency: 1 }, [100, 101, 102], [80, 79, 81]),
      ...throughputs({ concurrency: 8 }, [600, 604, 598], [540, 536, 545]),
    ];
    const { low, value, high, spread } = presetOf(null, runs).effects.step.perStepSeconds;
    expect(spread).toBe('95 % interval, from repetitions');
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThan(value);
    expect(low).toBeGreaterThanOrEqual(0);
  });

  it('leaves a negative cost out, fits the other without it, and says so', () => {
    const { step } = presetOf(null, curve([1, 2, 100], 0.001, -0.00001)).effects;
    expect(step.perSequenceSeconds).toEqual({ value: 0 });
    expect(step.perStepSeconds.value).toBeGreaterThan(0);
    expect(step.confidence).toContain('the cost per sequence came out negative and was left out');
    const { step: other } = presetOf(null, curve([1, 2, 100], -0.0001, 0.0001)).effects;
    expect(other.perStepSeconds).toEqual({ value: 0 });
    expect(other.perSequenceSeconds.value).toBeGreaterThan(0);
  });

  it.each([
    ['several curves', curve([1, 8], 0.001, 0, { model: 'b' }), '2 such curves'],
    ['no curve', [], 'none'],
  ])('is none with %s', (_, more, got) => {
    const one = more.length === 0 ? curve([1], 0.001, 0) : curve([1, 8], 0.001, 0, { model: 'a' });
    expect(presetOf(null, one, more)).toMatchObject({ got });
  });

  it('is none where the TEE is faster', () => {
    const { got } = presetOf(null, curve([1, 8], -0.001, -0.00001));
    expect(got).toBe('a cost below 0');
  });

  it.each([
    ['H200', 'hopper'],
    ['GH200 480GB', 'hopper'],
    ['NVIDIA B300', 'blackwell'],
    ['RTX PRO 6000 Blackwell', 'blackwell'],
    ['8xH100', 'hopper'],
    ['H100_80GB', 'hopper'],
    ['H100NVL', 'hopper'],
    ['8x B300', 'blackwell'],
    ['H2000', 'unstated'],
    ['A100', 'unstated'],
    ['H100, B200', 'unstated'],
  ])('on %s is of the generation %s', (gpu, architecture) => {
    expect(presetOf(gpu, curve([1, 8], 0.001, 0))).toMatchObject({ architecture });
  });
});
