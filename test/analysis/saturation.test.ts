import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/analysis/measurement.js';
import { seriesLabels } from '../../src/analysis/tee/cell-labels.js';
import { cellsOf } from '../../src/analysis/tee/cells.js';
import { type Saturation, saturationOf } from '../../src/analysis/tee/saturation.js';
import { latencies, load, mean, run, throughput } from './runs.js';

const DOUBLED = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** Small and different for each repetition, but no accident. */
const NOISE = [0.99, 1.005, 1, 0.997, 1.008];

/** Runs of a curve: `rate` is its throughput at a load. */
function curve(
  loads: readonly number[],
  rate: (load: number) => number,
  facts: (load: number) => Partial<Measurement> = (concurrency) => ({
    load: load({ concurrency }),
  }),
): readonly Measurement[] {
  return loads.flatMap((at) =>
    NOISE.map((noise, repetition) =>
      run(`${at} ${repetition}`, {
        condition: 'x',
        teeMode: 'off',
        repetition,
        throughput: throughput({ outputTokensPerSecond: rate(at) * noise }),
        latencies: latencies({ e2e: mean((at / rate(at)) * noise) }),
        ...facts(at),
      }),
    ),
  );
}

function only(runs: readonly Measurement[]): Saturation {
  const found = saturationOf(cellsOf(runs));
  expect(found).toHaveLength(1);
  return found[0] as Saturation;
}

const flatFrom =
  (knee: number) =>
  (at: number): number =>
    1000 * Math.min(at, knee);

describe('saturation', () => {
  it('has its knee where throughput stops growing, and so has latency', () => {
    const [rate, latency] = only(curve(DOUBLED, flatFrom(32))).curves;
    expect(rate?.knee).toMatchObject({ at: 32, interval: [16, 64], n: 5 });
    expect(latency?.quantity.name).toBe('e2e_mean_s');
    expect(latency?.knee?.at).toBe(32);
    expect(rate?.peak?.reach).toMatchObject({ load: 32, interval: [32, 32] });
    expect(rate?.peak?.estimate.mean).toBeCloseTo(32000, 9);
  });

  it('finds the same knee at loads that no power of two is', () => {
    const loads = [3, 10, 30, 100, 300, 1000];
    expect(only(curve(loads, flatFrom(100))).curves[0]?.knee?.at).toBe(100);
  });

  it('has none where throughput grows with the logarithm of the load', () => {
    const [rate] = only(curve(DOUBLED, (at) => 500 + 100 * Math.log2(at))).curves;
    expect(rate?.knee).toBeNull();
    expect(rate?.noKnee).toBeNull();
    expect(rate?.peak?.load).toBe(256);
  });

  it('looks for none in fewer than five loads, and says why', () => {
    const [rate] = only(curve([1, 8, 64], flatFrom(8))).curves;
    expect(rate?.knee).toBeNull();
    expect(rate?.noKnee).toBe('fewer than 5 loads');
    expect(rate?.peak?.reach.load).toBe(8);
  });

  it('says what the TEE does to the peak, wherever each mode has it', () => {
    const off = curve(DOUBLED, flatFrom(32));
    const cc = curve(DOUBLED, (at) => 0.9 * flatFrom(64)(at)).map((each) => ({
      ...each,
      id: `cc ${each.id}`,
      teeMode: 'cc' as const,
    }));
    const { peakEffect } = only([...off, ...cc]);
    expect(peakEffect?.ratio).toBeCloseTo(1.8, 9);
  });

  it('puts conditions of one load each together', () => {
    const runs = curve(DOUBLED, flatFrom(32), (concurrency) => ({
      condition: `c${concurrency}`,
      load: load({ concurrency }),
      model: 'llama',
    }));
    const { series } = only(runs);
    expect(series.condition).toBeNull();
    expect(series.cells).toHaveLength(DOUBLED.length);
    expect(seriesLabels([series])(series)).toBe('llama');
  });

  it('keeps conditions apart that hold several loads, or the same', () => {
    const both = ['fp16', 'awq'].flatMap((condition) =>
      curve([1, 2, 4], flatFrom(2)).map((each) => ({
        ...each,
        id: `${condition} ${each.id}`,
        condition,
      })),
    );
    const found = saturationOf(cellsOf(both));
    expect(found.map(({ series }) => series.condition)).toEqual(['fp16', 'awq']);
    const same = curve([1], flatFrom(2)).concat(
      curve([1], flatFrom(2)).map((each) => ({ ...each, id: `b ${each.id}`, condition: 'y' })),
    );
    expect(saturationOf(cellsOf(same))).toEqual([]);
  });

  it('is by request rate where concurrency is not set', () => {
    const runs = curve(DOUBLED, flatFrom(16), (requestsPerSecond) => ({
      load: load({ requestsPerSecond }),
    }));
    expect(only(runs).series.axis.name).toBe('request rate');
  });

  it('is by the most requests at once where nothing was set, if they were meant to differ', () => {
    const counted = (factor: number) => (at: number) => ({
      condition: `c${at}`,
      mostConcurrent: 100 + factor * at,
    });
    const runs = curve(DOUBLED, flatFrom(16), counted(10));
    expect(only(runs).series.axis.name).toBe('most concurrent');
    expect(saturationOf(cellsOf(curve(DOUBLED, flatFrom(16), counted(0.1))))).toEqual([]);
  });

  it('is in requests where tokens are not known', () => {
    const runs = curve(DOUBLED, flatFrom(16)).map((each) => ({
      ...each,
      throughput: throughput({
        requestsPerSecond: (each.throughput.outputTokensPerSecond ?? 0) / 256,
      }),
    }));
    expect(only(runs).curves[0]?.quantity.name).toBe('requests_per_second');
  });
});
