import { describeTree, oneOf } from '../../scenario/issues/values.js';
import type { Fields } from '../../scenario/read-fields.js';
import { keysOf, type Path, placeOf, type Tree, valueAt } from '../../scenario/text/tree.js';
import { fieldsAt, report, type SweepContext } from './context.js';
import { countSteps, logSpaced, spaced, stepped } from './ranges.js';
import { MOST_CELLS, pathAxisSchema } from './schema.js';

const SOURCES = ['values', 'range', 'logRange'] as const;
const RANGE = pathAxisSchema.shape.range.unwrap();
const LOG_RANGE = pathAxisSchema.shape.logRange.unwrap();

/** The values of the axis at `at`, in order; undefined, and reported, if they cannot be told. */
export function readValues(at: Path, context: SweepContext): readonly Tree[] | undefined {
  const axis = valueAt(context.document, at);
  const given = SOURCES.filter((source) => keysOf(axis).includes(source));
  const [source] = given;
  if (given.length !== 1 || source === undefined) {
    const got = given.length === 0 ? 'none of them' : given.join(' and ');
    report(context, at, { expected: oneOf(SOURCES), got });
    return undefined;
  }
  const here = [...at, source];
  if (source === 'values') {
    const list = valueAt(context.document, here);
    return list?.kind === 'list' ? list.items : undefined;
  }
  const numbers = source === 'range' ? readRange(here, context) : readLogRange(here, context);
  const place = placeOf(context.document, here);
  return numbers?.map((value) => ({ kind: 'scalar', value, source: String(value), place }));
}

/** Where a value of the axis at `at` stands: in the list, or in the range that it is one of. */
export function valuePath(at: Path, index: number, { document }: SweepContext): Path {
  const range = keysOf(valueAt(document, at)).find((key) => key === 'range' || key === 'logRange');
  return range === undefined ? [...at, 'values', index] : [...at, range];
}

function readRange(at: Path, context: SweepContext): readonly number[] | undefined {
  const fields = fieldsAt(RANGE, at, context);
  const { from, to, step, count } = fields;
  const given = keysOf(valueAt(context.document, at)).filter((key) => /^(?:step|count)$/.test(key));
  if (given.length !== 1) {
    const got = given.length === 0 ? 'neither' : 'both';
    report(context, at, { expected: 'step or count', got });
    return undefined;
  }
  if (!(from && to && step && count) || !ascends(fields, at, context)) return undefined;
  if (count.value !== undefined) return spaced(from.value, to.value, count.value);
  if (step.value === undefined) return undefined;
  const values = countSteps(from.value, to.value, step.value);
  if (values <= MOST_CELLS) return stepped(from.value, to.value, step.value);
  const expected = `a step that gives at most ${MOST_CELLS} values`;
  report(context, [...at, 'step'], { expected, got: `one that gives ${values}` });
  return undefined;
}

function readLogRange(at: Path, context: SweepContext): readonly number[] | undefined {
  const fields = fieldsAt(LOG_RANGE, at, context);
  const { from, to, count } = fields;
  return from && to && count && ascends(fields, at, context)
    ? logSpaced(from.value, to.value, count.value)
    : undefined;
}

function ascends(
  { from, to }: Pick<Fields<{ from: number; to: number }>, 'from' | 'to'>,
  at: Path,
  context: SweepContext,
): boolean {
  if (from === undefined || to === undefined || from.value < to.value) return true;
  const here = [...at, 'to'];
  const got = describeTree(valueAt(context.document, here));
  report(context, here, { expected: `a number > ${from.value}`, got });
  return false;
}
