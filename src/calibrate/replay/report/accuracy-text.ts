import { renderTable } from '../../../report/text-table.js';
import type { FigureAccuracy } from '../accuracy.js';
import type { ReplayFigure } from '../figures.js';
import type { FigureNoise } from '../noise-floor.js';
import { percent, percentRange, signedPercent } from './numbers.js';

/**
 * How well each figure is predicted: the error of a run is |mean over seeds − measured|, in % of
 * the measured value, for shares in points. Beside it what a perfect simulator would reach.
 */
export function accuracyTable(
  accuracy: readonly FigureAccuracy[],
  noise: readonly FigureNoise[],
): string {
  return renderTable({
    head: [
      'figure',
      'error in',
      'median',
      'p90',
      'max',
      'bias',
      '95 % interval',
      'inside, %',
      'noise: median',
      'p90',
    ],
    rows: accuracy.map(({ figure, median, p90, max, bias, coverage }, at) => [
      figure.label,
      errorUnit(figure),
      percent(median),
      percent(p90),
      percent(max),
      signedPercent(bias.mean),
      percentRange(bias.ci95),
      percent(coverage, 1),
      percent(noise[at]?.median ?? Number.NaN),
      percent(noise[at]?.p90 ?? Number.NaN),
    ]),
    textColumns: 2,
  });
}

/** Accuracy of one group of runs. */
export interface GroupAccuracy {
  readonly name: string;
  readonly accuracy: readonly FigureAccuracy[];
}

/** Median / 90 % quantile of the error and the bias, by group: a row each, a column per figure. */
export function groupTable(title: string, groups: readonly GroupAccuracy[]): string {
  const figures = groups[0]?.accuracy.map(({ figure }) => figure.label) ?? [];
  return renderTable({
    head: [title, 'runs', ...figures],
    rows: groups.map(({ name, accuracy }) => [
      name,
      String(accuracy[0]?.runs ?? 0),
      ...accuracy.map(
        ({ median, p90, bias }) =>
          `${percent(median, 1)}/${percent(p90, 1)} (${signedPercent(bias.mean, 1)})`,
      ),
    ]),
    textColumns: 1,
  });
}

/**
 * Runs by the rank of the measured value among its seeds: as in the last row if the simulator is
 * right, heaped at the ends if its spread is too small, on one side if it is biased.
 */
export function rankTable(accuracy: readonly FigureAccuracy[]): string {
  const classes = accuracy[0]?.ranks.length ?? 0;
  const head = Array.from({ length: classes }, (_, at) =>
    at === 0 ? 'lowest' : at === classes - 1 ? 'highest' : '',
  );
  return renderTable({
    head: ['measured among its seeds', ...head],
    rows: [
      ...accuracy.map(({ figure, ranks }) => [figure.label, ...counts(ranks)]),
      ['expected of a right simulator', ...counts(accuracy[0]?.expectedRanks ?? [])],
    ],
    textColumns: 1,
  });
}

function counts(runs: readonly number[]): readonly string[] {
  return runs.map((count) => count.toFixed(1));
}

function errorUnit({ error }: ReplayFigure): string {
  return error === 'relative' ? '%' : 'points';
}
