import type { Estimate } from '../metrics/estimate.js';
import { FIGURES, type Figure, figureAt, MODEL_FIGURES, readFigure } from '../metrics/figures.js';
import type { AggregatedSummary } from '../metrics/replications.js';
import type { RunSummary } from '../metrics/summary.js';
import type { CompareReport } from './compare-table.js';
import { type CsvValue, toCsv, withEnds } from './csv.js';

const ATTAINMENT = figureAt('sla.attainmentReceived');

/** `cells.csv`: a row per cell and replication, a column per figure, then one per model. */
export function cellsCsv({ axes, cells }: CompareReport): string {
  const models = [...new Set(cells.flatMap(({ estimate }) => Object.keys(estimate.perModel)))];
  const columns = [
    ...axes.map(({ path }) => path),
    'replication',
    ...FIGURES.map(({ column }) => column),
    ...models.map((model) => `${model}.${ATTAINMENT.column}`),
  ];
  const rows = cells.flatMap(({ cell, replications }) =>
    replications.map((summary, replication): CsvValue[] => [
      ...cell.values,
      replication,
      ...FIGURES.map((figure) => readFigure<number>(summary, figure)),
      ...models.map((model) => attainmentOf(summary, model)),
    ]),
  );
  return toCsv(columns, rows);
}

/** Empty where a cell has no such model: an axis may change which there are. */
function attainmentOf({ perModel }: RunSummary, model: string): CsvValue {
  const summary = perModel[model];
  return summary === undefined ? null : readFigure<number>(summary, ATTAINMENT);
}

/** `summary.csv`: a row per cell, model (none: the whole run) and figure, with its interval. */
export function summaryCsv({ axes, cells }: CompareReport): string {
  const columns = ['model', 'figure', 'unit', 'mean', 'ci95_low', 'ci95_high', 'n'];
  const rows = cells.flatMap(({ cell, estimate }) =>
    summaryRows(estimate).map((row) => [...cell.values, ...row]),
  );
  return toCsv([...axes.map(({ path }) => path), ...columns], rows);
}

/** `differences.csv`: a row per pair and figure. */
export function differencesCsv({ axes, baseline, pairs }: CompareReport): string {
  const columns = [
    ...axes.map(({ path }) => path),
    'baseline',
    'figure',
    'unit',
    'mean',
    'baseline_mean',
    ...['difference', 'ratio'].flatMap((name) => [name, `${name}_ci95_low`, `${name}_ci95_high`]),
    'variance_ratio',
    'n',
  ];
  const rows = pairs.flatMap((pair) =>
    pair.figures.map((found): CsvValue[] => [
      ...pair.cell.values,
      pair.baseline.values[baseline.axis] ?? '',
      found.figure.column,
      found.figure.unit,
      found.meanA,
      found.meanB,
      ...withEnds(found.difference),
      ...withEnds(found.ratio),
      found.varianceRatio,
      found.n,
    ]),
  );
  return toCsv(columns, rows);
}

/** `overall.csv`: a row per value beside the baseline and figure, over all cells with that value. */
export function overallCsv({ axes, baseline, overall }: CompareReport): string {
  const axis = axes[baseline.axis]?.path ?? '';
  const columns = [axis, 'baseline', 'cells', 'figure', 'unit', 'mean', 'baseline_mean'];
  const rows = overall.flatMap(({ value, cells, figures }) =>
    figures.map(({ figure, meanA, meanB, ratio, leftOut }): CsvValue[] => [
      value,
      baseline.value,
      cells,
      figure.column,
      figure.unit,
      meanA,
      meanB,
      ...withEnds(ratio),
      ratio.n,
      leftOut,
    ]),
  );
  return toCsv([...columns, 'ratio', 'ratio_ci95_low', 'ratio_ci95_high', 'n', 'left_out'], rows);
}

function summaryRows(estimate: AggregatedSummary): CsvValue[][] {
  const row = (model: string | null, figure: Figure, value: Estimate): CsvValue[] => [
    model,
    figure.column,
    figure.unit,
    ...withEnds(value),
    value.n,
  ];
  return [
    ...FIGURES.map((figure) => row(null, figure, readFigure(estimate, figure))),
    ...Object.entries(estimate.perModel).flatMap(([model, figures]) =>
      MODEL_FIGURES.map((figure) => row(model, figure, readFigure<Estimate>(figures, figure))),
    ),
  ];
}
