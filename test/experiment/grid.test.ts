import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Axis,
  cellSettings,
  expandGrid,
  pairWithBaseline,
} from '../../src/experiment/grid.js';

const AXES: readonly Axis[] = [
  { path: 'a', values: ['1', '2'] },
  { path: 'b', values: ['x', 'y', 'z'] },
];

const axesArbitrary: fc.Arbitrary<Axis[]> = fc
  .array(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lists) => lists.map((values, at) => ({ path: `p${at}`, values })));

describe('expandGrid', () => {
  it('lets the last axis change fastest', () => {
    expect(expandGrid(AXES).map(({ values }) => values.join(''))).toEqual([
      '1x',
      '1y',
      '1z',
      '2x',
      '2y',
      '2z',
    ]);
  });

  it('has one cell without axes', () => {
    expect(expandGrid([])).toEqual([{ index: 0, values: [] }]);
  });

  it('has every combination once, numbered in order', () => {
    fc.assert(
      fc.property(axesArbitrary, (axes) => {
        const cells = expandGrid(axes);
        const distinct = new Set(cells.map(({ values }) => JSON.stringify(values)));
        expect(distinct.size).toBe(axes.reduce((size, { values }) => size * values.length, 1));
        expect(cells.map(({ index }) => index)).toEqual([...cells.keys()]);
      }),
    );
  });
});

describe('cellSettings', () => {
  it('sets each path to the value of the cell', () => {
    expect(cellSettings(AXES, { index: 4, values: ['2', 'y'] })).toEqual(['a=2', 'b=y']);
  });
});

describe('pairWithBaseline', () => {
  it('pairs cells that differ along the baseline’s axis only', () => {
    const pairs = pairWithBaseline(expandGrid(AXES), { axis: 0, value: '2' });
    expect(pairs.map(({ cell, baseline }) => [cell.index, baseline.index])).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
  });

  it('pairs every other cell exactly once, and with the baseline’s value', () => {
    fc.assert(
      fc.property(axesArbitrary, fc.nat(), fc.nat(), (axes, anyAxis, anyValue) => {
        const axis = anyAxis % axes.length;
        const values = axes[axis]?.values ?? [];
        const value = values[anyValue % values.length] ?? '';
        const cells = expandGrid(axes);
        const pairs = pairWithBaseline(cells, { axis, value });
        expect(pairs.length).toBe(cells.length - cells.length / values.length);
        for (const { cell, baseline } of pairs) {
          expect(baseline.values[axis]).toBe(value);
          const differing = cell.values.filter((each, at) => each !== baseline.values[at]);
          expect(differing).toEqual([cell.values[axis]]);
        }
      }),
    );
  });
});
