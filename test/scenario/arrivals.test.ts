import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diurnalSegments } from '../../src/scenario/resolve/diurnal.js';
import { burstyPreset } from '../../src/workload/bursty-presets.js';
import { rampPreset } from '../../src/workload/ramp-presets.js';
import { expectedRate } from '../../src/workload/rates.js';
import { load, scenarioText } from './small-world.js';

async function arrivalsOf(arrivals: string, changes: Record<string, string> = {}) {
  const { workload } = await load(scenarioText({ ...changes, arrivals }));
  return workload.arrivals;
}

describe('arrivals', () => {
  it.each(['gamma', 'bursty', 'ramp'])('start %s with a request at once', async (process) => {
    const arrivals = await arrivalsOf(`{ process: ${process}, rate: 4 }`);
    expect(arrivals).toMatchObject({ first: 'immediate' });
  });

  it.each(['poisson', 'constant'])('start %s after a gap', async (process) => {
    expect(await arrivalsOf(`{ process: ${process}, rate: 4 }`)).toMatchObject({ first: 'gap' });
  });

  it('take the shape of gamma gaps from their cv', async () => {
    const arrivals = await arrivalsOf('{ process: gamma, rate: 3, cv: 0.5 }');
    expect(arrivals).toEqual({ process: 'gamma', rate: 3, shape: 4, first: 'immediate' });
  });

  it.each([2, 4, 5, 8, 12, 16])('know the nominal rate %i of bursty and ramp', async (rate) => {
    const bursty = await arrivalsOf(`{ process: bursty, rate: ${rate} }`);
    expect(bursty).toMatchObject({ ...burstyPreset(rate), timeScale: 1 });
    expect(await arrivalsOf(`{ process: ramp, rate: ${rate} }`)).toMatchObject({
      ...rampPreset(rate),
    });
  });

  it.each([3.3, 8])('compress bursts to the mean rate %f over the run', async (rate) => {
    const arrivals = await arrivalsOf(`{ process: bursty, rate: ${rate}, rateIs: longRun }`, {
      durationSeconds: '1200',
    });
    expect(expectedRate(arrivals, 1200)).toBeCloseTo(rate, 6);
  });

  it('compress bursts given by their ranges', async () => {
    const ranges = 'burstSeconds: [1, 2], idleSeconds: [5, 9], burstRate: [5, 9], idleRate: [1, 2]';
    const arrivals = await arrivalsOf(`{ process: bursty, rate: 6, rateIs: longRun, ${ranges} }`);
    expect(expectedRate(arrivals, 100)).toBeCloseTo(6, 6);
  });

  it('join processes with a mix, a model, or the mix of the scenario', async () => {
    const of = [
      '{ process: poisson, rate: 1 }',
      '{ process: constant, rate: 2, model: beta }',
      '{ process: gamma, rate: 3, mix: { alpha: 1 } }',
    ];
    const arrivals = await arrivalsOf(`{ process: superposition, of: [${of.join(', ')}] }`);
    expect(arrivals).toMatchObject({
      of: [
        { arrivals: { process: 'poisson' }, mix: [0.4, 0.6] },
        { arrivals: { process: 'constant' }, mix: [0, 1] },
        { arrivals: { process: 'gamma' }, mix: [1, 0] },
      ],
    });
  });
});

describe('diurnal steps', () => {
  it('have the mean rate and the length of the wave, whatever their number', () => {
    const wave = fc.record({
      meanRate: fc.double({ min: 0.01, max: 100, noNaN: true }),
      amplitude: fc.double({ min: 0, max: 1, noNaN: true }),
      periodSeconds: fc.double({ min: 1, max: 1e6, noNaN: true }),
      steps: fc.integer({ min: 2, max: 200 }),
    });
    fc.assert(
      fc.property(wave, (diurnal) => {
        const segments = diurnalSegments(diurnal);
        const seconds = segments.reduce((sum, each) => sum + each.seconds, 0);
        const requests = segments.reduce((sum, each) => sum + each.seconds * each.rate, 0);
        expect(segments).toHaveLength(diurnal.steps);
        expect(seconds / diurnal.periodSeconds).toBeCloseTo(1, 9);
        expect(requests / seconds / diurnal.meanRate).toBeCloseTo(1, 9);
        expect(segments.every(({ rate }) => rate >= 0)).toBe(true);
      }),
    );
  });

  it('follow the sine wave as they get finer', () => {
    const steps = 1000;
    const wave = { meanRate: 2, amplitude: 0.8, periodSeconds: 86_400, steps };
    diurnalSegments(wave).forEach(({ rate }, step) => {
      const middle = (2 * Math.PI * (step + 0.5)) / steps;
      expect(rate).toBeCloseTo(2 * (1 + 0.8 * Math.sin(middle)), 4);
    });
  });
});
