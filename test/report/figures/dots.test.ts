import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { estimateFraction, estimateMean } from '../../../src/metrics/estimate.js';
import { attainment } from '../../../src/report/figures/attainment.js';
import { gpuUse } from '../../../src/report/figures/gpu-use.js';
import { latency } from '../../../src/report/figures/latency.js';
import { throughput } from '../../../src/report/figures/throughput.js';
import { buildFigure } from './build-figure.js';
import { type MadeSweep, madeResults, panelsIn, rowsWith, type Setting } from './made-results.js';

const GRID = {
  axes: {
    'tee.mode': ['off', 'cc'],
    'strategy.name': ['best-batch', 'greedy'],
    'arrivals.process': ['gamma', 'bursty', 'ramp'],
    'arrivals.rate': ['4', '8'],
    'server.semantics': ['as-published', 'lossless'],
  },
  replications: 3,
} satisfies MadeSweep;

/** Different in every cell and replication, in (0, 1). */
function share(cell: Setting, path: string, replication: number): number {
  const text = `${Object.values(cell).join()}${path}`;
  const hash = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return (hash + 1 + 40 * replication) / 10_100;
}

const grid = () => madeResults({ ...GRID, value: share });

describe('figures of dots', () => {
  it('show strategies down the side, patterns and semantics as panels, TEE modes by colour', async () => {
    const { spec, caption } = await buildFigure(latency, grid());
    expect(panelsIn(spec)).toHaveLength(6);
    const rows = rowsWith(spec, 'category', 'value');
    expect(rows).toHaveLength(2 * 2 * 3 * 2);
    expect(new Set(rows.map(({ category }) => category))).toEqual(
      new Set(['best-batch', 'greedy']),
    );
    expect(new Set(rows.map(({ series }) => series))).toEqual(new Set(['CC off', 'CC on']));
    expect(caption).toContain('Unweighted means over arrival rate (4, 8 requests/s).');
  });

  it('are means over the columns that are not shown, with intervals over replications', async () => {
    const { spec } = await buildFigure(latency, grid());
    const of = (rate: string, replication: number): number =>
      share(
        {
          'tee.mode': 'cc',
          'strategy.name': 'greedy',
          'arrivals.process': 'ramp',
          'arrivals.rate': rate,
          'server.semantics': 'lossless',
        },
        'latencySeconds.mean',
        replication,
      );
    const means = [0, 1, 2].map((replication) => (of('4', replication) + of('8', replication)) / 2);
    const { mean, ci95 } = estimateMean(means);
    const [last] = panelsIn(spec).slice(-1);
    const rows = rowsWith(last ?? {}, 'category', 'value');
    const row = rows.find(({ category, series }) => category === 'greedy' && series === 'CC on');
    expect(row?.['value']).toBeCloseTo(mean, 12);
    expect(row?.['low']).toBeCloseTo(ci95?.[0] ?? Number.NaN, 12);
    expect(row?.['high']).toBeCloseTo(ci95?.[1] ?? Number.NaN, 12);
  });

  it('give attainment over both denominators, in percent, with intervals of fractions', async () => {
    const results = madeResults({
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 3,
      value: share,
    });
    const { spec, caption } = await buildFigure(attainment, results);
    const rows = rowsWith(spec, 'hollow', 'value');
    expect(rows).toHaveLength(4);
    for (const [path, hollow] of [
      ['sla.attainmentReceived', false],
      ['sla.attainmentProcessed', true],
    ] as const) {
      const values = [0, 1, 2].map((replication) => share({ 'tee.mode': 'cc' }, path, replication));
      const { mean, ci95 } = estimateFraction(values);
      const row = rows.find((each) => each['hollow'] === hollow && each['value'] === 100 * mean);
      expect(row?.['low']).toBeCloseTo(100 * (ci95?.[0] ?? Number.NaN), 9);
    }
    expect(caption).toMatch(/received.*hollow.*processed/);
  });

  it('leave gaps where a metric is not defined or a cell is not simulated, and count them', async () => {
    const results = madeResults({
      axes: { 'strategy.name': ['a', 'b', 'c'] },
      replications: 2,
      finished: (cell) => (cell['strategy.name'] === 'a' ? 0 : 2),
      value: (cell) => (cell['strategy.name'] === 'b' ? Number.NaN : 1),
    });
    const { spec, caption } = await buildFigure(throughput, results);
    const rows = rowsWith(spec, 'category', 'value');
    expect(rows.map(({ value }) => value)).toEqual([null, null, 1]);
    expect(caption).toContain('2 gaps');
    expect(caption).toContain('0 to 2 replications');
  });

  it('are refused where every point is a gap: an empty figure tells nothing', async () => {
    const axes = { 'tee.mode': ['off', 'cc'], 'sla.seconds': ['40', '60'] };
    const finished = (cell: Setting): number => (cell['sla.seconds'] === '60' ? 0 : 2);
    const begun = madeResults({ axes, replications: 2, finished });
    // A mean over SLAs needs both of them.
    const options = { x: 'tee.mode' };
    for (const figure of [latency, gpuUse]) {
      await expect(buildFigure(figure, begun, options)).rejects.toThrow(
        '--where: expected cells that are simulated, with the metric defined, got too few (a mean',
      );
    }
  });

  it('say which cells are shown, which are left out, and which the sweep marks', async () => {
    const results = madeResults({
      ...GRID,
      has: (cell) => cell['tee.mode'] === 'off' || cell['arrivals.rate'] === '4',
      marks: (cell) => (cell['tee.mode'] === 'cc' ? ['two-sigma'] : []),
    });
    const where = { 'arrivals.process': ['ramp'] };
    const { caption } = await buildFigure(latency, results, { where });
    expect(caption).toContain('Only cells with arrivals ramp.');
    expect(caption).toContain('4 cells have no counterpart');
    expect(caption).toContain('marks two-sigma');
  });

  it('take another metric and other columns by option', async () => {
    const options = { metric: 'latencySeconds.p95', x: 'arrivals.rate', series: 'strategy.name' };
    const { spec, caption } = await buildFigure(latency, grid(), options);
    const rows = rowsWith(spec, 'category', 'value');
    expect(new Set(rows.map(({ category }) => category))).toEqual(new Set(['4', '8']));
    expect(new Set(rows.map(({ series }) => series))).toEqual(new Set(['best-batch', 'greedy']));
    expect(caption).toMatch(/^P95 latency/);
  });

  it('refuse columns and metrics that do not exist, with the nearest that do', async () => {
    const build = (options: object) => buildFigure(latency, grid(), options);
    await expect(build({ x: 'arrivals.rat' })).rejects.toThrow(/--x: .*arrivals\.rate/);
    await expect(build({ metric: 'latencySeconds.p94' })).rejects.toThrow(
      /--metric: .*did you mean/,
    );
    await expect(build({ x: 'arrivals.rate', series: 'arrivals.rate' })).rejects.toThrow(UserError);
    await expect(build({ where: { 'tee.mode': ['none'] } })).rejects.toThrow(/--where/);
  });

  it('refuse more panels in a row than a column of a page can hold', async () => {
    const results = madeResults({
      axes: {
        'strategy.name': ['a', 'b'],
        'arrivals.process': ['gamma', 'ramp'],
        kind: Array.from({ length: 9 }, (_, at) => `kind ${at}`),
      },
      replications: 2,
    });
    await expect(buildFigure(latency, results, {}, 1)).rejects.toThrow(/--where kind=…/);
  });
});

