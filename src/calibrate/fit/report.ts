import { renderTable } from '../../report/text-table.js';
import type { BatchServerFit } from './batch-server-fit.js';
import type { DurationEstimate, Estimate } from './estimate.js';
import type { HistoryFit, SwapFit } from './fit-swaps.js';
import type { FormScore } from './form-scores.js';
import type { Unfitted } from './unfitted.js';

/** An estimate with its name, for tables and for the list of what is weak. */
interface Row {
  readonly name: string;
  readonly estimate: Estimate | DurationEstimate;
  readonly unit: string;
}

/**
 * Goodness of fit as plain text: every estimate with its standard error and number of
 * measurements, residuals, what was set aside, what is weakly identified, and how the forms compare
 * on runs that were left out (`scoreForms`).
 * @param missing what the data did not give (`unfitted`).
 */
export function fitReport(
  fit: BatchServerFit,
  scores: readonly FormScore[],
  missing: readonly Unfitted[],
): string {
  const swaps = swapRows(fit);
  const others = [...diskRows(fit), ...serverRows(fit)];
  const sections = [
    `Fitted on ${fit.runs} runs.`,
    section('Inference: (a + b·n) s times a ratio', inferenceTable(fit)),
    section('Ratio of inference to its line, by batch size', ratioTable(fit)),
    section('Swaps (unload and load), s', estimateTable(swaps)),
    section('Disk, writing, busy loop, double triggers', estimateTable(others)),
    section('Residuals of the disk form, and spread between runs', spreadTable(fit)),
    section('Runs left out of the swap fits: their loads stand apart', outliers(fit)),
    section('Weakly identified', weak([...inferenceRows(fit), ...swaps, ...others], missing)),
    section('Forms on runs left out, by cell of (rate, SLA)', scoreTable(scores)),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `${title}\n${body}`;
}

function inferenceTable({ inference, models }: BatchServerFit): string {
  if (inference.length === 0) return '';
  return renderTable({
    head: ['mode', 'model', 'a', '± se', 'b', '± se', 'R²', 'cv', 'n', 'set aside'],
    textColumns: 2,
    rows: inference.map(({ mode, model, a, b, r2, cv, n, outliers: aside }) => [
      mode,
      models[model] ?? '',
      digits(a.value),
      digits(a.standardError),
      digits(b.value),
      digits(b.standardError),
      r2.toFixed(3),
      cv.toFixed(3),
      `${n}`,
      `${aside}`,
    ]),
  });
}

function ratioTable({ inference, models }: BatchServerFit): string {
  const rows = inference.flatMap(({ mode, model, buckets }) =>
    buckets.map(({ upTo, n, from, mean, sd, quantiles }, k) => [
      mode,
      models[model] ?? '',
      sizes((buckets[k - 1]?.upTo ?? 0) + 1, upTo),
      from,
      `${n}`,
      mean.toFixed(3),
      sd.toFixed(3),
      ...[0, 0.05, 0.5, 0.95, 1].map((p) =>
        (quantiles[Math.round(p * (quantiles.length - 1))] ?? Number.NaN).toFixed(2),
      ),
    ]),
  );
  const head = ['mode', 'model', 'sizes', 'measured on', 'n', 'mean', 'sd', 'min', '5 %', '50 %'];
  return rows.length === 0
    ? ''
    : renderTable({ head: [...head, '95 %', 'max'], textColumns: 4, rows });
}

function sizes(from: number, upTo: number): string {
  return upTo === Number.POSITIVE_INFINITY ? `${from}…` : `${from}–${upTo}`;
}

function estimateTable(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  return renderTable({
    head: ['', 'value', '± se', 'sd', 'n', 'unit'],
    textColumns: 1,
    rows: rows.map(({ name, estimate, unit }) => [
      name,
      digits(estimate.value),
      digits(estimate.standardError),
      'sd' in estimate ? digits(estimate.sd) : '',
      `${estimate.n}`,
      unit,
    ]),
  });
}

function inferenceRows({ inference, models }: BatchServerFit): Row[] {
  return inference.flatMap(({ mode, model, a, b }) => [
    { name: `inference a, ${mode} ${models[model]}`, estimate: a, unit: 's' },
    { name: `inference b, ${mode} ${models[model]}`, estimate: b, unit: 's' },
  ]);
}

function swapRows(fit: BatchServerFit): Row[] {
  const rows = fit.swaps.flatMap((swap) => rowsOfSwap(swap, fit.models));
  const second = fit.secondSwaps.map(({ mode, ratio }) => ({
    name: `${mode} second of a run / usual`,
    estimate: ratio,
    unit: '1',
  }));
  return [...rows, ...second];
}

function rowsOfSwap(swap: SwapFit, models: readonly string[]): Row[] {
  const name = `${swap.mode} ${models[swap.model]}`;
  const row = (suffix: string, estimate: DurationEstimate): Row => ({
    name: `${name}${suffix}`,
    estimate,
    unit: 's',
  });
  const history = (suffix: string, fit: HistoryFit | null): Row[] =>
    fit === null
      ? []
      : [
          row(suffix, fit),
          ...[...fit.after].map(([last, estimate]) =>
            row(`${suffix}, after ${models[last]}`, estimate),
          ),
        ];
  return [
    ...(swap.any === null ? [] : [row(', any but the first', swap.any)]),
    ...(swap.first === null ? [] : [row(', first of a run', swap.first)]),
    ...history(', returning', swap.returning),
    ...history(', otherwise', swap.otherwise),
  ];
}

function diskRows({ disk }: BatchServerFit): Row[] {
  return disk.flatMap(({ mode, diskGiBPerSecond, first, returning }) => [
    { name: `${mode} disk rate`, estimate: diskGiBPerSecond, unit: 'GiB/s' },
    { name: `${mode} share read, first`, estimate: first, unit: '1' },
    { name: `${mode} share read, returning`, estimate: returning, unit: '1' },
  ]);
}

function serverRows({ write, busyLoop, race, models }: BatchServerFit): Row[] {
  return [
    ...(write === null
      ? []
      : [
          { name: 'writing, per batch', estimate: write.base, unit: 's' },
          { name: 'writing, per request', estimate: write.perRequest, unit: 's' },
        ]),
    ...(busyLoop === null
      ? []
      : [
          { name: 'busy loop, inference rate', estimate: busyLoop.inferenceRate, unit: '1' },
          ...busyLoop.loadExtra.map(({ mode, model, seconds }) => ({
            name: `busy loop, ${mode} ${models[model]} load extra`,
            estimate: seconds,
            unit: 's',
          })),
        ]),
    ...(race === null ? [] : [{ name: 'double triggers per trigger', estimate: race, unit: '1' }]),
  ];
}

function spreadTable({ disk, runEffects }: BatchServerFit): string {
  if (runEffects.length === 0) return '';
  return renderTable({
    head: ['mode', 'disk R² of log', 'disk cv', 'sd between runs', 'runs'],
    textColumns: 1,
    rows: runEffects.map(({ mode, sd, runs }) => {
      const form = disk.find((each) => each.mode === mode);
      return [mode, digits(form?.r2), digits(form?.cv), sd.toFixed(3), `${runs}`];
    }),
  });
}

function outliers({ runEffects }: BatchServerFit): string {
  return runEffects
    .flatMap((effects) => effects.outliers)
    .map(({ run, effect, standardError }) => {
      const percent = (100 * Math.expm1(effect)).toFixed(1);
      return `${run}: ${percent} % (± ${(100 * standardError).toFixed(1)})`;
    })
    .join('\n');
}

function weak(rows: readonly Row[], missing: readonly Unfitted[]): string {
  const estimates = rows
    .filter(({ estimate }) => estimate.weaklyIdentified !== null)
    .map(({ name, estimate }) => `${name}: ${estimate.weaklyIdentified}`);
  const others = missing.map(({ name, fromBase }) => {
    return `${name}: not fitted, ${fromBase ? 'as in the base profile' : 'in no profile'}`;
  });
  return [...estimates, ...others].join('\n');
}

function scoreTable(scores: readonly FormScore[]): string {
  if (scores.length === 0) return '';
  return renderTable({
    head: ['mode', 'of', 'form', 'CRPS, s', 'median error of a run, %', 'bias, %', 'n'],
    textColumns: 3,
    rows: scores.map(({ mode, what, form, crps, medianRunError, bias, n }) => [
      mode,
      what,
      form,
      crps.toFixed(4),
      (100 * medianRunError).toFixed(2),
      (100 * bias).toFixed(2),
      `${n}`,
    ]),
  });
}

/** Four significant digits; a dash where there is no number. */
function digits(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return `${Number(value.toPrecision(4))}`;
}
