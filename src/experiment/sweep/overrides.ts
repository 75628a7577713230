import type { Path } from '../../scenario/text/tree.js';
import type { GridColumn } from './axis.js';
import { setsNoColumn } from './check-columns.js';
import { complete, fieldsAt, itemsAt, report, type SweepContext } from './context.js';
import { type Matcher, readMatcher } from './filters.js';
import { OF_SOME_CELLS, type PathClaim, readSettings } from './read-settings.js';
import { overrideSchema } from './schema.js';
import type { CellSetting, SweepCell } from './types.js';

/** A change to some cells, and their mark. */
interface Override {
  readonly name: string;
  readonly matched: Matcher;
  readonly settings: readonly CellSetting[];
  readonly claims: readonly PathClaim[];
}

/**
 * The list `overrides`; undefined, and reported, if something is wrong with one.
 * @param cells undefined if it is not known which there are.
 */
export function readOverrides(
  columns: readonly GridColumn[],
  cells: readonly Pick<SweepCell, 'values'>[] | undefined,
  context: SweepContext,
): readonly Override[] | undefined {
  const paths = itemsAt(['overrides'], context);
  const read = paths.map((at) => readOverride(at, columns, cells, context));
  const names = read.map((override) => override?.name);
  for (const [index, name] of names.entries()) {
    if (name === undefined || names.indexOf(name) === index) continue;
    const at = [...(paths[index] ?? []), 'name'];
    report(context, at, { expected: 'each name once', got: `${name} a second time` });
  }
  return complete(read);
}

function readOverride(
  at: Path,
  columns: readonly GridColumn[],
  cells: readonly Pick<SweepCell, 'values'>[] | undefined,
  context: SweepContext,
): Override | undefined {
  const { name, where, set } = fieldsAt(overrideSchema, at, context);
  const matched = where && readMatcher([...at, 'where'], columns, cells, context);
  const read = set && readSettings([...at, 'set'], OF_SOME_CELLS, context);
  // A part of what a column names may be changed: the cell is marked.
  const isPart = (path: string, column: string): boolean => path.startsWith(`${column}.`);
  const apart = setsNoColumn(read?.claims ?? [], columns, isPart, context);
  return name && matched && read && apart ? { name: name.value, matched, ...read } : undefined;
}

/** The cells with what overrides say of them. */
export function withOverrides(
  cells: readonly SweepCell[],
  overrides: readonly Override[],
): readonly SweepCell[] {
  return cells.map((cell) => {
    const applied = overrides.filter(({ matched }) => matched(cell.values));
    return {
      ...cell,
      marks: applied.map(({ name }) => name),
      settings: [...cell.settings, ...applied.flatMap(({ settings }) => settings)],
    };
  });
}
