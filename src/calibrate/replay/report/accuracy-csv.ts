import { toCsv } from '../../../report/csv.js';
import { accuracyOf } from '../accuracy.js';
import { arrivalClusters } from '../clusters.js';
import { noiseFloor } from '../noise-floor.js';
import type { RunReplay } from '../replay-run.js';
import type { Evaluation } from './evaluation.js';
import { GROUPINGS, groupAccuracy } from './replay-text.js';

const COLUMNS = [
  'evaluation',
  'grouping',
  'group',
  'runs',
  'figure',
  'error_unit',
  'median',
  'p90',
  'max',
  'worst_run',
  'bias',
  'bias_low',
  'bias_high',
  'coverage',
  'noise_median',
  'noise_p90',
] as const;

/** `accuracy.csv`: a row for every figure of all runs and of every group of runs. */
export function accuracyCsv({ crossValidated, asItIs }: Evaluation): string {
  return toCsv(COLUMNS, [
    ...(crossValidated === null ? [] : rowsOf('cross-validated', crossValidated)),
    ...rowsOf('as-it-is', asItIs),
  ]);
}

function rowsOf(evaluation: string, replays: readonly RunReplay[]) {
  const clusters = arrivalClusters(replays.map(({ run }) => run));
  const noise = noiseFloor(replays);
  const all = { title: 'all', groups: [{ name: 'all', accuracy: accuracyOf(replays, clusters) }] };
  const groupings = GROUPINGS.map(({ title, of }) => ({
    title,
    groups: groupAccuracy(replays, clusters, of),
  }));
  return [all, ...groupings].flatMap(({ title, groups }) =>
    groups.flatMap(({ name, accuracy }) =>
      accuracy.map(({ figure, runs, median, p90, max, worst, bias, coverage }, at) => [
        evaluation,
        title,
        name,
        runs,
        figure.column,
        figure.error === 'relative' ? 'fraction of measured' : 'difference of fractions',
        median,
        p90,
        max,
        worst,
        bias.mean,
        bias.ci95?.[0] ?? Number.NaN,
        bias.ci95?.[1] ?? Number.NaN,
        coverage,
        // The floor is that of all runs.
        title === 'all' ? (noise[at]?.median ?? Number.NaN) : Number.NaN,
        title === 'all' ? (noise[at]?.p90 ?? Number.NaN) : Number.NaN,
      ]),
    ),
  );
}
