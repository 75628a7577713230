import { describe, expect, it } from 'vitest';
import { sweepPlanJson, sweepPlanText } from '../../src/report/sweep-plan.js';
import { smallDescription } from '../experiment/sweep/run/small-description.js';

const DESCRIPTION = smallDescription({
  columns: { rate: ['1', '2', '4'], mode: ['off', 'cc'] },
  replications: { kind: 'fixed', count: 20 },
});
const CELLS = DESCRIPTION.cells.map((_, cell) => cell);
const COST = {
  runs: [120, 120],
  seconds: [3.1234, 3.1234],
  bytes: [2_345_678, 2_345_678],
  samples: { runs: 9, cells: 4 },
} as const;

describe('sweepPlanText', () => {
  it('shows the cells and the cost, and what it was estimated from', () => {
    const text = sweepPlanText({ description: DESCRIPTION, cells: CELLS, jobs: 2, cost: COST });
    expect(text.split('\n')).toEqual([
      'small: 6 cells, 20 replications each',
      '  rate (3) × mode (2)',
      '',
      'cell  rate  mode  marks  keeps',
      '0     1     off',
      '1     1     cc',
      '2     2     off',
      '3     2     cc',
      '4     4     off',
      '5     4     cc',
      '',
      '120 runs: about 3.1 s with 2 threads, 2.3 MB of results.',
      'Estimated from 9 runs of 4 cells, for an idle machine. Nothing was written.',
      '',
    ]);
  });

  it('has ranges where a precision decides, and large units for what is large', () => {
    const replications = { kind: 'precision', targets: [], least: 20, most: 400 } as const;
    const description = { ...DESCRIPTION, replications };
    const cost = {
      ...COST,
      runs: [120, 2400],
      seconds: [100, 30_000],
      bytes: [900, 1.5e9],
    } as const;
    const text = sweepPlanText({ description, cells: CELLS, jobs: 1, cost });
    expect(text).toContain('6 cells, 20 to 400 replications each, by precision');
    expect(text).toContain(
      '120 to 2400 runs: about 100 s to 8 h with 1 thread, 0.9 kB to 1.5 GB of results.',
    );
  });

  it('says so when the size is not known, and how large the part is', () => {
    const cost = { ...COST, bytes: null };
    const text = sweepPlanText({ description: DESCRIPTION, cells: [1, 4], jobs: 2, cost });
    expect(text).toContain('small: 2 of 6 cells');
    expect(text).toContain('results of unknown size');
  });
});

describe('sweepPlanJson', () => {
  it('has every cell with its values', () => {
    const plan = sweepPlanJson({ description: DESCRIPTION, cells: [5], jobs: 2, cost: COST });
    expect(plan).toMatchObject({
      sweep: 'small',
      jobs: 2,
      cells: [{ cell: 5, at: { rate: '4', mode: 'cc' }, marks: [] }],
      estimate: COST,
    });
  });
});
