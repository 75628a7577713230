import { FIGURES } from '../../metrics/figures.js';
import { quoted } from '../../scenario/issues/values.js';
import { pathsCollide } from '../../scenario/text/canonical-setting.js';
import type { AxisColumn } from './axis.js';
import type { SweepContext } from './context.js';
import { type PathClaim, reportCollision } from './read-settings.js';

/** Columns that the tables of a sweep have of their own, beside those of figures. */
const TABLE_COLUMNS = [
  'cell',
  'marks',
  'replication',
  'metric',
  'unit',
  'mean',
  'sd',
  'n',
  'ci95_low',
  'ci95_high',
  'method',
  'stopping',
];
const RESERVED = new Set([...TABLE_COLUMNS, ...FIGURES.map(({ column }) => column)]);

/** Whether columns have names of their own and set different paths; reports where they do not. */
export function checkColumns(columns: readonly AxisColumn[], context: SweepContext): boolean {
  const wrong = columns.filter((column, at) => {
    const before = columns.slice(0, at);
    const clash = before.some((other) => collide(other, column, context));
    return !isNameFree(column, before, context) || clash;
  });
  return wrong.length === 0;
}

/** Cells would not be what their columns say. The first clash of two columns is enough to know. */
function collide(before: AxisColumn, column: AxisColumn, context: SweepContext): boolean {
  return column.claims.some((claim) =>
    before.claims.some((other) => reportCollision(other, claim, context)),
  );
}

/** Two columns with one path are told of as such. */
function isNameFree(
  { name, namesPath, named }: AxisColumn,
  before: readonly AxisColumn[],
  { problems }: SweepContext,
): boolean {
  const taken = before.some((other) => other.name === name && !(other.namesPath && namesPath));
  const free = !taken && !RESERVED.has(name);
  if (!free) {
    const expected = taken ? 'each column name once' : 'a name that tables do not need themselves';
    problems.add({ place: named.place, path: named.at, expected, got: quoted(name) });
  }
  return free;
}

/**
 * Whether `set` or an override leaves alone what columns name; reports where they do not, for then
 * either the setting would have no effect, or the cells would not be what their columns say.
 * @param mayBeSet whether a path may be set although it has to do with that of a column.
 */
export function setsNoColumn(
  claims: readonly PathClaim[],
  columns: readonly AxisColumn[],
  mayBeSet: (path: string, column: string) => boolean,
  { problems }: SweepContext,
): boolean {
  const wrong = claims.filter(({ path, place, at }) => {
    const column = columns.find(
      ({ name, namesPath }) => namesPath && pathsCollide(path, name) && !mayBeSet(path, name),
    );
    if (column === undefined) return false;
    const got = `${path}, which is set by the column ${column.name}`;
    problems.add({ place, path: at, expected: 'a path that no column sets', got });
    return true;
  });
  return wrong.length === 0;
}
