import type { AddedTimeFit, LengthPoint, Term } from '../../analysis/tee/added-time.js';
import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import type { Saturation, SaturationCurve } from '../../analysis/tee/saturation.js';
import type { LengthSeries } from '../../analysis/tee/sequence-length.js';
import { renderTable } from '../text-table.js';
import { changeText, intervalText, numberText, settingText } from './number-text.js';
import { noKneeText } from './saturation-csv.js';
import { MODE_TEXT } from './sections.js';

const LEGEND = [
  'Knee: where a curve bends, on the logarithm of the load (Kneedle, bootstrap interval).',
  'Near the peak: from the least load on whose mean is 95 % of the highest.',
].join('\n');

export function saturationSection(analysis: TeeAnalysis): readonly string[] {
  const { saturation } = analysis;
  if (saturation.length === 0) return ['No condition was run under more than one load.'];
  return [LEGEND, ...saturation.map((each) => saturationText(analysis, each))];
}

function saturationText({ seriesLabelOf }: TeeAnalysis, each: Saturation): string {
  const { series, curves, peakEffect } = each;
  const table = renderTable({
    head: ['figure', 'TEE', 'loads', 'knee', 'peak', 'at', 'near the peak from'],
    rows: curves.map((curve) => [
      ...[curve.quantity.label, MODE_TEXT[curve.mode], String(curve.points.length)],
      ...[kneeText(curve), ...peakTexts(curve)],
    ]),
    textColumns: 2,
  });
  const effect = peakEffect === null ? '' : `\nPeak, on against off: ${changeText(peakEffect)} %`;
  return `${seriesLabelOf(series)}, by ${series.axis.name} (${series.axis.unit})\n${table}${effect}`;
}

function kneeText(curve: SaturationCurve): string {
  const { knee } = curve;
  if (knee === null) return `none: ${noKneeText(curve)}`;
  return `${settingText(knee.at)}${intervalText(knee.interval, settingText)}`;
}

function peakTexts({ peak, quantity }: SaturationCurve): readonly string[] {
  if (peak === null) return ['', '', ''];
  const { estimate, load, reach } = peak;
  return [
    `${numberText(estimate.mean)}${intervalText(estimate.ci95)} ${quantity.unit}`,
    settingText(load),
    `${settingText(reach.load)}${intervalText(reach.interval, settingText)}`,
  ];
}

export function sequenceLengthSection(analysis: TeeAnalysis): readonly string[] {
  const { sequenceLength } = analysis;
  if (sequenceLength.length === 0) return ['Every condition was run with one length only.'];
  return sequenceLength.map((each) => lengthsText(analysis, each));
}

const COLUMNS: readonly (readonly [head: string, quantity: string])[] = [
  ['TTFT, %', 'ttft_mean_s'],
  ['TPOT, %', 'tpot_mean_s'],
  ['E2E, %', 'e2e_mean_s'],
  ['output tok/s, %', 'output_tokens_per_second'],
];

function lengthsText(
  { seriesLabelOf }: TeeAnalysis,
  { series, points, fits }: LengthSeries,
): string {
  const table = renderTable({
    head: ['input tokens', 'output tokens', ...COLUMNS.map(([head]) => head)],
    rows: points.map((point) => [
      ...[settingText(point.inputTokens), settingText(point.outputTokens)],
      ...COLUMNS.map(([, name]) => changeText(effectAt(point, name))),
    ]),
    textColumns: 0,
  });
  const title = `${seriesLabelOf(series)}, on against off`;
  return [title, table, ...fits.map(fitText)].join('\n');
}

function effectAt({ comparisons }: LengthPoint, name: string) {
  return comparisons.find(({ quantity }) => quantity.name === name)?.effect ?? null;
}

/** `Added to E2E, ms: 4.8 ± 1.1 fixed + 0.0041 ± 0.0002 per input token`. */
function fitText({ quantity, terms, reason, pValue, lengths }: AddedTimeFit): string {
  const what = quantity.label.replace('mean ', '');
  if (reason !== null) return `Added to ${what}: no fit (${reason})`;
  const fit = pValue === null ? '' : `, fit p = ${numberText(pValue, 2)}`;
  return `Added to ${what}, ms: ${terms.map(termText).join(' + ')} (± standard error; ${lengths} lengths${fit})`;
}

function termText({ name, value, standardError }: Term): string {
  return `${numberText(value * 1000, 3)} ± ${numberText(standardError * 1000, 2)} ${name}`;
}
