import { quoted } from '../../scenario/issues/values.js';
import { allValues } from '../../scenario/read-fields.js';
import { keyPlaceOf, keysOf, type Path, placeOf, valueAt } from '../../scenario/text/tree.js';
import type { Grid } from './cells.js';
import { complete, fieldsAt, itemsAt, report, type SweepContext } from './context.js';
import { type FilterColumn, readColumn, readColumnValue } from './filters.js';
import type { MetricReader } from './metric-reader.js';
import { parseMetric } from './metrics.js';
import { compareSchema, precisionSchema, rankSchema, targetSchema } from './schema.js';
import type { Pairing, PrecisionTarget, Ranking, ReplicationPlan, SweepCell } from './types.js';

/** How often cells are replicated; undefined, and reported, if the file does not say. */
export function readReplications(
  replications: number | undefined,
  metrics: MetricReader,
  context: SweepContext,
): ReplicationPlan | undefined {
  const given = ['replications', 'precision'].filter((key) =>
    keysOf(context.document).includes(key),
  );
  if (given.length !== 1) {
    const got = given.length === 0 ? 'neither' : 'both';
    report(context, given.slice(0, 1), { expected: 'replications or precision', got });
    return undefined;
  }
  if (given.includes('precision')) return readPrecision(metrics, context);
  return replications === undefined ? undefined : { kind: 'fixed', count: replications };
}

function readPrecision(metrics: MetricReader, context: SweepContext): ReplicationPlan | undefined {
  const at = ['precision'];
  const fields = allValues(fieldsAt(precisionSchema, at, context));
  const paths = itemsAt([...at, 'targets'], context);
  const targets = complete(paths.map((each) => readTarget(each, metrics, context)));
  if (fields === undefined || targets === undefined) return undefined;
  const { least, most } = fields;
  if (least <= most) return { kind: 'precision', targets, least, most };
  report(context, [...at, 'most'], { expected: `a number ≥ ${least}`, got: String(most) });
  return undefined;
}

function readTarget(
  at: Path,
  metrics: MetricReader,
  context: SweepContext,
): PrecisionTarget | undefined {
  const { metric, of, absolute, relative } = fieldsAt(targetSchema, at, context);
  const known = metric && metrics.isOneOfSweep(metric.value, mention([...at, 'metric'], context));
  const paired = of?.value !== 'difference' || keysOf(context.document).includes('compare');
  if (!paired) {
    const hint = 'differences need compare';
    report(context, [...at, 'of'], { expected: 'mean', got: 'difference', hint });
  }
  const keys = keysOf(valueAt(context.document, at));
  const given = keys.filter((key) => key === 'absolute' || key === 'relative');
  if (given.length !== 1) {
    const got = given.length === 0 ? 'neither' : 'both';
    report(context, at, { expected: 'absolute or relative', got });
  }
  if (!(metric && known && of && paired && absolute && relative)) return undefined;
  if (given.length !== 1) return undefined;
  return {
    metric: metric.value,
    of: of.value,
    absolute: absolute.value ?? null,
    relative: relative.value ?? null,
  };
}

function mention(at: Path, { document }: SweepContext) {
  return { place: placeOf(document, at), at };
}

/** `compare`; null without it or, reported, if something is wrong with it. */
export function readPairing(
  grid: Grid | undefined,
  metrics: MetricReader,
  context: SweepContext,
): Pairing | null {
  const at = ['compare'];
  if (valueAt(context.document, at) === undefined) return null;
  const { axis, margins } = fieldsAt(compareSchema, at, context);
  const names = keysOf(valueAt(context.document, [...at, 'margins']));
  const known = names.filter((name) => {
    const path = [...at, 'margins', name];
    return metrics.isOneOfSweep(name, { place: keyPlaceOf(context.document, path), at: path });
  });
  const column = grid && axis && columnNamed(axis.value, [...at, 'axis'], grid.columns, context);
  const baseline = column && readColumnValue(column, [...at, 'baseline'], context);
  if (!(grid && column && baseline && margins) || known.length < names.length) return null;
  if (isCompared(grid, column.name, baseline)) {
    return { column: column.name, baseline, margins: margins.value };
  }
  const expected = `a value beside which cells differ in ${column.name} alone`;
  report(context, [...at, 'baseline'], { expected, got: `${baseline}, beside which none does` });
  return null;
}

/** `rank`; null without it or, reported, if something is wrong with it. */
export function readRanking(
  grid: Grid | undefined,
  metrics: MetricReader,
  context: SweepContext,
): Ranking | null {
  const at = ['rank'];
  if (valueAt(context.document, at) === undefined) return null;
  const { axis, metric } = fieldsAt(rankSchema, at, context);
  const known = metric && isRankable(metric.value, [...at, 'metric'], metrics, context);
  const column = grid && axis && columnNamed(axis.value, [...at, 'axis'], grid.columns, context);
  if (!(grid && column && metric && known)) return null;
  if (isCompared(grid, column.name)) return { column: column.name, metric: metric.value };
  const expected = 'a column in which cells differ that are otherwise the same';
  report(context, [...at, 'axis'], { expected, got: column.name });
  return null;
}

/** Whether a metric of the sweep tells better from worse; reports it otherwise. */
function isRankable(
  metric: string,
  at: Path,
  metrics: MetricReader,
  context: SweepContext,
): boolean {
  if (!metrics.isOneOfSweep(metric, mention(at, context))) return false;
  if (parseMetric(metric)?.figure.better !== null) return true;
  const expected = 'a metric of which more, or less, is better';
  report(context, at, { expected, got: quoted(metric) });
  return false;
}

function columnNamed(
  name: string,
  at: Path,
  columns: readonly FilterColumn[],
  context: SweepContext,
): FilterColumn | undefined {
  return readColumn(name, columns, (problem) => report(context, at, problem));
}

/** Whether two cells differ in this column alone, one of them with this value if one is given. */
function isCompared({ columns, cells }: Grid, name: string, value?: string): boolean {
  const column = columns.findIndex((each) => each.name === name);
  const others = ({ values }: SweepCell): string => JSON.stringify(values.toSpliced(column, 1));
  const sizes = new Map<string, number>();
  for (const cell of cells) sizes.set(others(cell), (sizes.get(others(cell)) ?? 0) + 1);
  return cells.some(
    (cell) =>
      (value === undefined || cell.values[column] === value) && (sizes.get(others(cell)) ?? 0) > 1,
  );
}
