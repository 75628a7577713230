import { InvariantError } from '../../errors.js';
import { describeTree, oneOf, quoted } from '../../scenario/issues/values.js';
import { keyPlaceOf, type Path, type Tree, valueAt } from '../../scenario/text/tree.js';
import { valueText } from '../../scenario/text/value-text.js';
import { didYouMean } from '../../suggest.js';
import { complete, report, type SweepContext } from './context.js';
import type { CellFilter, SweepCell, SweepColumn } from './types.js';

/** A column as far as filters know it. */
export type FilterColumn = Pick<SweepColumn, 'name' | 'values'>;

/**
 * Whether a cell has one of the wanted values of each column that the filter names.
 * @param values of the cell, by column.
 * @throws InvariantError if there is no such column: filters are checked where they are read.
 */
export function matches(
  filter: CellFilter,
  columns: readonly FilterColumn[],
  values: readonly string[],
): boolean {
  return matcher(filter, columns)(values);
}

/** Whether a filter matches the cell with these values. */
export type Matcher = (values: readonly string[]) => boolean;

function matcher(filter: CellFilter, columns: readonly FilterColumn[]): Matcher {
  const wanted = Object.entries(filter).map(([name, texts]) => {
    const column = columns.findIndex((each) => each.name === name);
    if (column < 0) throw new InvariantError('a filter names no column', { name });
    return { column, texts: new Set(texts) };
  });
  return (values) => wanted.every(({ column, texts }) => texts.has(values[column] ?? ''));
}

/**
 * What the filter at `at` says of a cell; undefined, and reported, if it says it of none.
 * @param cells undefined if it is not known which there are.
 */
export function readMatcher(
  at: Path,
  columns: readonly FilterColumn[],
  cells: readonly Pick<SweepCell, 'values'>[] | undefined,
  context: SweepContext,
): Matcher | undefined {
  const filter = readFilter(at, columns, context);
  const matched = filter && matcher(filter, columns);
  if (matched === undefined || cells === undefined) return matched;
  if (cells.some(({ values }) => matched(values))) return matched;
  const got = `one that matches none of the ${cells.length}`;
  report(context, at, { expected: 'a filter that matches a cell', got });
  return undefined;
}

/** The filter at `at`; undefined, and reported, if it names what no column has. */
function readFilter(
  at: Path,
  columns: readonly FilterColumn[],
  context: SweepContext,
): CellFilter | undefined {
  const mapping = valueAt(context.document, at);
  if (mapping?.kind !== 'mapping') {
    if (mapping?.kind !== 'broken') {
      const expected = 'a mapping with values by column';
      report(context, at, { expected, got: describeTree(mapping) });
    }
    return undefined;
  }
  const entries = [...mapping.entries.keys()].map((name) => {
    const texts = readWanted(name, [...at, name], columns, context);
    return texts && ([name, texts] as const);
  });
  const wanted = complete(entries);
  return wanted && Object.fromEntries(wanted);
}

function readWanted(
  name: string,
  at: Path,
  columns: readonly FilterColumn[],
  context: SweepContext,
): readonly string[] | undefined {
  const column = readColumn(name, columns, (problem) => {
    const place = keyPlaceOf(context.document, at);
    context.problems.add({ place, path: at, ...problem });
  });
  const tree = valueAt(context.document, at);
  if (column === undefined || tree === undefined) return undefined;
  const whole = findValue(column, tree);
  if (whole !== undefined) return [whole];
  if (tree.kind !== 'list' || tree.items.length === 0) {
    readColumnValue(column, at, context);
    return undefined;
  }
  return complete(tree.items.map((_, index) => readColumnValue(column, [...at, index], context)));
}

/** The column with this name; undefined, and told, if there is none. */
export function readColumn<Column extends FilterColumn>(
  name: string,
  columns: readonly Column[],
  tell: (problem: { expected: string; got: string; hint: string | undefined }) => void,
): Column | undefined {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) {
    const names = columns.map((each) => each.name);
    const expected = names.length === 0 ? 'an axis' : `a column (${oneOf(names)})`;
    tell({ expected, got: quoted(name), hint: didYouMean(name, names) });
  }
  return column;
}

/** Messages name no more values than this. */
const MOST_NAMED = 12;

/** The value at `at` as the column has it; undefined, and reported, if it does not. */
export function readColumnValue(
  column: FilterColumn,
  at: Path,
  context: SweepContext,
): string | undefined {
  const tree = valueAt(context.document, at);
  const value = tree && findValue(column, tree);
  if (value === undefined && tree?.kind !== 'broken') {
    const { values, name } = column;
    const some = values.slice(0, MOST_NAMED);
    const more = values.length > some.length ? ', …' : '';
    const text = tree && valueText(tree);
    const hint = text === undefined ? undefined : didYouMean(text, values);
    const expected = `a value of ${name} (${oneOf(some)}${more})`;
    report(context, at, { expected, got: describeTree(tree), hint });
  }
  return value;
}

/** What the column calls this value: names of variants are texts, whatever they look like. */
function findValue({ values }: FilterColumn, tree: Tree): string | undefined {
  const text = valueText(tree);
  const raw = tree.kind === 'scalar' ? tree.source : undefined;
  return values.find((value) => value === text) ?? values.find((value) => value === raw);
}
