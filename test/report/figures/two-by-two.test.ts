import { describe, expect, it } from 'vitest';
import { twoByTwo } from '../../../src/report/figures/two-by-two.js';
import { buildFigure } from './build-figure.js';
import { type MadeSweep, madeResults, panelsIn, type Row, rowsWith } from './made-results.js';

/** What each policy reaches with CC off and on, at any load. */
const LEVELS: Readonly<Record<string, readonly [off: number, cc: number]>> = {
  'old one': [0.7, 0.3],
  'old two': [0.6, 0.4],
  fixed: [0.3, 0.1],
  middling: [0.99, 0.7],
  good: [0.85, 0.8],
};

const SWEEP: MadeSweep = {
  axes: {
    policy: Object.keys(LEVELS),
    'tee.mode': ['off', 'cc'],
    'arrivals.rate': ['4', '8'],
  },
  replications: 3,
  sets: ({ policy = '' }) => ({
    'strategy.name': ['good', 'middling'].includes(policy) ? policy : 'best-batch',
    'server.semantics': policy.startsWith('old') ? 'as-published' : 'lossless',
  }),
  value: ({ policy = '', 'tee.mode': mode }, _, replication) =>
    (LEVELS[policy]?.[mode === 'cc' ? 1 : 0] ?? Number.NaN) +
    // Common to all, so that differences between modes and policies do not vary.
    0.01 * replication,
};

/** `row / column` → the number in the tile. */
function tiles(panel: object | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(
    rowsWith(panel ?? {}, 'row', 'column', 'value').map((row: Row) => [
      `${row['row']} / ${row['column']}`,
      Number(Number(row['value']).toFixed(9)),
    ]),
  );
}

describe('two-by-two', () => {
  it('sets published, fixed and the best new policy beside each other, with CC off and on', async () => {
    const { spec } = await buildFigure(twoByTwo, madeResults(SWEEP));
    expect(panelsIn(spec)).toHaveLength(2);
    // Means over three replications: a point more than the level.
    expect(tiles(panelsIn(spec)[0])).toEqual({
      // In each tile the best of the published: here another one in each mode.
      'published, best of 2 / CC off': 71,
      'published, best of 2 / CC on': 41,
      'published, best of 2 / lost to CC': 30,
      'overwriting fixed / CC off': 31,
      'overwriting fixed / CC on': 11,
      'overwriting fixed / lost to CC': 20,
      // The best with CC on, although another is better with CC off, and on the whole.
      'good / CC off': 86,
      'good / CC on': 81,
      'good / lost to CC': 5,
      'gained by scheduling / CC off': 15,
      'gained by scheduling / CC on': 40,
    });
  });

  it('pairs differences by replication, and writes them with their sign', async () => {
    const varied = madeResults({
      ...SWEEP,
      value: (cell, path, replication) =>
        (SWEEP.value?.(cell, path, replication) ?? 0) +
        (cell['policy'] === 'good' && cell['tee.mode'] === 'cc' ? 0.002 * replication : 0),
    });
    const { spec } = await buildFigure(twoByTwo, varied);
    const rows = rowsWith(panelsIn(spec)[0] ?? {}, 'row', 'column');
    const gain = rows.find(
      ({ row, column }) => row === 'gained by scheduling' && column === 'CC on',
    );
    // 40 points and 0, 0.2, 0.4: ± 4.303·0.2/√3.
    expect(gain).toMatchObject({ text: '+40.2', interval: '+39.7 … +40.7' });
    const level = rows.find(({ row, column }) => row === 'good' && column === 'CC on');
    expect(level?.['text']).toBe('81.2');
  });

  it('says which policy it is, how it was chosen and what differences are of', async () => {
    const { caption } = await buildFigure(twoByTwo, madeResults(SWEEP));
    expect(caption).toContain('Gained by scheduling: good less published, in the same mode.');
    expect(caption).toContain('chosen on the runs shown');
    const one = await buildFigure(twoByTwo, madeResults(SWEEP), {
      where: { policy: ['old one', 'middling'] },
    });
    expect(one.caption).not.toContain('Best of several');
    expect(one.caption).toContain('Gained by scheduling: middling less published');
    expect(tiles(panelsIn(one.spec)[0])['published / CC on']).toBe(31);
  });

  it('needs both modes, a published and a new policy', async () => {
    const results = madeResults(SWEEP);
    const refused = (where: Readonly<Record<string, readonly string[]>>) =>
      expect(buildFigure(twoByTwo, results, { where })).rejects;
    await refused({ 'tee.mode': ['cc'] }).toThrow(/both TEE modes/);
    await refused({ policy: ['old one', 'old two'] }).toThrow(/not one of the published/);
    await refused({ policy: ['fixed', 'good'] }).toThrow(/as published/);
  });

  it('passes over a policy of which nothing is known', async () => {
    for (const unknown of ['old one', 'old two']) {
      const results = madeResults({
        ...SWEEP,
        value: (cell, path, replication) =>
          cell['policy'] === unknown ? Number.NaN : (SWEEP.value?.(cell, path, replication) ?? 0),
      });
      const { spec } = await buildFigure(twoByTwo, results);
      const known = unknown === 'old one' ? 41 : 31;
      expect(tiles(panelsIn(spec)[0])['published, best of 2 / CC on']).toBe(known);
    }
  });

  it('leaves a tile empty where nothing is known', async () => {
    const { spec } = await buildFigure(
      twoByTwo,
      madeResults({
        ...SWEEP,
        value: (cell, path, replication) =>
          cell['policy'] === 'fixed' && cell['arrivals.rate'] === '4'
            ? Number.NaN
            : (SWEEP.value?.(cell, path, replication) ?? 0),
      }),
    );
    expect(tiles(panelsIn(spec)[0])).not.toHaveProperty('overwriting fixed / CC on');
    expect(tiles(panelsIn(spec)[1])).toHaveProperty('overwriting fixed / CC on');
  });
});
