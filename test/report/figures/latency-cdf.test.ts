import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LatencyCounts, LogHistogram } from '../../../src/metrics/latency/log-histogram.js';
import { latencyCdf } from '../../../src/report/figures/latency-cdf.js';
import { cdfOver, latenciesShown } from '../../../src/report/figures/latency-shares.js';
import { buildFigure } from './build-figure.js';
import { madeResults, rowsWith } from './made-results.js';

const LATENCIES = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1 });

function counted(latencies: readonly number[]): LatencyCounts {
  const histogram = new LogHistogram();
  for (const latency of latencies) histogram.push(latency);
  return histogram.counted();
}

describe('the distribution of latency', () => {
  it('is between the shares of latencies a bucket faster and a bucket slower', () => {
    const at = [0.001, 0.5, 1, 3, 10, 60, 1000, 20_000];
    fc.assert(
      fc.property(LATENCIES, (latencies) => {
        const below = (bound: number): number =>
          (100 * latencies.filter((latency) => latency < bound).length) / latencies.length;
        for (const { latency, value } of cdfOver([[counted(latencies)]], at)) {
          expect(value).toBeGreaterThanOrEqual(below(latency / (1 + 1 / 128)) - 1e-9);
          expect(value).toBeLessThanOrEqual(below(latency) + 1e-9);
        }
      }),
    );
  });

  it('never falls, from 0 to all requests', () => {
    fc.assert(
      fc.property(LATENCIES, LATENCIES, (a, b) => {
        const cells = [[counted(a), counted(b)]];
        const values = cdfOver(cells, latenciesShown(cells)).map(
          ({ value }) => value ?? Number.NaN,
        );
        expect(values.every((value, step) => value >= (values[step - 1] ?? 0) - 1e-9)).toBe(true);
        expect(cdfOver(cells, [1e6]).at(0)?.value).toBeCloseTo(100, 9);
      }),
    );
  });

  it('counts cells the same, however many requests they have', () => {
    const fast = counted(Array.from({ length: 90 }, () => 1));
    const slow = counted([5]);
    expect(cdfOver([[fast], [slow]], [2]).at(0)?.value).toBeCloseTo(50, 12);
  });

  it('has a mean and an interval over replications, without those in which a cell has none', () => {
    const none = counted([]);
    const half = counted([1, 9]);
    const most = counted([1, 1, 1, 9]);
    const [point] = cdfOver([[half, most, none]], [2]);
    expect(point?.value).toBeCloseTo(62.5, 9);
    expect(point?.n).toBe(2);
    expect(point?.low).toBeLessThan(62.5);
    expect(cdfOver([[none]], [2])).toEqual([]);
  });
});

describe('latency-cdf', () => {
  const axes = { 'tee.mode': ['off', 'cc'], 'sla.seconds': ['40', '60'] };
  const latency = (cell: Readonly<Record<string, string>>, replication: number) =>
    counted([1, 2 + replication, cell['tee.mode'] === 'cc' ? 30 : 15]);

  it('has a line for each TEE mode, and marks every SLA', async () => {
    const { spec, caption } = await buildFigure(
      latencyCdf,
      madeResults({ axes, replications: 3, latency }),
    );
    const rows = rowsWith(spec, 'series', 'latency', 'value');
    expect(new Set(rows.map(({ series }) => series))).toEqual(new Set(['CC off', 'CC on']));
    expect(rowsWith(spec, 'latency').filter((row) => !('value' in row))).toEqual([
      { latency: 40 },
      { latency: 60 },
    ]);
    expect(caption).toContain('the SLA (40 and 60 s)');
    expect(JSON.stringify(spec)).toContain('"values":["CC off","CC on","the SLA (40 and 60 s)"]');
  });

  it('shows the cells whose latencies were kept, and says how many were not', async () => {
    const results = madeResults({
      axes,
      replications: 3,
      latency: (cell, replication) =>
        cell['sla.seconds'] === '40' ? latency(cell, replication) : null,
    });
    const { caption } = await buildFigure(latencyCdf, results);
    expect(caption).toContain('2 cells whose latencies were not kept are left out.');
  });

  it('is refused with the line to add if none were kept', async () => {
    const results = madeResults({ axes, replications: 3 });
    await expect(buildFigure(latencyCdf, results)).rejects.toThrow(
      /add "keep: \{ latencyHistogram: true \}"/,
    );
  });
});
