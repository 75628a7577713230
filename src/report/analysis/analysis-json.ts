import type { AddedTimeFit } from '../../analysis/tee/added-time.js';
import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import { type CellMode, MODES } from '../../analysis/tee/cells.js';
import type { ComparedCell, Comparison } from '../../analysis/tee/compare.js';
import type { Saturation } from '../../analysis/tee/saturation.js';
import type { LengthSeries } from '../../analysis/tee/sequence-length.js';
import type { Effect, Spread } from '../../analysis/tee/spread.js';
import { keyJson } from './key-columns.js';
import { shifted } from './number-text.js';
import { noKneeText } from './saturation-csv.js';

/** An analysis as data: what `--json` prints and `summary.json` holds. */
export function analysisJson(analysis: TeeAnalysis): object {
  const { options, summary, warnings, labelOf, seriesLabelOf } = analysis;
  const cells = (section: readonly ComparedCell[]): readonly object[] =>
    section.map((each) => ({ label: labelOf(each.cell), ...comparedJson(each) }));
  return {
    options,
    summary: {
      ...summary.total,
      conditions: summary.conditions,
      perRun: summary.runs.map(({ run, cost }) => {
        const { id, origin, experiment, condition, teeMode, repetition, throughput } = run;
        const { durationSeconds, requests, notes } = run;
        const { outputTokensPerSecond, totalTokensPerSecond } = throughput;
        return {
          ...{ id, origin, experiment, condition, teeMode, repetition, durationSeconds },
          ...{ outputTokensPerSecond, totalTokensPerSecond, requests, cost, notes },
        };
      }),
      notes: warnings.runs,
    },
    throughputAndLatency: cells(analysis.performance),
    saturation: analysis.saturation.map((each) => ({
      label: seriesLabelOf(each.series),
      ...saturationJson(each),
    })),
    sequenceLength: analysis.sequenceLength.map((each) => ({
      label: seriesLabelOf(each.series),
      ...lengthsJson(each),
    })),
    energy: { conditions: cells(analysis.energy), notes: warnings.energy },
    operations: { conditions: cells(analysis.operations), notes: warnings.operations },
  };
}

function comparedJson({ cell, comparisons }: ComparedCell): object {
  return {
    ...keyJson(cell),
    ...Object.fromEntries(MODES.map((mode) => [mode, spreadsJson(comparisons, mode)])),
    effect: effectsJson(comparisons),
  };
}

function spreadsJson(comparisons: readonly Comparison[], mode: CellMode): object {
  return Object.fromEntries(
    comparisons.flatMap(({ quantity, [mode]: spread }) =>
      spread === null ? [] : [[quantity.name, spreadJson(spread)]],
    ),
  );
}

function spreadJson({ n, median, populationSd, mean }: Spread): object {
  return { n, median, populationSd, mean: mean.mean, ci95: mean.ci95 };
}

function effectsJson(comparisons: readonly Comparison[]): object {
  return Object.fromEntries(
    comparisons.flatMap(({ quantity, effect }) =>
      effect === null ? [] : [[quantity.name, effectJson(effect)]],
    ),
  );
}

function effectJson({ ratio, ratio95, difference, difference95, ...counts }: Effect): object {
  return {
    overhead: ratio === null ? null : ratio - 1,
    overheadCi95: shifted(ratio95),
    difference,
    differenceCi95: difference95,
    runsOff: counts.repetitionsOff,
    runsCc: counts.repetitionsCc,
    paired: counts.isPaired,
  };
}

function saturationJson({ series, curves, peakEffect }: Saturation): object {
  const [first] = series.cells;
  return {
    ...(first === undefined ? {} : keyJson(first)),
    condition: series.condition,
    ...Object.fromEntries(series.axis.varies.map((part) => [part, null])),
    axis: series.axis.name,
    curves: curves.map((curve) => ({
      teeMode: curve.mode,
      quantity: curve.quantity.name,
      points: curve.points.map(({ load, estimate: { mean, ci95, n } }) => ({
        load,
        mean,
        ci95,
        n,
      })),
      knee: curve.knee,
      noKneeBecause: noKneeText(curve),
      peak: curve.peak === null ? null : peakJson(curve.peak),
    })),
    peakEffect: peakEffect === null ? null : effectJson(peakEffect),
  };
}

function peakJson({
  load,
  estimate,
  reach,
}: NonNullable<Saturation['curves'][number]['peak']>): object {
  return {
    ...{ load, mean: estimate.mean, ci95: estimate.ci95 },
    nearPeakFrom: { load: reach.load, ci95: reach.interval },
  };
}

function lengthsJson({ series, points, fits }: LengthSeries): object {
  const [first] = series.cells;
  return {
    ...(first === undefined ? {} : keyJson(first)),
    condition: series.condition,
    ...{ inputTokens: null, outputTokens: null },
    points: points.map(({ cell, inputTokens, outputTokens, comparisons }) => ({
      ...{ condition: cell.key.condition, inputTokens, outputTokens },
      ...Object.fromEntries(MODES.map((mode) => [mode, spreadsJson(comparisons, mode)])),
      effect: effectsJson(comparisons),
    })),
    addedTime: fits.map(fitJson),
  };
}

function fitJson({ quantity, terms, reason, pValue, lengths }: AddedTimeFit): object {
  return { quantity: quantity.name, lengths, terms, noFitBecause: reason, pValue };
}
