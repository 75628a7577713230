import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { refuse, valuesShown } from './cells.js';
import type { Grouped } from './groups.js';
import { columnName, listed, unitOf, valueHeading, valueLabel } from './labels.js';
import type { ShownColumns } from './shown-columns.js';

/** Joins sentences, leaving out empty ones; the first begins with a capital letter. */
export function sentences(all: readonly string[]): string {
  const text = all.filter((sentence) => sentence !== '').join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `mean latency by strategy and TEE mode`: what is shown, and what it is shown for. */
export function subjectBy(subject: string, by: readonly (SweepColumn | null)[]): string {
  const names = by.flatMap((column) => (column === null ? [] : [columnName(column)]));
  return names.length === 0 ? subject : `${subject} by ${listed(names)}`;
}

/** What every caption has to say of the cells behind a figure's points, as sentences. */
export function cellsCaption(
  results: SweepResults,
  shown: ShownColumns,
  { groups, leftOut }: Grouped,
): readonly string[] {
  const cells = groups.flatMap((group) => group.cells);
  return [
    chosenSentence(results, shown.cells),
    averageSentence(shown, groups),
    leftOut > 0 ? `${leftOut} cells have no counterpart in every place and are left out.` : '',
    marksSentence(results, cells),
  ];
}

/** `20 replications`, `20 to 200 replications`. */
export function replicationsPhrase(results: SweepResults, cells: readonly number[]): string {
  const counts = cells.map((cell) => results.replications(cell));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1 && least === 1) return 'a single replication';
  return `${least === most ? least : `${least} to ${most}`} replications`;
}

/** As `replicationsPhrase`, where points are drawn with their intervals. */
export function intervalsPhrase(results: SweepResults, cells: readonly number[]): string {
  const most = Math.max(...cells.map((cell) => results.replications(cell)));
  const intervals = most > 1 ? 'with 95 % intervals' : 'which gives no intervals';
  return `${replicationsPhrase(results, cells)}, ${intervals}`;
}

/**
 * Says how many of the points, lines or tiles are missing; nothing if none is.
 * @throws UserError if all are: an empty figure tells nothing.
 */
export function gapsSentence(missing: number, total: number): string {
  if (missing === 0) return '';
  if (missing === total) {
    const hint = 'a mean needs every cell that it is over: choose some by --where';
    refuse('--where', 'cells that are simulated, with the metric defined', 'too few', hint);
  }
  return `${missing === 1 ? 'One gap' : `${missing} gaps`}: not defined, or not simulated yet.`;
}

/** Says what the cells have in common of what others in the sweep have otherwise. */
export function chosenSentence(results: SweepResults, cells: readonly number[]): string {
  const chosen = results.description.columns.flatMap((column) => {
    const [value, ...more] = valuesShown(results, column, cells);
    if (value === undefined || more.length > 0 || column.values.length < 2) return [];
    const heading = valueHeading(column, value);
    return [column.numeric ? heading : `${columnName(column)} ${heading}`];
  });
  return chosen.length === 0 ? '' : `Only cells with ${listed(chosen)}.`;
}

function averageSentence(shown: ShownColumns, groups: Grouped['groups']): string {
  if (shown.rest.length === 0 || groups.every(({ cells }) => cells.length === 1)) return '';
  return `Unweighted means over ${listed(shown.rest.map((each) => valuesPhrase(each, shown)))}.`;
}

/** `arrival rate (4, 8, 12 requests/s)`. */
function valuesPhrase(column: SweepColumn, shown: ShownColumns): string {
  const values = shown.values(column).map((value) => valueLabel(column, value));
  const unit = unitOf(column);
  return `${columnName(column)} (${values.join(', ')}${unit === null ? '' : ` ${unit}`})`;
}

/** Names the overrides of the sweep that changed some of the cells; nothing if none did. */
export function marksSentence({ description }: SweepResults, cells: readonly number[]): string {
  const marks = new Set(cells.flatMap((cell) => description.cells[cell]?.marks ?? []));
  if (marks.size === 0) return '';
  return `Cells that the sweep marks ${listed([...marks])} are among them.`;
}
