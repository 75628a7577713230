import type { SweepDescription } from '../experiment/store/types.js';
import type { Range, SweepCost } from '../experiment/sweep/run/estimate-cost.js';
import { printable } from './format.js';
import { renderTable } from './text-table.js';

/** What would be simulated, and what that would cost. */
export interface SweepPlan {
  readonly description: SweepDescription;
  /** The cells that are to be simulated, ascending: all of them, or those of a shard. */
  readonly cells: readonly number[];
  readonly jobs: number;
  readonly cost: SweepCost;
}

/** Of a long list of cells, so many are shown from its start, and of its end. */
const SHOWN_FIRST = 10;
const SHOWN_LAST = 3;

/** The plan as text for a terminal. */
export function sweepPlanText(plan: SweepPlan): string {
  const { description, cells } = plan;
  const { name, columns } = description;
  const axes = columns.map(({ label, values }) => `${label} (${values.length})`).join(' × ');
  const head = ['cell', ...columns.map((column) => column.name), 'marks', 'keeps'];
  const table = renderTable({ head, rows: rowsOf(plan), textColumns: head.length });
  const part = cells.length === description.cells.length ? '' : ` of ${description.cells.length}`;
  return [
    printable(`${name}: ${cells.length}${part} cells, ${replicationsText(description)}`),
    ...(axes === '' ? [] : [printable(`  ${axes}`)]),
    '',
    table,
    '',
    costText(plan),
    '',
  ].join('\n');
}

function rowsOf({ description, cells }: SweepPlan): readonly (readonly string[] | string)[] {
  const row = (cell: number): readonly string[] => {
    const { values = [], marks = [], keeps = {} } = description.cells[cell] ?? {};
    const kept = Object.entries(keeps).flatMap(([kind, kept]) => (kept ? [kind] : []));
    return [String(cell), ...values, marks.join(', '), kept.join(', ')];
  };
  const hidden = cells.length - SHOWN_FIRST - SHOWN_LAST;
  if (hidden <= 1) return cells.map(row);
  return [
    ...cells.slice(0, SHOWN_FIRST).map(row),
    `… ${hidden} more, all of them with --json`,
    ...cells.slice(-SHOWN_LAST).map(row),
  ];
}

function replicationsText({ replications }: SweepDescription): string {
  if (replications.kind === 'fixed') return `${replications.count} replications each`;
  return `${replications.least} to ${replications.most} replications each, by precision`;
}

function costText({ jobs, cost }: SweepPlan): string {
  const { runs, seconds, bytes, samples } = cost;
  const threads = jobs === 1 ? '1 thread' : `${jobs} threads`;
  const size =
    bytes === null ? 'results of unknown size' : `${rangeText(bytes, sizeText)} of results`;
  return [
    `${rangeText(runs, String)} runs: about ${rangeText(seconds, durationText)} with ${threads}, ${size}.`,
    `Estimated from ${samples.runs} runs of ${samples.cells} cells, for an idle machine. Nothing was written.`,
  ].join('\n');
}

function rangeText([least, most]: Range, text: (value: number) => string): string {
  const [from, to] = [text(least), text(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** Two digits are more than an estimate is worth. */
function durationText(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toPrecision(2))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.round(minutes / 60)} h`;
}

const SIZES = ['kB', 'MB', 'GB', 'TB'] as const;

function sizeText(bytes: number): string {
  let value = bytes / 1000;
  let size = 0;
  for (; value >= 1000 && size < SIZES.length - 1; size++) value /= 1000;
  return `${Number(value.toPrecision(2))} ${SIZES[size]}`;
}

/** The plan as data, for one JSON document. */
export function sweepPlanJson({ description, cells, jobs, cost }: SweepPlan): unknown {
  const { name, version, identity, columns, replications, metrics } = description;
  return {
    sweep: name,
    version,
    identity,
    columns,
    replications,
    metrics: metrics.map(({ path }) => path),
    jobs,
    cells: cells.map((cell) => {
      const { values = [], marks = [], keeps = null } = description.cells[cell] ?? {};
      const at = Object.fromEntries(columns.map((column, index) => [column.name, values[index]]));
      return { cell, at, marks, keeps };
    }),
    estimate: cost,
  };
}
