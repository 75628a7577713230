import type { SweepResults } from '../../experiment/results/types.js';
import { printable } from '../format.js';
import { starvedNote } from './starved.js';
import { type Stopping, stoppingOf } from './stopping.js';
import { cellsText } from './table/cells-text.js';
import { effectsText } from './table/effects-text.js';
import { rankingsText } from './table/rankings-text.js';

/**
 * What a reader wants to see of a sweep first, as text for a terminal: at most 30 lines. What was
 * swept, then the paired effects, or the cells where nothing is paired, and where the rest is.
 */
export function sweepTable(results: SweepResults): string {
  const { pairing, ranking } = results.description;
  const { tables, notes } =
    pairing === null ? { tables: [cellsText(results)], notes: [] } : effectsText(results, pairing);
  const ranked = ranking === null ? [] : [rankingsText(results, ranking)];
  const starved = printable(starvedNote(results));
  const fairness = starved === '' ? [] : [starved];
  const last = [...notes, ...ranked, ...fairness, whereTheRestIs(results)].join('\n');
  return `${[header(results), ...tables, last].join('\n\n')}\n`;
}

function header(results: SweepResults): string {
  const { name, columns, cells } = results.description;
  const axes = columns.map(({ label, values }) => `${label} (${values.length})`).join(' × ');
  const lines = [
    `${name}: ${cells.length} cells, ${replicationsText(results)}`,
    `  ${axes}`,
    `  ${remarks(results).join(', ')}`,
  ];
  return lines
    .filter((line) => line.trim() !== '')
    .map(printable)
    .join('\n');
}

function replicationsText(results: SweepResults): string {
  const counts = results.description.cells.map((_, cell) => results.replications(cell));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const least = counts.reduce((a, b) => Math.min(a, b), counts[0] ?? 0);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const each = least === most ? `${most} replications each` : `${least} to ${most} replications`;
  return `${each} (${total} runs)`;
}

/** What a reader has to know before the numbers. */
function remarks(results: SweepResults): readonly string[] {
  const stopping = stoppingOf(results);
  const cells = (why: Stopping, text: string): readonly string[] => {
    const count = stopping.filter((each) => each === why).length;
    return count > 0 ? [`${count} of ${stopping.length} cells ${text}`] : [];
  };
  const unsteady = runsWithoutSteadyState(results);
  return [
    ...(results.description.replications.kind === 'precision' ? ['stopped sequentially'] : []),
    ...cells('limit', 'without the precision asked for'),
    ...cells('unfinished', 'not finished'),
    ...(unsteady > 0 ? [`${unsteady} runs without a steady state: they have no figures`] : []),
  ];
}

/** How many runs of steady-state scenarios have no steady state: such a run has no figure at all. */
export function runsWithoutSteadyState(results: SweepResults): number {
  const { cells, metrics } = results.description;
  let count = 0;
  for (const [cell, { scenario }] of cells.entries()) {
    if (scenario.horizon !== 'steady-state') continue;
    const values = metrics.map(({ path }) => results.values(cell, path));
    for (let replication = 0; replication < results.replications(cell); replication++) {
      if (values.every((each) => Number.isNaN(each[replication]))) count++;
    }
  }
  return count;
}

function whereTheRestIs({ folder, description }: SweepResults): string {
  const tables = [
    'summary.csv',
    ...(description.pairing === null ? [] : ['effects.csv']),
    ...(description.ranking === null ? [] : ['rankings.csv']),
  ];
  return printable(`All of it in ${folder}: ${tables.join(', ')}; every run: cells.csv.`);
}
