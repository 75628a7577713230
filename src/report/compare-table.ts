import type {
  ComparedCell,
  ComparedOverall,
  ComparedPair,
  Comparison,
} from '../experiment/compare.js';
import type { Axis, Baseline, Cell } from '../experiment/grid.js';
import type { Estimate } from '../metrics/estimate.js';
import { type Figure, readFigure } from '../metrics/figures.js';
import type { AggregatedSummary } from '../metrics/replications.js';
import { fairnessParts } from './fairness-table.js';
import { formatChange, formatInterval, formatRatio, formatValue, printable } from './format.js';
import { HEADLINE } from './headline.js';
import { renderTable } from './text-table.js';

/** A comparison and what it is of. */
export interface CompareReport extends Comparison {
  /** The scenario's name. */
  readonly name: string;
}

/** A comparison as text: a line per cell, then the differences of each pair with intervals. */
export function compareTable(report: CompareReport): string {
  const parts = [
    printable(report.name),
    `${cellTable(report)}\n${LEGEND}`,
    ...fairnessParts(report),
  ];
  if (report.pairs.length > 0) parts.push(pairNote(report), ...pairTables(report));
  parts.push(...report.overall.map((overall) => overallTable(report, overall)));
  return `${parts.join('\n\n')}\n`;
}

const LEGEND = [
  'SLA: requests on time, of those processed (p) and of those received (r); lost: received and not',
  'processed; GPU: inferring.',
].join('\n');

function cellTable({ axes, cells }: CompareReport): string {
  const rows = cells.map(({ cell, estimate }, at) => [
    ...cell.values.map((value, axis) => (repeats(cells, at, axis) ? '' : value)),
    ...HEADLINE.map(([, figure]) => cellValue(estimate, figure)),
  ]);
  return renderTable({
    head: [...axes.map(({ path }) => lastPart(path)), ...HEADLINE.map(([head]) => head)],
    rows,
    textColumns: axes.length,
  });
}

function cellValue(estimate: AggregatedSummary, figure: Figure): string {
  const { mean, n } = readFigure(estimate, figure);
  return formatValue(mean, figure.unit, n);
}

/** Whether the row above says the same up to and including this axis (never on the last axis). */
function repeats(cells: readonly ComparedCell[], at: number, axis: number): boolean {
  const here = cells[at]?.cell.values ?? [];
  const above = cells[at - 1]?.cell.values;
  if (above === undefined || axis === here.length - 1) return false;
  return here.slice(0, axis + 1).every((value, each) => value === above[each]);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function pairNote({ axes, baseline, cells }: CompareReport): string {
  const n = cells[0]?.replications.length ?? 0;
  const setting = printable(`${axes[baseline.axis]?.path}=${baseline.value}`);
  const intervals = n > 1 ? `n = ${n}), with 95 % intervals.` : 'n = 1: no intervals).';
  return [
    `Differences from ${setting}, paired by replication (${intervals}`,
    'pairing: variance of the difference without pairing / with it; below 1 the pairing hurt.',
  ].join('\n');
}

/** A table for each value that is compared with the baseline, the other axes as lines in it. */
function pairTables({ axes, baseline, pairs }: CompareReport): string[] {
  const settingOf = (cell: Cell): string => cell.values[baseline.axis] ?? '';
  const values = [...new Set(pairs.map(({ cell }) => settingOf(cell)))];
  return values.map((value) =>
    renderTable({
      head: ['', baseline.value, value, 'difference', '', 'ratio', '', 'pairing'],
      rows: pairs
        .filter(({ cell }) => settingOf(cell) === value)
        .flatMap((pair) => [
          ...otherSettings(axes, baseline, pair.cell),
          ...HEADLINE.map(([name, figure]) => pairRow(name, pair, figure)),
        ]),
      textColumns: 1,
    }),
  );
}

/** A blank line and what the cell's other axes are set to, if there are any. */
function otherSettings(axes: readonly Axis[], baseline: Baseline, cell: Cell): string[] {
  const settings = axes
    .map(({ path }, axis) => `${path}=${cell.values[axis]}`)
    .filter((_, axis) => axis !== baseline.axis);
  return settings.length === 0 ? [] : ['', settings.join(' · ')];
}

function pairRow(name: string, { figures }: ComparedPair, figure: Figure): string[] {
  const found = figures.find((each) => each.figure.path === figure.path);
  if (found === undefined) return [name];
  const { unit } = figure;
  const { n } = found;
  return [
    `  ${name}`,
    formatValue(found.meanB, unit, n),
    formatValue(found.meanA, unit, n),
    formatChange(found.difference.mean, unit, n),
    formatInterval(found.difference, unit),
    ...ratioCells(found.ratio),
    pairing(found.varianceRatio),
  ];
}

/** Every cell counts the same, whatever its number of requests. */
function overallTable({ baseline, cells }: CompareReport, overall: ComparedOverall): string {
  const title = `All ${overall.cells} cells together: unweighted means and their ratio.`;
  const compared = HEADLINE.flatMap(([name, { path }]) => {
    const found = overall.figures.find(({ figure }) => figure.path === path);
    return found === undefined ? [] : [{ name, ...found }];
  });
  const complete = compared.every(({ leftOut }) => leftOut === 0);
  const pairs = overall.cells * (cells[0]?.replications.length ?? 0);
  const rows = compared.map(({ name, figure: { unit }, meanA, meanB, ratio, leftOut }) => [
    `  ${name}`,
    formatValue(meanB, unit),
    formatValue(meanA, unit),
    ...ratioCells(ratio),
    ...(complete ? [] : [leftOut === 0 ? '' : `${leftOut} of ${pairs}`]),
  ]);
  const head = ['', baseline.value, overall.value, 'ratio', '', ...(complete ? [] : ['left out'])];
  const parts = [title, renderTable({ head, rows, textColumns: 1 })];
  return (complete ? parts : [...parts, LEFT_OUT]).join('\n\n');
}

const LEFT_OUT = 'left out: pairs (a cell in a replication) in which a side has no such figure.';

function ratioCells({ mean, ci95 }: Estimate): string[] {
  const interval = ci95 === null ? '' : `[${ci95.map((end) => formatRatio(end)).join(', ')}]`;
  return [formatRatio(mean), interval];
}

function pairing(varianceRatio: number): string {
  const text = formatRatio(varianceRatio, 2);
  return varianceRatio < 1 ? `${text} hurt` : text;
}
