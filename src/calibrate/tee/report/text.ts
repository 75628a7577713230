import { NOTHING } from '../../../report/format.js';
import { renderTable } from '../../../report/text-table.js';
import type { TeeCalibration } from '../calibration.js';
import { COST_FORMS, type CostCurve, type FittedForm, type LossPrediction } from '../cost.js';
import type { PrefillCost } from '../prefill.js';
import type { Comparison, Grouping, TeeRatio } from '../ratios.js';
import { MEASURES } from '../runs.js';
import type { WithInterval } from '../uncertainty.js';

const HEADINGS: readonly (readonly [grouping: Grouping, heading: string])[] = [
  ['overall', 'over all settings'],
  ['condition', 'by condition'],
  ['concurrency', 'by concurrency'],
  ['length', 'by length'],
];

const COMPARISONS: Readonly<Record<Comparison, string>> = {
  paired: 'paired: repetitions of both modes go together (the same random draws, or the same row)',
  independent: 'independent repetitions: Welch on logarithms',
  both: 'some settings are paired, others have independent repetitions',
};

/** What `sealsim calibrate tee` prints. */
export function calibrationText(calibration: TeeCalibration): string {
  const { settings, ratios, curves, prefill, notes } = calibration;
  const [overall] = ratios.overall;
  const parts = [
    `${settings} ${settings === 1 ? 'setting has' : 'settings have'} runs with the TEE off and on.`,
    ...(overall === undefined ? [] : [comparisonText(overall)]),
    ...HEADINGS.flatMap(([grouping, heading]) => ratioPart(heading, ratios[grouping])),
    ...curves.map(curvePart),
    ...prefill.map(prefillPart),
    ...(notes.length === 0 ? [] : [['Notes', ...notes.map((note) => `  ${note}`)].join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function comparisonText({ comparison }: TeeRatio): string {
  return [
    `Ratios are TEE on / off, geometric means; ${COMPARISONS[comparison]}.`,
    'Intervals are of the noise between repetitions; without repetitions there are none.',
  ].join('\n');
}

/** Nothing of a single group: that is all settings once more. */
function ratioPart(heading: string, ratios: readonly TeeRatio[]): readonly string[] {
  const groups = new Set(ratios.map(({ group }) => group));
  if (groups.size < (heading === HEADINGS[0]?.[1] ? 1 : 2)) return [];
  const rows = ratios.map((each) => [
    each.group,
    MEASURES.find(({ name }) => name === each.measure)?.label ?? each.measure,
    each.ratio.toFixed(4),
    each.ci95 === null ? '' : `[${each.ci95.map((end) => end.toFixed(4)).join(', ')}]`,
    percent(each.ratio - 1, 2, true),
    each.settings === 1 ? '' : `${each.least.toFixed(4)} … ${each.most.toFixed(4)}`,
    String(each.settings),
    `${each.runsOff} / ${each.runsCc}`,
  ]);
  const head = ['', '', 'ratio', '95 %', 'change, %', 'of settings', 'settings', 'runs off / on'];
  return [`TEE on / off ${heading}\n${renderTable({ head, rows, textColumns: 2 })}`];
}

function curvePart({ label, fitAt, forms, points, notes }: CostCurve): string {
  const [both] = forms;
  const costs =
    both?.form !== 'step+sequence'
      ? []
      : both.coefficients.map(
          (each, at) => `  per ${at === 0 ? 'step    ' : 'sequence'}  ${time(each)}`,
        );
  return [
    `Cost of a step, ${label}: fitted at concurrency ${fitAt.join(', ')}`,
    ...costs,
    ...notes.map((note) => `  ${note}`),
    '',
    `Loss of output throughput, %${points.length > fitAt.length ? '' : '; nothing is left to check it on'}`,
    lossTable(forms),
  ].join('\n');
}

function lossTable(forms: readonly FittedForm[]): string {
  const [first] = forms;
  const label = ({ form }: FittedForm) =>
    COST_FORMS.find(({ name }) => name === form)?.label ?? form;
  const predictions = first?.predictions ?? [];
  const interval = ({ ci95, isFitted }: LossPrediction): string =>
    ci95 === null || isFitted ? '' : `[${ci95.map((end) => percent(end, 2)).join(', ')}]`;
  // A column for intervals only if there are any.
  const withIntervals = predictions.some((each) => interval(each) !== '');
  const last = (text: string): readonly string[] => (withIntervals ? [text] : []);
  const rows = predictions.map((each, at) => [
    `${each.concurrency}${each.isFitted ? ' (fitted)' : ''}`,
    percent(each.measured, 2),
    ...forms.map(({ predictions: all }) => percent(all[at]?.predicted ?? Number.NaN, 2)),
    ...last(interval(each)),
  ]);
  const errors = forms.map(({ largestError }) =>
    largestError === null ? NOTHING : percent(largestError, 2),
  );
  return renderTable({
    head: ['concurrency', 'measured', ...forms.map(label), ...last('95 % of the first')],
    rows: [...rows, ['largest error', '', ...errors, ...last('')]],
    textColumns: 1,
  });
}

function prefillPart({ label, points, fixedSeconds, perTokenSeconds }: PrefillCost): string {
  const rows = points.map(({ inputTokens, addedSeconds }) => [
    String(inputTokens),
    time(addedSeconds),
  ]);
  return [
    `Added to the time to the first token, ${label}`,
    `  fixed            ${time(fixedSeconds)}`,
    `  per input token  ${time(perTokenSeconds)}`,
    renderTable({ head: ['input tokens', 'added'], rows, textColumns: 1 }),
  ].join('\n');
}

const UNITS = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
] as const;

/** A time in the unit that suits it, with its interval. */
function time({ value, ci95 }: WithInterval): string {
  const size = Math.abs(value);
  const [factor, unit] = UNITS.find(([each]) => size >= each) ?? [1e-6, 'µs'];
  const text = (seconds: number): string => withMinus((seconds / factor).toPrecision(4));
  const interval = ci95 === null ? '' : ` [${text(ci95[0])}, ${text(ci95[1])}]`;
  return `${text(value)} ${unit}${interval}`;
}

function percent(share: number, decimals: number, signed = false): string {
  const text = (share * 100).toFixed(decimals);
  return withMinus(signed && share > 0 ? `+${text}` : text);
}

function withMinus(text: string): string {
  return text.replace(/^-/, '−');
}
