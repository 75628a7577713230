import type { AddedTimeFit, LengthPoint } from '../../analysis/tee/added-time.js';
import type { Comparison } from '../../analysis/tee/compare.js';
import type { LengthSeries } from '../../analysis/tee/sequence-length.js';
import { type CsvValue, toCsv } from '../csv.js';
import { shifted } from './number-text.js';

const COLUMNS = [
  ...['origin', 'experiment', 'condition', 'model', 'gpu', 'layout', 'concurrency'],
  ...['row', 'quantity', 'input_tokens', 'output_tokens', 'off', 'cc'],
  ...['overhead', 'overhead_low', 'overhead_high'],
  ...['added', 'added_low', 'added_high', 'standard_error'],
];

/**
 * `sequence-length.csv`: `row` is `length` for what a quantity is at a length, and the name of a term
 * for what the fit says of the added time.
 */
export function sequenceLengthCsv(all: readonly LengthSeries[]): string {
  return toCsv(
    COLUMNS,
    all.flatMap((each) => [
      ...each.points.flatMap((point) =>
        point.comparisons.flatMap((comparison) => pointRow(each, point, comparison)),
      ),
      ...each.fits.flatMap((fit) => fitRows(each, fit)),
    ]),
  );
}

function head({ series }: LengthSeries, condition: string | null): readonly CsvValue[] {
  const { origin, experiment, model, gpu, layout, concurrency } = series.key;
  return [origin, experiment, condition, model, gpu, layout, concurrency];
}

function pointRow(
  each: LengthSeries,
  { cell, inputTokens, outputTokens }: LengthPoint,
  { quantity, off, cc, effect }: Comparison,
): readonly (readonly CsvValue[])[] {
  if (off === null && cc === null) return [];
  const ratio = effect?.ratio ?? null;
  return [
    [
      ...[...head(each, cell.key.condition), 'length', quantity.name, inputTokens, outputTokens],
      ...[off?.mean.mean ?? null, cc?.mean.mean ?? null, ratio === null ? null : ratio - 1],
      ...(shifted(effect?.ratio95 ?? null) ?? [null, null]),
      ...[effect?.difference ?? null, ...(effect?.difference95 ?? [null, null]), null],
    ],
  ];
}

function fitRows(each: LengthSeries, fit: AddedTimeFit): readonly (readonly CsvValue[])[] {
  return fit.terms.map(({ name, value, standardError, interval }) => [
    ...[...head(each, each.series.condition), name, fit.quantity.name, null, null],
    ...[null, null, null, null, null],
    ...[value, ...(interval ?? [null, null]), standardError],
  ]);
}
