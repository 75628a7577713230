import { type Issue, UserError } from '../../errors.js';
import { nodeFiles } from '../../host/node-files.js';
import { readTable } from '../../interop/csv/read-table.js';
import type { TableRow } from '../../interop/csv/table-row.js';
import { meanOf } from '../../metrics/sample.js';
import type { BoundPoint } from '../../report/figures/figure.js';
import type { Invocation } from '../invocation.js';
import { collecting } from '../scenario-loader.js';

/** What a row of the file has to say; other columns are not read. */
const COLUMNS = ['tee_mode', 'rate', 'upper_bound', 'feasible'] as const;
const MODES = ['off', 'cc'] as const;
const SHARE = { what: 'a share of the received requests', least: 0, most: 1 };

/**
 * Reads the file of `--bound`, a row for each trace that was bounded. Rows with the same TEE mode and
 * rate are taken together, as figures take cells: unweighted means.
 * @returns null without the option; adds to `issues` what is wrong, and goes on without it.
 */
export async function readBound(
  invocation: Invocation,
  issues: Issue[],
): Promise<readonly BoundPoint[] | null> {
  const file = invocation.value('--bound');
  if (file === undefined) return null;
  return (await collecting(issues, readBoundFile(file))) ?? null;
}

/** @throws UserError with every problem of the file. */
async function readBoundFile(file: string): Promise<readonly BoundPoint[]> {
  const rows: BoundPoint[] = [];
  const problems = await readTable(
    { file, bytes: nodeFiles().readBytes(file) },
    { required: COLUMNS },
    (row) => {
      const point = pointOf(row);
      if (row.isSound) rows.push(point);
    },
  );
  if (problems.length === 0 && rows.length === 0) {
    const source = { kind: 'file', file, line: 1, column: 1 } as const;
    problems.push({ source, path: '', expected: 'a row for each bound', got: 'none' });
  }
  if (problems.length > 0) throw new UserError(problems);
  return together(rows);
}

function pointOf(row: TableRow): BoundPoint {
  const teeMode = MODES[row.choice('tee_mode', MODES)] ?? 'off';
  const load = row.number('rate', { what: 'requests/s', above: 0 });
  const upperBound = row.number('upper_bound', SHARE);
  const feasible = row.number('feasible', SHARE);
  if (feasible > upperBound) row.reject('feasible', `at most the upper bound, ${upperBound}`);
  return { teeMode, load, upperBound, feasible };
}

function together(rows: readonly BoundPoint[]): readonly BoundPoint[] {
  const groups = new Map<string, BoundPoint[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.teeMode, row.load]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      {
        ...first,
        upperBound: meanOf(same.map(({ upperBound }) => upperBound)),
        feasible: meanOf(same.map(({ feasible }) => feasible)),
      },
    ];
  });
}
