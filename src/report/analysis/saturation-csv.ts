import type { Saturation, SaturationCurve } from '../../analysis/tee/saturation.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';

const COLUMNS = [
  ...['origin', 'experiment', 'condition', 'model', 'gpu', 'layout'],
  ...['nominal_input_tokens', 'nominal_output_tokens', 'tee_mode', 'axis', 'quantity', 'loads'],
  ...['knee', 'knee_low', 'knee_high', 'no_knee_because'],
  ...['peak', 'peak_low', 'peak_high', 'peak_at'],
  ...['near_peak_from', 'near_peak_from_low', 'near_peak_from_high'],
];

/** `saturation.csv`: a row for each curve. Its points are in `conditions.csv`. */
export function saturationCsv(all: readonly Saturation[]): string {
  return toCsv(
    COLUMNS,
    all.flatMap(({ curves }) => curves.map(rowOf)),
  );
}

function rowOf(curve: SaturationCurve): readonly CsvValue[] {
  const { series, mode, quantity, points, knee, peak } = curve;
  const { origin, experiment, model, gpu, layout, inputTokens, outputTokens } = series.key;
  return [
    ...[origin, experiment, series.condition, model, gpu, layout, inputTokens, outputTokens],
    ...[mode === 'unknown' ? null : mode, series.axis.name, quantity.name, points.length],
    ...[knee?.at ?? null, ...(knee?.interval ?? [null, null]), noKneeText(curve)],
    ...(peak === null ? [null, null, null] : withEnds(peak.estimate)),
    ...[peak?.load ?? null, peak?.reach.load ?? null, ...(peak?.reach.interval ?? [null, null])],
  ];
}

/** Why there is no knee; null where there is one. */
export function noKneeText({ knee, noKnee }: SaturationCurve): string | null {
  return knee === null ? (noKnee ?? 'no bend that noise could not make') : null;
}
