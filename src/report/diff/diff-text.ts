import type { AboutDifference } from '../../experiment/diff/about.js';
import type { ResultsDifference } from '../../experiment/diff/diff.js';
import { type MeasuredCell, placeOf } from '../../experiment/diff/measured.js';
import type {
  CellDifference,
  MetricDifference,
  ValuePair,
} from '../../experiment/diff/metric-differences.js';
import type { RequestsDifference } from '../../experiment/diff/requests.js';
import { relativeDifference } from '../../experiment/diff/tolerance.js';
import { NOTHING, printable } from '../format.js';
import { renderTable } from '../text-table.js';

/** Of a long list so many are shown: the JSON has all. */
const MOST_SHOWN = 10;
const MOST_METRICS = 15;
const MOST_CHANGES = 3;

/** What differs between two folders of results, as text for a terminal. */
export function diffText(diff: ResultsDifference): string {
  const parts = [
    `A: ${diff.a.folder}\nB: ${diff.b.folder}`,
    aboutText(diff.about),
    countsText(diff),
    metricsText(diff),
    ...diff.requests.slice(0, 1).map((found) => requestsText(diff, found)),
    conclusion(diff),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function conclusion({ same, tolerance }: ResultsDifference): string {
  const within = tolerance === 0 ? '' : ` within a share of ${tolerance}`;
  return same ? `The results are the same${within}.` : `The results differ${within}.`;
}

function aboutText(about: readonly AboutDifference[]): string {
  if (about.length === 0) return '';
  const lines = about.slice(0, MOST_SHOWN).map(({ what, a, b, cells }) => {
    const where = cells === null || cells === 1 ? '' : ` (the first of ${cells} cells)`;
    return printable(`  ${what}: ${short(a)} → ${short(b)}${where}`);
  });
  return ['What they are of differs (A → B):', ...lines, ...more(about.length, MOST_SHOWN)].join(
    '\n',
  );
}

/** A hash is told from another by its beginning. */
function short(text: string | null): string {
  if (text === null) return 'nothing';
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

function more(count: number, shown: number): readonly string[] {
  return count > shown ? [`  and ${count - shown} more: see --json`] : [];
}

function countsText(diff: ResultsDifference): string {
  const { a, cells, metrics, replications } = diff;
  const places = (found: readonly MeasuredCell[]): readonly string[] =>
    found.map((cell) => placeOf(a, cell));
  const ofB = cells.onlyB.map((cell) => placeOf(diff.b, cell));
  const { compared, differing, first, onlyA, onlyB } = replications;
  const where =
    first === null
      ? ''
      : `, the first: ${placeOf(a, first.cell.a)}, replication ${first.replication}`;
  return [
    sidesText('Cells', cells.both.length, places(cells.onlyA), ofB),
    sidesText('Metrics', metrics.both.length, metrics.onlyA, metrics.onlyB),
    `Replications: ${compared} in both, ${differing} of them differ${where}` +
      (onlyA + onlyB > 0 ? `; ${onlyA} only in A, ${onlyB} only in B` : ''),
  ]
    .map(printable)
    .join('\n');
}

function sidesText(
  what: string,
  both: number,
  onlyA: readonly string[],
  onlyB: readonly string[],
): string {
  const side = (names: readonly string[], folder: string): string =>
    names.length === 0
      ? ''
      : `; ${names.length} only in ${folder} (${names[0]}${names.length > 1 ? ', …' : ''})`;
  return `${what}: ${both} in both${side(onlyA, 'A')}${side(onlyB, 'B')}`;
}

function metricsText({ differences }: ResultsDifference): string {
  if (differences.length === 0) return '';
  const rows = differences.slice(0, MOST_METRICS).map(metricRow);
  const head = ['metric', 'differ', 'largest A → B', 'as a share', 'more than noise'];
  const table = renderTable({ head, rows, textColumns: 1 });
  return [table, ...more(differences.length, MOST_METRICS), NOISE].join('\n');
}

const NOISE = [
  'more than noise: of the cells in which the metric differs, those whose mean does, by more than',
  'chance would have it (false discovery rate 5 % per metric).',
].join('\n');

function metricRow(found: MetricDifference): readonly string[] {
  const { metric, differing, compared, largest, largestRelative, cells } = found;
  return [
    metric,
    `${differing} of ${compared}`,
    largest === null ? NOTHING : `${digits(largest.a)} → ${digits(largest.b)}`,
    largestRelative === null ? NOTHING : shareOf(largestRelative),
    noiseText(cells),
  ];
}

function noiseText(cells: readonly CellDifference[]): string {
  const told = cells.filter(({ distinguishable }) => distinguishable !== null);
  if (told.length === 0) return 'one replication';
  const more = told.filter(({ distinguishable }) => distinguishable === true).length;
  const paired = told.every((cell) => cell.paired) ? 'paired' : 'not paired';
  return `${more} of ${told.length}, ${paired}`;
}

function shareOf({ a, b }: ValuePair): string {
  return `${digits(100 * relativeDifference(a, b), 2)} %`;
}

function digits(value: number, count = 6): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(count))) : NOTHING;
}

function requestsText({ a }: ResultsDifference, found: RequestsDifference): string {
  const { cell, compared, differing, onlyA, onlyB, first } = found;
  const lines = [
    `Requests of ${placeOf(a, cell.a)}: ${compared} in both, ${differing} of them differ` +
      (onlyA + onlyB > 0 ? `; ${onlyA} only in A, ${onlyB} only in B` : ''),
  ];
  if (first !== null) {
    const [id] = first.row;
    const apart = first.row.filter((each) => each.a !== each.b);
    const changes = apart.map(
      ({ column, a: x, b: y }) => `${column} ${x || NOTHING} → ${y || NOTHING}`,
    );
    const shown = changes.slice(0, MOST_CHANGES).join(', ');
    const rest = changes.length > MOST_CHANGES ? ', …' : '';
    lines.push(`  the first, ${id?.column} ${id?.a}: ${shown}${rest}`);
  }
  return lines.map(printable).join('\n');
}