describe('gpu-use', () => {
  const PATHS = ['inference', 'write', 'load', 'unload', 'idle'].map((name) => `gpu.${name}Share`);

  it('stacks the shares of GPU time without gaps, up to the whole', async () => {
    const results = madeResults({
      axes: { 'tee.mode': ['off', 'cc'], 'strategy.name': ['best-batch', 'greedy'] },
      replications: 2,
      value: (cell, path, replication) =>
        (1 + PATHS.indexOf(path) + (cell['tee.mode'] === 'cc' ? 0 : replication)) /
        (cell['tee.mode'] === 'cc' ? 15 : 15 + 5 * replication),
    });
    const { spec } = await buildFigure(gpuUse, results);
    const bars = rowsWith(spec, 'parts');
    expect(bars).toHaveLength(4);
    for (const { parts } of bars) {
      const stack = parts as readonly { from: number; to: number }[];
      expect(stack).toHaveLength(5);
      expect(stack[0]?.from).toBe(0);
      for (const [at, part] of stack.entries()) {
        expect(part.from).toBe(at === 0 ? 0 : stack[at - 1]?.to);
        expect(part.to).toBeGreaterThan(part.from);
      }
      expect(stack.at(-1)?.to).toBeCloseTo(100, 9);
    }
  });

  it('has no bar where a share is not defined', async () => {
    const results = madeResults({
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 2,
      value: (cell) => (cell['tee.mode'] === 'cc' ? Number.NaN : 0.2),
    });
    const { spec, caption } = await buildFigure(gpuUse, results);
    const filled = rowsWith(spec, 'parts').filter(({ parts }) => (parts as unknown[]).length > 0);
    expect(filled.map(({ side }) => side)).toEqual(['CC off']);
    expect(caption).toContain('One gap');
  });
});
