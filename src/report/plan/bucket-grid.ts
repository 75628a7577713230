import { demandsOf } from '../../planning/demand.js';
import type { Fleet, PlanProblem } from '../../planning/types.js';
import { renderTable } from '../text-table.js';

/** Wider or longer tables help nobody on a terminal: `plan.csv` has them. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 40;
const EMPTY = '·';

/** `input tokens 0–25, output tokens 25–100`. */
export function bucketName(
  { workload: { rows, columns } }: PlanProblem,
  { row, column }: { readonly row: number; readonly column: number },
): string {
  return `${rows.label} ${rows.buckets[row]}, ${columns.label} ${columns.buckets[column]}`;
}

/** Which bucket goes where, as a table of rows and columns. */
export function bucketGrid(problem: PlanProblem, fleet: Fleet): string {
  const { rows, columns } = problem.workload;
  const title = `who serves which bucket: ${rows.label} down, ${columns.label} across (%: of the bucket; ${EMPTY}: no requests)`;
  if (columns.buckets.length > MOST_COLUMNS || rows.buckets.length > MOST_ROWS) {
    return `${rows.buckets.length} × ${columns.buckets.length} buckets: who serves which is in plan.csv (--out) and --json`;
  }
  const cells = rows.buckets.map(() => columns.buckets.map(() => EMPTY));
  demandsOf(problem).forEach(({ row, column, slices }, at) => {
    const line = cells[row];
    if (line !== undefined) line[column] = cellText(problem, fleet.assigned[at] ?? [], slices);
  });
  const table = renderTable({
    head: ['', ...columns.buckets],
    rows: rows.buckets.map((bucket, row) => [bucket, ...(cells[row] ?? [])]),
    textColumns: 1,
  });
  return `${title}\n${table}`;
}

function cellText({ types }: PlanProblem, assigned: readonly number[], slices: number): string {
  const parts = types.flatMap(({ name }, at) => {
    const count = assigned[at] ?? 0;
    if (count === 0) return [];
    return [count === slices ? name : `${name} ${percent(count / slices)}`];
  });
  const served = assigned.reduce((sum, count) => sum + count, 0);
  const missing = served < slices ? [`none ${percent(1 - served / slices)}`] : [];
  return [...parts, ...missing].join(', ');
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}`;
}
