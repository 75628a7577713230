import { type Issue, UserError } from '../../errors.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { nodeFiles } from '../../host/node-files.js';
import { readTable } from '../../interop/csv/read-table.js';
import type { NumberRule, TableRow } from '../../interop/csv/table-row.js';
import type { BoundPoint } from '../../report/figures/figure.js';
import type { Invocation } from '../invocation.js';
import { collecting } from '../scenario-loader.js';

/** What every row of `bound.csv` has to say. */
const COLUMNS = ['tee_mode', 'model', 'sla_s', 'received', 'bound', 'feasible'] as const;
const MODES = ['off', 'cc'] as const;

/**
 * Reads the file of `--bound`, the `bound.csv` of `sealsim bound`: of each trace the rows of all
 * models together, which are what a bound is on. A trace without requests has no shares, and is
 * left out.
 * @param columns of the sweep: the file's columns of the same names are its axes.
 * @returns null without the option; adds to `issues` what is wrong, and goes on without it.
 */
export async function readBound(
  invocation: Invocation,
  columns: readonly SweepColumn[],
  issues: Issue[],
): Promise<readonly BoundPoint[] | null> {
  const file = invocation.value('--bound');
  if (file === undefined) return null;
  const names = columns.map(({ name }) => name);
  return (await collecting(issues, readBoundFile(file, names))) ?? null;
}

/** @throws UserError with every problem of the file. */
async function readBoundFile(
  file: string,
  columns: readonly string[],
): Promise<readonly BoundPoint[]> {
  const rows: BoundPoint[] = [];
  const problems = await readTable(
    { file, bytes: nodeFiles().readBytes(file) },
    { required: COLUMNS, optional: columns },
    (row) => {
      if (row.text('model') !== '') return;
      const point = pointOf(row, columns);
      if (point !== null && row.isSound) rows.push(point);
    },
  );
  if (problems.length === 0 && rows.length === 0) {
    const source = { kind: 'file', file, line: 1, column: 1 } as const;
    problems.push({ source, path: '', expected: 'a row for each bound', got: 'none' });
  }
  if (problems.length > 0) throw new UserError(problems);
  return rows;
}

/** @param most NaN: what it says is wrong, and is no limit. */
function atMost(most: number): NumberRule {
  const count = { what: 'requests', integer: true, least: 0 };
  return Number.isNaN(most) ? count : { ...count, most };
}

/** @returns null where nothing was received. */
function pointOf(row: TableRow, columns: readonly string[]): BoundPoint | null {
  const teeMode = MODES[row.choice('tee_mode', MODES)] ?? 'off';
  const sla = row.number('sla_s', { what: 'seconds', above: 0, optional: true });
  const received = row.number('received', { what: 'requests', integer: true, least: 0 });
  const bound = row.number('bound', atMost(received));
  const feasible = row.number('feasible', atMost(bound));
  if (received === 0) return null;
  const given = columns.filter((name) => row.text(name) !== '');
  return {
    teeMode,
    slaSeconds: Number.isNaN(sla) ? null : sla,
    settings: Object.fromEntries(given.map((name) => [name, row.text(name)])),
    upperBound: bound / received,
    feasible: feasible / received,
  };
}
