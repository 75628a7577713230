import { keysOf, type Path, valueAt } from '../../scenario/text/tree.js';
import { fieldsAt, report, type SweepContext } from '../sweep/context.js';
import { readColumn, readColumnValue } from '../sweep/filters.js';
import type { SweepColumn } from '../sweep/types.js';
import { compareSchema, expectedSchema } from './schema.js';
import type { Range, Statement } from './types.js';

type Columns = readonly SweepColumn[] | null;

/** The ways to say what is expected: by a range, or by what a column does to the metric. */
const FORMS = ['range', 'lowest', 'highest', 'order'] as const;

const ABOVE: Range = { from: 0, to: Number.POSITIVE_INFINITY, closed: false };
const BELOW: Range = { from: Number.NEGATIVE_INFINITY, to: 0, closed: false };

/**
 * What the claim at `at` says; undefined, and reported, if that cannot be said.
 * @param columns of the results; null if they are not known: nothing can be said then.
 */
export function readStatement(
  at: Path,
  columns: Columns,
  context: SweepContext,
): Statement | undefined {
  const keys = keysOf(valueAt(context.document, [...at, 'expected']));
  const expected = fieldsAt(expectedSchema, [...at, 'expected'], context);
  const forms = FORMS.filter((form) =>
    form === 'range' ? keys.includes('from') || keys.includes('to') : keys.includes(form),
  );
  const [form] = forms;
  if (form === undefined || forms.length > 1) {
    const wanted = 'a range (from, to), or one of lowest, highest, order';
    const got = form === undefined ? 'none of them' : forms.join(' and ');
    report(context, [...at, 'expected'], { expected: wanted, got });
    return undefined;
  }
  if (form !== 'range') return readAlong(form, expected, at, columns, context);
  const range = readRange(expected, at, context);
  if (keys.includes('axis')) {
    const wanted = 'axis beside lowest, highest or order alone';
    report(context, [...at, 'expected', 'axis'], { expected: wanted, got: 'axis beside a range' });
    return undefined;
  }
  const compares = valueAt(context.document, [...at, 'compare']) !== undefined;
  if (compares) return readComparison([...at, 'compare'], range, columns, context);
  return range && { kind: 'value', range };
}

type Expected = ReturnType<typeof fieldsAt<typeof expectedSchema>>;

function readRange({ from, to }: Expected, at: Path, context: SweepContext): Range | undefined {
  if (from === undefined || to === undefined) return undefined;
  const range = {
    from: from.value ?? Number.NEGATIVE_INFINITY,
    to: to.value ?? Number.POSITIVE_INFINITY,
    closed: true,
  };
  if (range.from <= range.to) return range;
  const wanted = `a number ≥ ${range.from}`;
  report(context, [...at, 'expected', 'to'], { expected: wanted, got: String(range.to) });
  return undefined;
}

function readComparison(
  at: Path,
  range: Range | undefined,
  columns: Columns,
  context: SweepContext,
): Statement | undefined {
  const { axis, as } = fieldsAt(compareSchema, at, context);
  const column = axis && columnAt(axis.value, [...at, 'axis'], columns, context);
  const of = column && readColumnValue(column, [...at, 'of'], context);
  const to = column && readColumnValue(column, [...at, 'to'], context);
  if (column === undefined || of === undefined || to === undefined) return undefined;
  if (of === to) {
    report(context, [...at, 'to'], { expected: `another value than ${of}`, got: to });
    return undefined;
  }
  if (range === undefined || as === undefined) return undefined;
  return { kind: 'comparison', axis: column.name, of, to, as: as.value, range };
}

/** What a column does to the metric. */
function readAlong(
  form: 'lowest' | 'highest' | 'order',
  { axis, order }: Expected,
  at: Path,
  columns: Columns,
  context: SweepContext,
): Statement | undefined {
  const here = [...at, 'expected', 'axis'];
  const compared = valueAt(context.document, [...at, 'compare']) !== undefined;
  if (compared) {
    const got = `compare beside ${form}`;
    report(context, [...at, 'compare'], { expected: 'compare beside a range alone', got });
  }
  if (axis === undefined) return undefined;
  if (axis.value === undefined) {
    report(context, here, { expected: `the column that ${form} is about`, got: 'nothing' });
    return undefined;
  }
  const column = columnAt(axis.value, here, columns, context);
  if (column === undefined || compared) return undefined;
  if (form !== 'order') {
    const value = readColumnValue(column, [...at, 'expected', form], context);
    const range = form === 'lowest' ? BELOW : ABOVE;
    return value === undefined
      ? undefined
      : { kind: 'extreme', axis: column.name, value, end: form, range };
  }
  if (order?.value === undefined) return undefined;
  const range = order.value === 'rising' ? ABOVE : BELOW;
  return { kind: 'order', axis: column.name, order: order.value, range };
}

function columnAt(
  name: string | undefined,
  at: Path,
  columns: Columns,
  context: SweepContext,
): SweepColumn | undefined {
  if (columns === null || name === undefined) return undefined;
  return readColumn(name, columns, (problem) => report(context, at, problem));
}
