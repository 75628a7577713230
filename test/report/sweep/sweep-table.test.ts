import { describe, expect, it } from 'vitest';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { effectsOf } from '../../../src/experiment/statistics/effects.js';
import { FIGURES, figureAt } from '../../../src/metrics/figures.js';
import { toJson } from '../../../src/report/json.js';
import { sweepJson } from '../../../src/report/sweep/sweep-json.js';
import { sweepTable } from '../../../src/report/sweep/sweep-table.js';
import { type MadeUpSweep, madeUpResults } from '../../support/made-up-results.js';
import { buildScenario } from '../../support/scenario-builder.js';

const MEAN = figureAt('latencySeconds.mean');
const PAIRING = { column: 'tee.mode', baseline: 'off', margins: {} };
const STRATEGIES = ['fcfs', 'best-batch', 'best-batch+timer'];
const PLAN = { kind: 'precision', targets: [], least: 20, most: 30 } as const;

/** CC costs 10 % of everything, more or less. */
function sweep(changes: Partial<MadeUpSweep> = {}): SweepResults {
  const axes = { 'tee.mode': ['off', 'cc'], 'strategy.name': STRATEGIES };
  return madeUpResults({
    axes,
    replications: 5,
    value: (cell, _, replication) =>
      (0.5 + 0.01 * Math.sin(9 * replication + cell)) * (cell < 3 ? 1 : 1.1),
    ...changes,
  });
}

function linesOf(results: SweepResults): readonly string[] {
  const text = sweepTable(results);
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
}

const wide = Array.from({ length: 40 }, (_, at) => String(at));

