import { InvariantError } from '../../errors.js';
import { compareWithBest, type Standing } from '../../metrics/best.js';
import type { Estimate } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import type { Better } from '../../metrics/figures.js';
import { meanOf } from '../../metrics/sample.js';
import type { SweepResults } from '../results/types.js';
import type { Metric, Ranking } from '../sweep/types.js';

/** The values of the ranking column, everything else equal. */
export interface RankedGroup {
  /** The value of every other column, by its name. */
  readonly where: Readonly<Record<string, string>>;
  readonly metric: Metric;
  /** Best mean first. */
  readonly ranked: readonly RankedValue[];
  /** Null with fewer than two replications. */
  readonly chosen: ChosenBest | null;
}

export interface RankedValue extends Standing {
  readonly value: string;
  /** Position in the sweep. */
  readonly cell: number;
  readonly estimate: Estimate;
}

/**
 * The best by the even replications (0, 2, …), and its figure in the odd ones. The best of several
 * is partly the luckiest: a figure from the replications that chose it is too good.
 */
export interface ChosenBest {
  readonly value: string;
  readonly cell: number;
  readonly estimate: Estimate;
}

/** A cell, and the metric in the replications that all cells of its group have. */
interface Candidate {
  readonly value: string;
  readonly cell: number;
  readonly values: readonly number[];
}

/**
 * Which value of the ranking column is best, for each combination of the other columns. Groups
 * with fewer than two cells, or without a replication in which the metric is defined in all of
 * them, are left out. Empty when the sweep ranks nothing.
 */
export function rankingsOf(results: SweepResults): readonly RankedGroup[] {
  const { ranking, metrics } = results.description;
  if (ranking === null) return [];
  const metric = metrics.find(({ path }) => path === ranking.metric);
  const better = metric?.better ?? null;
  if (metric === undefined || better === null) {
    throw new InvariantError('a ranking needs a metric with a better end', { ...ranking });
  }
  return groupsOf(results, ranking).flatMap(({ where, cells }) => {
    const candidates = inCommon(cells, (cell) => results.values(cell, metric.path));
    const n = candidates[0]?.values.length ?? 0;
    return candidates.length < 2 || n === 0
      ? []
      : [{ where, metric, ...rank(candidates, metric.path, better) }];
  });
}

interface Group {
  readonly where: Readonly<Record<string, string>>;
  readonly cells: readonly { readonly value: string; readonly cell: number }[];
}

function groupsOf({ description }: SweepResults, ranking: Ranking): readonly Group[] {
  const names = description.columns.map(({ name }) => name);
  const column = names.indexOf(ranking.column);
  const groups = new Map<string, Group>();
  description.cells.forEach(({ values }, cell) => {
    const others = names.map((name, at) => [name, values[at] as string]).toSpliced(column, 1);
    const key = JSON.stringify(others);
    const before = groups.get(key)?.cells ?? [];
    const cells = [...before, { value: values[column] as string, cell }];
    groups.set(key, { where: Object.fromEntries(others), cells });
  });
  return [...groups.values()];
}

/** The metric in the replications in which it is defined in every cell. */
function inCommon(
  cells: Group['cells'],
  valuesOf: (cell: number) => readonly number[],
): readonly Candidate[] {
  const rows = cells.map(({ cell }) => valuesOf(cell));
  const [first = []] = rows;
  const isCommon = first.map((_, at) => rows.every((row) => Number.isFinite(row[at])));
  return cells.map((each, at) => ({
    ...each,
    values: (rows[at] ?? []).filter((_, replication) => isCommon[replication] === true),
  }));
}

function rank(
  candidates: readonly Candidate[],
  path: string,
  better: NonNullable<Better>,
): Pick<RankedGroup, 'ranked' | 'chosen'> {
  const standings = compareWithBest(
    candidates.map(({ values }) => values),
    better,
  );
  const ranked = candidates.map(({ value, cell, values }, at) => ({
    value,
    cell,
    estimate: estimateFigure(path, values),
    ...(standings[at] as Standing),
  }));
  const order = better === 'higher' ? -1 : 1;
  ranked.sort((a, b) => order * (a.estimate.mean - b.estimate.mean));
  return { ranked, chosen: choose(candidates, path, better) };
}

function choose(
  candidates: readonly Candidate[],
  path: string,
  better: NonNullable<Better>,
): ChosenBest | null {
  const half = (values: readonly number[], rest: 0 | 1): readonly number[] =>
    values.filter((_, at) => at % 2 === rest);
  const order = better === 'higher' ? -1 : 1;
  const [best] = candidates
    .map((candidate) => ({ ...candidate, mean: meanOf(half(candidate.values, 0)) }))
    .sort((a, b) => order * (a.mean - b.mean));
  if (best === undefined || best.values.length < 2) return null;
  const estimate = estimateFigure(path, half(best.values, 1));
  return { value: best.value, cell: best.cell, estimate };
}
