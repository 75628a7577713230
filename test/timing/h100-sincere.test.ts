import { describe, expect, it } from 'vitest';
import { createBelievedTiming } from '../../src/timing/belief/believed.js';
import type { SwapTimesChoice } from '../../src/timing/resolve-model.js';
import { createTiming } from '../../src/timing/timing.js';
import type { TeeMode } from '../../src/timing/types.js';
import { choose, h100, momentsOver, resolved } from './support.js';

/** Expected figures are those of SINCERE (Antonio-MI/sincere, HEAD 285e5b7), in this order. */
const MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'];
const GRANITE = 0;
const GEMMA = 1;
const LLAMA = 2;

const document = h100();

function config(mode: TeeMode, swapTimes: SwapTimesChoice = 'profiled', inExperiment = false) {
  const batchTimes = inExperiment ? 'in-experiment' : 'profiled';
  return resolved(document, choose({ models: MODELS, mode, swapTimes, batchTimes })).timing;
}

function believed(mode: TeeMode) {
  return createBelievedTiming(config(mode).believed[mode]);
}

describe('profiles/h100-sincere.yaml', () => {
  it('has the memory of the GPU and room for one model at a time', () => {
    const { gpu, timing } = resolved(document, choose({ models: MODELS }));
    expect(gpu.memoryGiB).toBeCloseTo(81_559 / 1024, 4);
    const room = gpu.memoryGiB - gpu.reserveGiB;
    const weights = timing.models.map(({ weightsGiB }) => weightsGiB);
    expect(weights).toEqual([25.1, 31.8, 29.9]);
    expect(Math.max(...weights)).toBeLessThan(room);
    expect(25.1 + 29.9).toBeGreaterThan(room);
  });

  it.each([
    ['off', [3.5534, 2.5117], [4.6755, 3.0433], [4.1446, 2.6354], [0.0043, 0.0317, 0.0162]],
    ['cc', [8.9661, 2.0398], [12.0832, 2.4614], [11.0054, 2.3099], [0.0051, 0.0392, 0.0162]],
  ] as const)('has the profiled loads and unloads (%s)', (mode, granite, gemma, llama, unloads) => {
    const belief = believed(mode);
    [granite, gemma, llama].forEach(([mean, sd], model) => {
      expect(belief.loadSeconds(model)).toEqual({ mean, sd });
      expect(belief.unloadSeconds(model).mean).toBe(unloads[model]);
    });
  });

  // SLA − (load + kσ + 8), shortened by one waiting request; nothing to unload at the first
  // arrival. The limits were read from logs to two decimals; llama3-8b's lie 0.0052 s off.
  it.each([
    ['off', 1, 40, [25.91, 24.26, 25.2]],
    ['off', 1, 60, [45.89, 44.24, 45.18]],
    ['off', 1, 80, [65.87, 64.22, 65.16]],
    ['cc', 1, 40, [20.97, 17.44, 18.67]],
    ['cc', 2, 60, [38.92, 34.96, 36.34]],
  ] as const)('gives the timer limits in the logs (%s, %d sd, SLA %d)', (mode, k, sla, limits) => {
    const belief = believed(mode);
    limits.forEach((limit, model) => {
      const { mean, sd } = belief.loadSeconds(model);
      expect(Math.abs((sla - (mean + k * sd + 8)) / 1.001 - limit)).toBeLessThan(0.006);
    });
  });

  it.each([
    ['cc', GRANITE, 8, 1.661],
    ['cc', GRANITE, 48, 5.388],
    ['cc', GEMMA, 1, 1.349],
    ['cc', GEMMA, 64, 6.286],
    ['cc', LLAMA, 16, 2.41],
    ['cc', LLAMA, 128, 14.443],
    ['off', GRANITE, 1, 0.895],
    ['off', GRANITE, 64, 6.464],
    ['off', GEMMA, 32, 3.973],
    ['off', GEMMA, 64, 6.69],
    ['off', LLAMA, 48, 4.981],
    ['off', LLAMA, 167, 20.033],
  ] as const)('has the profiled batch times (%s, model %d, size %d)', (mode, model, size, mean) => {
    expect(believed(mode).batchSeconds(model, size)).toBe(mean);
  });

  it.each(['off', 'cc'] as const)(
    'follows the published fits up to 64 within 25 %% (%s)',
    (mode) => {
      const fits = {
        off: [
          [0.702, 0.0962],
          [0.836, 0.1011],
          [0.937, 0.0884],
        ],
        cc: [
          [1.012, 0.0875],
          [1.242, 0.0849],
          [1.22, 0.0854],
        ],
      } as const;
      fits[mode].forEach(([a, b], model) => {
        for (const size of [1, 2, 4, 8, 12, 16, 28, 32, 40, 48, 56, 64]) {
          const ratio = believed(mode).batchSeconds(model, size) / (a + b * size);
          expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
        }
      });
    },
  );

  it.each([
    ['cc', [17.26, 20.47, 18.37], [2.17, 3.93, 3.13]],
    ['off', [8.51, 10.51, 9.31], [1.58, 2.64, 1.94]],
  ] as const)('swaps in-experiment as the logs say (%s)', (mode, means, sds) => {
    const timing = createTiming(config(mode, 'in-experiment'));
    const later = { first: false, previous: -1, beforePrevious: -1 };
    MODELS.forEach((_, model) => {
      const load = momentsOver((u) => timing.loadSeconds(model, later, u), 10_000);
      const unload = momentsOver((u) => timing.unloadSeconds(model, u), 10_000);
      expect(load.mean + unload.mean).toBeCloseTo(means[model] as number, 2);
      expect(Math.abs(load.sd / (sds[model] as number) - 1)).toBeLessThan(0.01);
    });
  });

  it.each([
    ['cc', 16.3],
    ['off', 8.3],
  ] as const)('loads first what the logs say, near the disk form (%s)', (mode, llama) => {
    const first = { first: true, previous: -1, beforePrevious: -1 };
    const seen = createTiming(config(mode, 'in-experiment'));
    const disk = createTiming(config(mode, 'disk'));
    expect(momentsOver((u) => seen.loadSeconds(LLAMA, first, u)).mean).toBeCloseTo(llama, 2);
    MODELS.forEach((_, model) => {
      const ratio = seen.loadSeconds(model, first, 0.5) / disk.loadSeconds(model, first, 0.5);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.2);
    });
  });

  it('reads from disk what the page cache has lost: cc loads within 1 s of the logs', () => {
    const timing = createTiming(config('cc', 'disk'));
    // Ranges of the swap times in the logs: the model before the present one, and any other.
    const returning = [
      [12, 13],
      [16, 17],
      [15, 17],
    ] as const;
    const otherwise = [
      [17, 18],
      [22, 25],
      [21, 23],
    ] as const;
    MODELS.forEach((_, model) => {
      const other = (model + 1) % 3;
      const mean = (beforePrevious: number) =>
        momentsOver((u) =>
          timing.loadSeconds(model, { first: false, previous: other, beforePrevious }, u),
        ).mean;
      for (const [value, [low, high]] of [
        [mean(model), returning[model] ?? [0, 0]],
        [mean((model + 2) % 3), otherwise[model] ?? [0, 0]],
      ] as const) {
        expect(value).toBeGreaterThan(low - 1);
        expect(value).toBeLessThan(high + 1);
      }
    });
  });

  it.each([
    ['cc', [5.3, 7.0, 7.1], [1.03, 1.15, 1.44]],
    ['off', [5.33, 7.0, 7.05], [1.02, 1.25, 1.42]],
  ] as const)(
    'infers in-experiment best batches as the logs of all runs say: mean 3 %% (%s)',
    (mode, means, sds) => {
      const timing = createTiming(config(mode, 'profiled', true));
      [48, 64, 64].forEach((size, model) => {
        const { mean, sd } = momentsOver((u) => timing.batchSeconds(model, size, u), 10_000);
        expect(Math.abs(mean / (means[model] as number) - 1)).toBeLessThan(0.03);
        // Those of the logs include batches beside the busy loop, which the profile has apart.
        expect(sd / (sds[model] as number)).toBeGreaterThan(0.8);
        expect(sd / (sds[model] as number)).toBeLessThan(1);
      });
    },
  );

  it('limits batches below every size that ran out of memory, and not below the best', () => {
    const smallestFailure = [79, 79, 191];
    const belief = believed('cc');
    expect(MODELS.map((_, model) => belief.bestBatch(model))).toEqual([48, 64, 64]);
    expect(MODELS.map((_, model) => belief.maxBatch(model))).toEqual([72, 72, 167]);
    MODELS.forEach((_, model) => {
      expect(belief.maxBatch(model)).toBeLessThan(smallestFailure[model] as number);
    });
  });

  it('writes results, and suffers from the busy loop', () => {
    const timing = createTiming(config('cc'));
    expect(timing.writeSeconds(64)).toBeCloseTo(0.0125 + 0.1376, 12);
    // First loads beside the loop less others, in the logs of all runs: 48.7 − 16.3 and 34.5 − 8.3.
    expect(Math.abs(timing.busyLoopLoadExtraSeconds(LLAMA) - 32.4)).toBeLessThan(2.5);
    const off = createTiming(config('off'));
    expect(Math.abs(off.busyLoopLoadExtraSeconds(LLAMA) - 26.2)).toBeLessThan(2.5);
    expect(timing.busyLoopInferenceRate).toBeCloseTo(0.05, 1);
  });
});
