import { describe, expect, it } from 'vitest';
import {
  type CostSample,
  estimateCost,
  samplingOrder,
} from '../../../../src/experiment/sweep/run/estimate-cost.js';
import { smallDescription } from './small-description.js';

const RATES = Array.from({ length: 50 }, (_, at) => String(at));
const FIXED = smallDescription({
  columns: { rate: RATES, mode: ['off', 'cc'] },
  replications: { kind: 'fixed', count: 10 },
});
const ALL = FIXED.cells.map((_, cell) => cell);

function sample(cell: number, seconds: number, record = 1000, files = 0): CostSample {
  return { cell, seconds, bytes: { record, files } };
}

describe('samplingOrder', () => {
  it('has every cell once', () => {
    expect(samplingOrder(FIXED).toSorted((a, b) => a - b)).toEqual(ALL);
  });

  it('is spread over the sweep from the start', () => {
    const first = samplingOrder(FIXED).slice(0, 10);
    for (let decile = 0; decile < 10; decile += 2) {
      const [from, to] = [decile * 10, (decile + 2) * 10];
      expect(first.some((cell) => cell >= from && cell < to)).toBe(true);
    }
    // Both values of an axis that changes from cell to cell.
    expect(new Set(first.map((cell) => cell % 2)).size).toBe(2);
  });

  it('begins with cells of which files are kept', () => {
    const cells = FIXED.cells.map((cell, at) => ({
      ...cell,
      keeps: { ...cell.keeps, timeline: at === 77, requests: at > 90 },
    }));
    const [first = 0, second] = samplingOrder({ ...FIXED, cells });
    expect(first).toBeGreaterThan(90);
    expect(second).toBe(77);
  });
});

describe('estimateCost', () => {
  it('scales the mean sample up to all runs, divided among the threads', () => {
    const samples = [sample(3, 0.5, 800), sample(40, 1.5, 1200)];
    expect(estimateCost(FIXED, ALL, 4, samples)).toEqual({
      runs: [1000, 1000],
      seconds: [250, 250],
      bytes: [1e6, 1e6],
      samples: { runs: 2, cells: 2 },
    });
    expect(estimateCost(FIXED, ALL.slice(0, 25), 1, samples).seconds).toEqual([250, 250]);
  });

  it('gives the least and the most that a precision plan may need', () => {
    const replications = { kind: 'precision', targets: [], least: 20, most: 100 } as const;
    const { runs, seconds } = estimateCost({ ...FIXED, replications }, ALL, 1, [sample(0, 1)]);
    expect([runs, seconds]).toEqual([
      [2000, 10_000],
      [2000, 10_000],
    ]);
  });

  it('counts files once for each cell that keeps them, however many replications it has', () => {
    const cells = FIXED.cells.map((cell, at) => ({
      ...cell,
      keeps: { ...cell.keeps, timeline: at < 5 },
    }));
    const samples = [sample(0, 1, 100, 3000), sample(50, 1, 100, 0)];
    const { bytes } = estimateCost({ ...FIXED, cells }, ALL, 1, samples);
    expect(bytes?.[0]).toBe(1000 * 100 + 5 * 3000);
  });

  it('knows no size when no run came to its end', () => {
    const cut: CostSample = { cell: 0, seconds: 100, bytes: null };
    const { bytes, seconds } = estimateCost(FIXED, ALL, 1, [cut]);
    expect(bytes).toBeNull();
    expect(seconds[0]).toBe(1e5);
  });
});
