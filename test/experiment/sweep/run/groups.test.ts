import { describe, expect, it } from 'vitest';
import { cellGroups } from '../../../../src/experiment/sweep/run/groups.js';
import { smallDescription } from './small-description.js';

const COLUMNS = { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['1', '2'] };
const PAIRING = { column: 'tee.mode', baseline: 'off', margins: {} };
const PRECISION = { kind: 'precision', targets: [], least: 20, most: 60 } as const;

describe('cellGroups', () => {
  it('has every cell on its own when the number of replications is fixed', () => {
    const fixed = { kind: 'fixed', count: 3 } as const;
    const sweep = smallDescription({ columns: COLUMNS, replications: fixed, pairing: PAIRING });
    expect(cellGroups(sweep)).toEqual(
      [0, 1, 2, 3].map((cell) => ({ cells: [cell], baseline: null })),
    );
  });

  it('puts cells together that differ along the pairing column only', () => {
    const sweep = smallDescription({ columns: COLUMNS, replications: PRECISION, pairing: PAIRING });
    // Cells: off 1, off 2, cc 1, cc 2.
    expect(cellGroups(sweep)).toEqual([
      { cells: [0, 2], baseline: 0 },
      { cells: [1, 3], baseline: 1 },
    ]);
  });

  it('has no baseline where that cell was excluded', () => {
    const whole = smallDescription({ columns: COLUMNS, replications: PRECISION, pairing: PAIRING });
    const sweep = { ...whole, cells: whole.cells.slice(1) };
    expect(cellGroups(sweep)).toEqual([
      { cells: [0, 2], baseline: 0 },
      { cells: [1], baseline: null },
    ]);
  });
});
