import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { findColumn } from '../../../src/report/figures/cells.js';
import { groupCells, meanRuns } from '../../../src/report/figures/groups.js';
import { madeResults, type Setting } from './made-results.js';

const AXES = { mode: ['off', 'cc'], rate: ['1', '2', '3'] };
const all = (results: ReturnType<typeof madeResults>) =>
  results.description.cells.map((_, cell) => cell);

function made(has: (cell: Setting) => boolean = () => true) {
  return madeResults({
    axes: AXES,
    has,
    replications: 3,
    finished: ({ mode, rate }) => (mode === 'cc' && rate === '3' ? 2 : 3),
    value: ({ rate }, _, replication) =>
      rate === '2' && replication === 1 ? Number.NaN : Number(rate) + 10 * replication,
  });
}

describe('groupCells', () => {
  it('puts every cell into the group of its values', () => {
    const results = made();
    const mode = findColumn(results, 'mode') ?? null;
    expect(groupCells(results, all(results), [mode, null])).toEqual({
      groups: [
        { values: ['off', ''], cells: [0, 1, 2] },
        { values: ['cc', ''], cells: [3, 4, 5] },
      ],
      leftOut: 0,
    });
  });

  it('averages every group over the same settings: a cell without counterparts is left out', () => {
    const results = made(({ mode, rate }) => mode === 'off' || rate !== '3');
    const mode = findColumn(results, 'mode') ?? null;
    const { groups, leftOut } = groupCells(results, all(results), [mode]);
    expect(groups.map(({ cells }) => cells)).toEqual([
      [0, 1],
      [3, 4],
    ]);
    expect(leftOut).toBe(1);
  });

  it('refuses groups without a setting in common, and says of which columns', () => {
    const results = made(({ mode, rate }) => (mode === 'off') === (rate === '1'));
    const mode = findColumn(results, 'mode') ?? null;
    expect(() => groupCells(results, all(results), [mode])).toThrow(UserError);
    expect(() => groupCells(results, all(results), [mode])).toThrow(/--where: .*the same rate/);
  });
});

describe('meanRuns', () => {
  it('takes the mean over cells in each replication that all have finished', () => {
    expect(meanRuns(made(), [3, 5], 'any')).toEqual([2, 12]);
  });

  it('is not defined in a replication where one of the cells is not', () => {
    expect(meanRuns(made(), [0, 1], 'any')).toEqual([1.5, Number.NaN, 21.5]);
  });
});
