import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { meanOf } from '../../metrics/sample.js';
import { decidingColumns, refuse, scenarioOf } from './cells.js';
import type { BoundPoint } from './figure.js';
import type { BoundRow, FrontierRoles } from './frontier-panels.js';
import { listed } from './labels.js';
import type { ShownColumns } from './shown-columns.js';

/**
 * The bounds that belong over these cells. Those of one mode and load are taken together, as
 * figures take cells: unweighted means. A bound of other requests than the lines are of would say
 * nothing about them, so columns that decide what arrives, and by when it is due, have to agree.
 * @throws UserError if they do not, or nothing that was bounded is shown.
 */
export function boundRows(
  results: SweepResults,
  shown: ShownColumns,
  { load, policy, side }: FrontierRoles,
  bound: readonly BoundPoint[],
): readonly BoundRow[] {
  if (bound.length === 0) return [];
  const deciding = decidingColumns(results, shown.cells, (cell) => demandOf(results, cell));
  const others = deciding.filter((column) => column !== load && column !== policy);
  for (const column of [load, ...others]) refuseWithout(column, bound);
  const here = ofSla(results, shown, ofModes(results, shown, bound)).filter((point) =>
    results.description.columns.every(
      (column) => column === policy || isShown(shown, column, point),
    ),
  );
  if (here.length === 0) refuse('--bound', 'rows of the cells shown', 'none');
  return shown.values(load).flatMap((at) =>
    [...new Set(here.map(({ teeMode }) => teeMode))].flatMap((mode): BoundRow[] => {
      const together = here.filter((point) => point.teeMode === mode && isAt(point, load, at));
      if (together.length === 0) return [];
      for (const column of others) refuseParts(shown, column, together, `${mode}, ${at}`);
      return [
        {
          side: side === null ? '' : mode,
          load: Number(at),
          upperBound: meanOf(together.map(({ upperBound }) => upperBound)),
          feasible: meanOf(together.map(({ feasible }) => feasible)),
        },
      ];
    }),
  );
}

/** Equal for cells with the same requests, due at the same times. */
function demandOf(results: SweepResults, cell: number): string {
  const { workload, slaSeconds } = scenarioOf(results, cell);
  return JSON.stringify([workload, slaSeconds]);
}

function refuseWithout({ name }: SweepColumn, bound: readonly BoundPoint[]): void {
  if (bound.every(({ settings }) => settings[name] !== undefined)) return;
  refuse('--bound', `a column ${name} with a value in every row`, 'none', `--axis ${name}=…`);
}

function ofModes(
  results: SweepResults,
  shown: ShownColumns,
  bound: readonly BoundPoint[],
): readonly BoundPoint[] {
  const modes = new Set(shown.cells.map((cell) => scenarioOf(results, cell).teeMode));
  const here = bound.filter(({ teeMode }) => modes.has(teeMode));
  if (here.length === 0) refuse('--bound', `rows of TEE mode ${listed([...modes])}`, 'none');
  return here;
}

/** Per-model SLAs are not in the file: they cannot be told apart. */
function ofSla(
  results: SweepResults,
  shown: ShownColumns,
  bound: readonly BoundPoint[],
): readonly BoundPoint[] {
  const slas = new Set(
    shown.cells.map((cell) => {
      const [first, ...rest] = new Set(scenarioOf(results, cell).slaSeconds);
      return rest.length === 0 ? (first ?? null) : null;
    }),
  );
  const here = bound.filter(({ slaSeconds }) => slas.has(slaSeconds));
  if (here.length > 0) return here;
  const names = [...slas].map((sla) => (sla === null ? 'each model its own' : `${sla} s`));
  return refuse('--bound', `rows of SLA ${listed(names)}`, 'none');
}

/** Also where the column does not vary: `--where` may have left one value. */
function isShown(shown: ShownColumns, column: SweepColumn, point: BoundPoint): boolean {
  const isGiven = point.settings[column.name] !== undefined;
  return !isGiven || shown.values(column).some((value) => isAt(point, column, value));
}

function isAt({ settings }: BoundPoint, { name, numeric }: SweepColumn, value: string): boolean {
  const text = settings[name] ?? '';
  return numeric ? Number(text) === Number(value) : text === value;
}

/** Lines are means over all values of a column: a mean over some of them is of something else. */
function refuseParts(
  shown: ShownColumns,
  column: SweepColumn,
  together: readonly BoundPoint[],
  where: string,
): void {
  const missing = shown
    .values(column)
    .filter((value) => !together.some((point) => isAt(point, column, value)));
  if (missing.length === 0) return;
  const { name } = column;
  const got = `none of ${listed(missing)} at ${where}`;
  refuse('--bound', `rows of every ${name} shown`, got, `--where ${name}=…`);
}