describe('the table of a sweep', () => {
  it.each([
    ['few cells', sweep()],
    ['many cells', sweep({ axes: { x: wide, y: wide } })],
    ['no axes', sweep({ axes: {} })],
    ['pairs', sweep({ description: { pairing: PAIRING } })],
    [
      'pairs of four values, ranked',
      sweep({
        axes: { 'tee.mode': ['off', 'cc', 'tdx', 'snp', 'cca'], x: wide },
        description: {
          pairing: { ...PAIRING, margins: { [MEAN.path]: 1 } },
          ranking: { column: 'x', metric: MEAN.path },
        },
      }),
    ],
    ['nothing finished', sweep({ replications: 0, description: { pairing: PAIRING } })],
    ['undefined figures', sweep({ value: () => Number.NaN, description: { pairing: PAIRING } })],
    ['one replication', sweep({ replications: 1, description: { pairing: PAIRING } })],
  ])('fits a screen: %s', (_, results) => {
    const lines = linesOf(results);
    expect(lines.length).toBeLessThanOrEqual(30);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(100);
      expect(line).toBe(line.trimEnd());
      expect(line).not.toMatch(/NaN|undefined|Infinity|\p{Cc}/u);
    }
  });

  it('says what was swept and where the rest is', () => {
    const lines = linesOf(sweep());
    expect(lines[0]).toBe('made-up: 6 cells, 5 replications each (30 runs)');
    expect(lines[1]).toBe('  tee.mode (2) × strategy.name (3)');
    expect(lines.at(-1)).toBe('All of it in results/made-up: summary.csv; every run: cells.csv.');
  });

  it('says how replications ended', () => {
    const remarks = (changes: Partial<MadeUpSweep>): string => linesOf(sweep(changes))[2] ?? '';
    expect(remarks({})).toBe('');
    expect(remarks({ replications: [5, 5, 5, 5, 5, 3] })).toBe('  1 of 6 cells not finished');
    const plan = { description: { replications: PLAN } };
    expect(remarks({ replications: 20, ...plan })).toBe('  stopped sequentially');
    const target = { metric: MEAN.path, of: 'mean', absolute: 1e-9, relative: null } as const;
    const strict = { description: { replications: { ...PLAN, targets: [target] } } };
    expect(remarks({ replications: 30, ...strict })).toBe(
      '  stopped sequentially, 6 of 6 cells without the precision asked for',
    );
  });

  it('counts the runs that have no steady state', () => {
    const horizon = 'steady-state';
    const lines = linesOf(
      sweep({
        scenario: (cell) => ({ ...buildScenario({}), ...(cell < 2 ? { horizon } : {}) }),
        // Undefined in one run of every cell, where the horizon says nothing of steady states too.
        value: (_, __, replication) => (replication === 3 ? Number.NaN : replication),
      }),
    );
    expect(lines[2]).toBe('  2 runs without a steady state: they have no figures');
  });

  it('lists few cells with their means', () => {
    const row = linesOf(sweep()).find((line) => line.startsWith('cc        best-batch '));
    expect(row?.split(/ +/).slice(2, 4)).toEqual(['0.55', '0.55']);
  });

  it('shows the extremes of many', () => {
    const lines = linesOf(
      sweep({ axes: { x: wide, y: ['a', 'b'] }, value: (cell) => cell, metrics: [MEAN] }),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^mean s +least +0\.00 +0 · a$/),
        expect.stringMatching(/most +79\.00 +39 · b$/),
      ]),
    );
  });

  it('counts the verdicts on all pairs of a metric', () => {
    const results = sweep({ description: { pairing: PAIRING } });
    const lines = linesOf(results);
    expect(lines).toContain('tee.mode: cc against off, means over 3 pairs');
    const row = lines.find((line) => line.trimStart().startsWith('mean s')) ?? '';
    const effects = effectsOf(results).filter(({ metric }) => metric === MEAN);
    const higher = effects.filter(({ verdict }) => verdict === 'higher').length;
    expect(row.trim().split(/ {2,}/).slice(-3)).toEqual([String(higher), '0', String(3 - higher)]);
    expect(higher).toBe(3);
  });

  it('gives the interval and the verdict of a single pair', () => {
    const results = sweep({
      axes: { 'tee.mode': ['off', 'cc'] },
      value: (cell, _, replication) => 1 + replication * (1 + cell),
      description: { pairing: PAIRING },
    });
    const row = linesOf(results).find((line) => line.trimStart().startsWith('mean s')) ?? '';
    // Differences 0, 1, 2, 3, 4: 2 ± 2.776 · √(2.5 / 5).
    expect(row.trim().split(/ {2,}/)).toEqual([
      ...['mean s', '3.00', '5.00', '+2.00', '[0.04, 3.96]', 'higher'],
    ]);
  });

  it('says which value is best, and how often that is shown', () => {
    const ranking = { column: 'strategy.name', metric: MEAN.path };
    const lines = linesOf(
      sweep({
        value: (cell, _, replication) => 1 + (cell % 3) + 0.01 * Math.sin(replication + cell),
        description: { ranking },
      }),
    );
    const at = lines.findIndex((line) => line.startsWith('Best strategy.name'));
    expect(lines.slice(at, at + 2)).toEqual([
      'Best strategy.name by mean latency in 2 groups, in 2 shown to be the only best:',
      '  fcfs in 2',
    ]);
  });

  it('says what pairing gained, and how often it hurt', () => {
    const lines = linesOf(
      sweep({
        axes: { 'tee.mode': ['off', 'cc'], x: ['a', 'b', 'c'] },
        metrics: [MEAN],
        // Equal but for a constant, opposed, and of three times the size.
        value: (cell, _, replication) => ([1, 1, 1, 1, -1, 3][cell] ?? 0) * replication + cell,
        description: { pairing: PAIRING },
      }),
    );
    // Var a + Var b over Var(a − b): ∞, 2 / 4, 10 / 4.
    expect(lines).toContain(
      'Pairing: variance ratio 2.500 (median); below 1, it hurt, in 1 of 3 effects.',
    );
  });

  it('says where a mean is not over all pairs, and what is not ranked', () => {
    const lines = linesOf(
      sweep({
        value: (cell, _, replication) => (cell === 1 ? Number.NaN : cell + replication),
        description: { pairing: PAIRING, ranking: { column: 'strategy.name', metric: MEAN.path } },
      }),
    );
    expect(lines).toContain('tee.mode: cc against off, means over up to 3 pairs');
    expect(lines).toContain('  not ranked: 3 cells, alone or beside one without such a figure');
  });

  it('shows the metrics of the sweep where it has none of the usual ones', () => {
    const lines = linesOf(sweep({ metrics: [figureAt('fairness.jainIndex')] }));
    expect(lines.join('\n')).toContain("Jain's index, %");
  });
});

describe('the JSON of a sweep', () => {
  it('has every cell with its estimates, the effects and the rankings', () => {
    const results = sweep({
      description: {
        pairing: PAIRING,
        ranking: { column: 'strategy.name', metric: MEAN.path },
      },
    });
    const document = JSON.parse(toJson(sweepJson(results)));
    expect(document).toMatchObject({ sweep: 'made-up', pairing: PAIRING });
    expect(document.cells.length).toBe(6);
    expect(document.cells[4]).toMatchObject({
      at: { 'tee.mode': 'cc', 'strategy.name': 'best-batch' },
      marks: [],
      replications: 5,
      stopping: 'fixed',
    });
    expect(Object.keys(document.cells[4].metrics)).toEqual(FIGURES.map(({ path }) => path));
    expect(document.cells[4].metrics[MEAN.path]).toMatchObject({ n: 5, method: 't' });
    expect(document.effects.length).toBe(3 * FIGURES.length);
    expect(document.effects[0]).toMatchObject({
      at: { 'tee.mode': 'cc' },
      baseline: { 'tee.mode': 'off' },
      metric: FIGURES[0]?.path,
      n: 5,
    });
    expect(document.rankings.length).toBe(2);
    expect(document.rankings[0].ranked.length).toBe(3);
    expect(document.rankings[0].chosen.estimate.n).toBe(2);
  });
});
