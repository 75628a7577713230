import { describe, expect, it } from 'vitest';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { DEFAULT_METRICS, resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import { starvedIn, starvedNote } from '../../../src/report/sweep/starved.js';
import { sweepJson } from '../../../src/report/sweep/sweep-json.js';
import { sweepTable } from '../../../src/report/sweep/sweep-table.js';
import { madeResults } from '../figures/made-results.js';

const ATTAINMENT = 'sla.attainmentReceived';

/** With CC on, one model gets a tenth of what the other gets; the metrics are the default ones. */
const made = madeResults({
  axes: { 'tee.mode': ['off', 'cc'] },
  replications: 3,
  value: (cell, path, replication) =>
    path === `perModel.rare.${ATTAINMENT}` && cell['tee.mode'] === 'cc'
      ? 0.05 + 0.001 * replication
      : 0.5,
});
// Of another figure of the rare model, half says nothing about who is starved.
const METRICS = [...DEFAULT_METRICS, 'perModel.*.sla.attainmentProcessed'];
const metrics = resolveMetrics(METRICS, ['rare', 'frequent']);
const results: SweepResults = { ...made, description: { ...made.description, metrics } };

describe('starved models of a sweep', () => {
  it('are those of each cell, by what the sweep recorded of every model', () => {
    expect(starvedIn(results, 0)).toEqual([]);
    expect(starvedIn(results, 1)).toMatchObject([{ model: 'rare', best: 'frequent', n: 3 }]);
  });

  it('are told once, whatever else is recorded of a model', () => {
    expect(starvedIn(results, 1)).toHaveLength(1);
    const least: SweepResults = {
      ...results,
      values: (_, path) => [path.endsWith('Processed') ? 0.01 : 0.5],
    };
    expect(starvedIn(least, 1)).toEqual([]);
  });

  it('are counted in the table, and listed with the cells in JSON', () => {
    expect(starvedNote(results)).toBe('Starved, of 2 cells: rare in 1.');
    expect(sweepTable(results)).toContain('\nStarved, of 2 cells: rare in 1.\n');
    const { cells } = sweepJson(results) as { cells: { starved: object[] }[] };
    expect(cells.map(({ starved }) => starved.length)).toEqual([0, 1]);
  });

  it('are not looked for where models are not recorded', () => {
    expect(starvedIn(made, 1)).toEqual([]);
    expect(starvedNote(made)).toBe('');
    expect(sweepTable(made)).not.toContain('Starved');
  });
});
