import { fieldsAt, report, type SweepContext } from '../../experiment/sweep/context.js';
import { quoted } from '../../scenario/issues/values.js';
import { readValue } from '../../scenario/read-fields.js';
import { type Path, valueAt } from '../../scenario/text/tree.js';
import type { Axis } from '../types.js';
import { axisSchema, tableAxisSchema } from './schema.js';

/** What a file that is read is, and what is wrong with it so far. */
export type PlanContext = SweepContext;

/** An axis, rising, and whether it is written the other way. */
export interface WrittenAxis {
  readonly axis: Axis;
  readonly falls: boolean;
}

/** The axis of a table as it states it: a label, perhaps with buckets that have to be the workload's. */
export interface StatedAxis {
  readonly label: string;
  readonly written: WrittenAxis | null;
}

export interface AxisPair<T> {
  readonly rows: T;
  readonly columns: T;
}

/** The axes of a workload; undefined, and reported, if something is wrong with them. */
export function readAxes(at: Path, context: PlanContext): AxisPair<WrittenAxis> | undefined {
  return readPair(at, context, (path) => readAxis(path, context), axisLabel);
}

/** The axes that a table states. */
export function readStatedAxes(at: Path, context: PlanContext): AxisPair<StatedAxis> | undefined {
  return readPair(
    at,
    context,
    (path) => readStated(path, context),
    ({ label }) => label,
  );
}

function axisLabel({ axis }: WrittenAxis): string {
  return axis.label;
}

function readPair<T>(
  at: Path,
  context: PlanContext,
  read: (path: Path) => T | undefined,
  labelOf: (axis: T) => string,
): AxisPair<T> | undefined {
  const tree = valueAt(context.document, at);
  if (tree !== undefined && tree.kind !== 'mapping') {
    report(context, at, { expected: 'rows and columns', got: 'no mapping' });
    return undefined;
  }
  reportOthers(at, ['rows', 'columns'], context);
  const rows = read([...at, 'rows']);
  const columns = read([...at, 'columns']);
  if (rows === undefined || columns === undefined) return undefined;
  if (labelOf(rows) !== labelOf(columns)) return { rows, columns };
  const expected = `another label than that of the rows, ${quoted(labelOf(rows))}`;
  report(context, [...at, 'columns'], { expected, got: 'the same' });
  return undefined;
}

function reportOthers(at: Path, known: readonly string[], context: PlanContext): void {
  const tree = valueAt(context.document, at);
  if (tree?.kind !== 'mapping') return;
  for (const key of tree.entries.keys()) {
    if (known.includes(key)) continue;
    const got = `the unknown key ${quoted(key)}`;
    report(context, [...at, key], { expected: known.join(' or '), got });
  }
}

function readAxis(at: Path, context: PlanContext): WrittenAxis | undefined {
  const fields = fieldsAt(axisSchema, at, context);
  const { label, edges, buckets } = fields;
  if (label === undefined || edges === undefined || buckets === undefined) return undefined;
  if ((edges.value === undefined) === (buckets.value === undefined)) {
    const got = edges.value === undefined ? 'neither' : 'both';
    report(context, at, { expected: 'edges, or names of buckets', got });
    return undefined;
  }
  if (buckets.value !== undefined) {
    return namedAxis(label.value, buckets.value, [...at, 'buckets'], context);
  }
  return edgedAxis(label.value, edges.value ?? [], [...at, 'edges'], context);
}

function namedAxis(
  label: string,
  buckets: readonly string[],
  at: Path,
  context: PlanContext,
): WrittenAxis | undefined {
  const twice = buckets.find((bucket, index) => buckets.indexOf(bucket) < index);
  if (twice === undefined) return { axis: { label, buckets, edges: null }, falls: false };
  report(context, at, { expected: 'each bucket once', got: `${quoted(twice)} twice` });
  return undefined;
}

/** Undefined, and reported, unless edges rise or fall all the way. */
export function edgedAxis(
  label: string,
  written: readonly number[],
  at: Path,
  context: PlanContext,
): WrittenAxis | undefined {
  const [first = 0, second = 0] = written;
  const falls = second < first;
  const edges = falls ? written.toReversed() : written;
  const wrong = edges.findIndex((edge, index) => index > 0 && edge <= (edges[index - 1] ?? 0));
  if (wrong < 0) return { axis: { label, buckets: bucketNames(edges), edges }, falls };
  const got = `${edges[wrong]} beside ${edges[wrong - 1]}`;
  report(context, at, { expected: 'edges that rise, or fall, all the way', got });
  return undefined;
}

function bucketNames(edges: readonly number[]): readonly string[] {
  return edges.slice(1).map((edge, index) => `${edges[index]}–${edge}`);
}

function readStated(at: Path, context: PlanContext): StatedAxis | undefined {
  const tree = valueAt(context.document, at);
  if (tree?.kind === 'mapping') {
    const { label, edges, buckets } = fieldsAt(axisSchema, at, context);
    if (label === undefined) return undefined;
    // A label alone, written as a mapping.
    const isBare = edges !== undefined && buckets !== undefined && !(edges.value || buckets.value);
    if (isBare) return { label: label.value, written: null };
    const written = readAxis(at, context);
    return written && { label: label.value, written };
  }
  const label = readValue(tableAxisSchema, context.document, at, context.problems);
  return typeof label?.value === 'string' ? { label: label.value, written: null } : undefined;
}
