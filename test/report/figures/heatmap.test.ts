import { describe, expect, it } from 'vitest';
import { heatmap } from '../../../src/report/figures/heatmap.js';
import { buildFigure } from './build-figure.js';
import { madeResults, panelsIn, rowsWith } from './made-results.js';

const results = () =>
  madeResults({
    axes: {
      'tee.mode': ['off', 'cc'],
      'arrivals.rate': ['4', '8', '12'],
      'sla.seconds': ['40', '60'],
      'strategy.name': ['a', 'b'],
    },
    replications: 2,
    value: (cell, _, replication) =>
      (Number(cell['arrivals.rate']) + Number(cell['sla.seconds']) + replication) / 200,
  });

describe('heatmap', () => {
  it('has a panel for each TEE mode, load along the bottom and strategies down the side', async () => {
    const { spec } = await buildFigure(heatmap, results());
    expect(panelsIn(spec)).toHaveLength(2);
    const tiles = rowsWith(panelsIn(spec)[0] ?? {}, 'x', 'y', 'value');
    expect(tiles).toHaveLength(3 * 2);
    // The mean over the SLAs 40 and 60 and over two replications, in percent.
    expect(tiles.find(({ x, y }) => x === '8' && y === 'b')?.['value']).toBeCloseTo(29.25, 9);
  });

  it('takes its columns and its metric by option', async () => {
    const options = { x: 'sla.seconds', y: 'arrivals.rate', metric: 'latencySeconds.mean' };
    const { spec, caption } = await buildFigure(heatmap, results(), options);
    const tiles = rowsWith(spec, 'x', 'y', 'value');
    expect(tiles.find(({ x, y }) => x === '60' && y === '12')?.['value']).toBeCloseTo(0.3625, 9);
    expect(caption).toMatch(/^Mean latency by SLA, arrival rate/);
  });

  it('writes values in tiles only where they fit', async () => {
    const many = madeResults({
      axes: {
        'arrivals.rate': Array.from({ length: 40 }, (_, at) => String(at + 1)),
        'sla.seconds': ['40', '60'],
      },
      replications: 2,
    });
    const texts = (spec: object): number =>
      JSON.stringify(spec).split('"text":{"field"').length - 1;
    expect(texts((await buildFigure(heatmap, results(), {}, 1)).spec)).toBe(2);
    expect(texts((await buildFigure(heatmap, many, {}, 1)).spec)).toBe(0);
  });

  it('leaves tiles out where nothing is known', async () => {
    const some = madeResults({
      axes: { 'arrivals.rate': ['4', '8'], 'strategy.name': ['a', 'b'] },
      replications: 2,
      value: (cell) => (cell['strategy.name'] === 'a' ? Number.NaN : 0.5),
    });
    const { spec, caption } = await buildFigure(heatmap, some);
    expect(rowsWith(spec, 'x', 'value')).toHaveLength(2);
    expect(caption).toContain('2 gaps');
  });

  it('refuses cells that vary along one column only', async () => {
    const one = madeResults({ axes: { 'arrivals.rate': ['4', '8'] }, replications: 2 });
    await expect(buildFigure(heatmap, one)).rejects.toThrow(/--y: .*second column/);
  });
});
