import { keysOf, type Path, valueAt } from '../../scenario/text/tree.js';
import type { SweepDescription } from '../store/types.js';
import { complete, fieldsAt, report, type SweepContext } from '../sweep/context.js';
import { type Matcher, readColumn, readMatcher } from '../sweep/filters.js';
import { groupsOf } from './groups.js';
import { readMeasures, readMetric } from './read-measures.js';
import { readStatement } from './read-statement.js';
import { claimOutline } from './schema.js';
import type { Claim, Statement } from './types.js';

/** What a claim is bound to: the columns, cells and metrics of a sweep. */
export type Subject = Pick<SweepDescription, 'columns' | 'cells' | 'metrics'>;

/**
 * The claim at `at`; undefined, and reported, if something is wrong with it.
 * @param subject null if there are no results to check it against: then always undefined.
 */
export function readClaim(
  at: Path,
  subject: Subject | null,
  context: SweepContext,
): Claim | undefined {
  const fields = fieldsAt(claimOutline, at, context);
  const { id, text, source, metric, denominator, each } = fields;
  const measures =
    metric &&
    denominator &&
    readMeasures(metric.value, denominator.value, at, subject?.metrics ?? null, context);
  const weights = fields.weightedBy?.value;
  const weightedBy =
    weights === undefined
      ? null
      : readMetric(weights, [...at, 'weightedBy'], subject?.metrics ?? null, context);
  const statement = readStatement(at, subject?.columns ?? null, context);
  if (subject === null) return undefined;
  const isMeant = readWhere([...at, 'where'], subject, context);
  const apart = each && readEach(each.value, at, statement, subject, context);
  if (!(statement && isMeant && apart)) return undefined;
  const bound = bind(statement, { isMeant, apart }, at, subject, context);
  if (!(id && text && source && measures && bound) || weightedBy === undefined) return undefined;
  return {
    id: id.value,
    text: text.value,
    source: source.value,
    measures,
    statement,
    each: each?.value ?? [],
    weightedBy,
    ...bound,
  };
}

function readWhere(at: Path, subject: Subject, context: SweepContext): Matcher | undefined {
  if (valueAt(context.document, at) === undefined) return () => true;
  return readMatcher(at, subject.columns, subject.cells, context);
}

function axisOf(statement: Statement | undefined): string | null {
  return statement === undefined || statement.kind === 'value' ? null : statement.axis;
}

/** Positions of the columns that the claim tells apart; undefined, and reported, if one is none. */
function readEach(
  each: 'cell' | readonly string[] | undefined,
  at: Path,
  statement: Statement | undefined,
  { columns }: Subject,
  context: SweepContext,
): readonly number[] | undefined {
  const axis = axisOf(statement);
  if (each === 'cell') return columns.flatMap(({ name }, index) => (name === axis ? [] : [index]));
  const positions = (each ?? []).map((name, index) => {
    const here = [...at, 'each', index];
    const column = readColumn(name, columns, (problem) => report(context, here, problem));
    if (column === undefined) return undefined;
    if (name !== axis) return columns.indexOf(column);
    report(context, here, { expected: 'a column that is not put side by side', got: name });
    return undefined;
  });
  return complete(positions);
}

/** Which cells the claim is about. */
interface Meant {
  readonly isMeant: Matcher;
  readonly apart: readonly number[];
}

/** The sides and cells of a claim; undefined, and reported, if there is nothing to put side by side. */
function bind(
  statement: Statement,
  { isMeant, apart }: Meant,
  at: Path,
  subject: Subject,
  context: SweepContext,
): Pick<Claim, 'sides' | 'groups'> | undefined {
  const name = axisOf(statement);
  const axis = name === null ? null : subject.columns.findIndex((column) => column.name === name);
  const meant = subject.cells.filter(({ values }) => isMeant(values));
  const present = new Set(meant.map(({ values }) => values[axis ?? 0] ?? ''));
  const known = axis === null ? [] : (subject.columns[axis]?.values ?? []);
  const sides = sidesOf(
    statement,
    known.filter((value) => present.has(value)),
  );
  const groups = groupsOf(subject, isMeant, { axis, sides, each: apart });
  if (groups.length > 0 && (axis === null || sides.length > 1)) return { sides, groups };
  const place = keysOf(valueAt(context.document, at)).includes('compare') ? 'compare' : 'expected';
  const expected = `cells that differ in ${name} alone, with ${sides.join(', ')}`;
  report(context, [...at, place, 'axis'], { expected, got: 'none' });
  return undefined;
}

/** @param present the values of the axis that cells have. */
function sidesOf(statement: Statement, present: readonly string[]): readonly string[] {
  switch (statement.kind) {
    case 'value':
      return [''];
    case 'comparison':
      return [statement.of, statement.to];
    case 'extreme':
      return [statement.value, ...present.filter((value) => value !== statement.value)];
    case 'order': {
      const numbers = present.map(Number);
      return numbers.every(Number.isFinite)
        ? present.toSorted((a, b) => Number(a) - Number(b))
        : present;
    }
  }
}
