import { accuracyOf } from '../accuracy.js';
import { arrivalClusters } from '../clusters.js';
import { noiseFloor } from '../noise-floor.js';
import type { RunReplay } from '../replay-run.js';
import { agreementTotals } from '../teacher/teacher-forced.js';
import { teeRatios } from '../tee-ratios.js';
import { type Evaluation, type EvaluationHeader, leftOut } from './evaluation.js';

/** A replay as plain data: `summary.json`. Errors are fractions: 0.01 is 1 % or 1 point. */
export function evaluationJson(header: EvaluationHeader, evaluation: Evaluation): object {
  const { crossValidated, asItIs, teacherForced, ablations } = evaluation;
  return {
    ...header,
    runs: asItIs.length,
    seeds: asItIs[0]?.predictions.batches.values.length ?? 0,
    crossValidated: crossValidated && replaysJson(crossValidated),
    ...(crossValidated !== null && { leftOut: leftOut(evaluation) }),
    asItIs: replaysJson(asItIs),
    ...(teacherForced !== null && {
      teacherForced: {
        ...agreementTotals(teacherForced),
        byRun: teacherForced.map(({ run, agreement, errors }) => ({
          run: run.id,
          ...agreement,
          errors,
        })),
      },
    }),
    ...(ablations.length > 0 && {
      ablations: ablations.map(({ ablation, runs, effects }) => ({
        name: ablation.name,
        point: ablation.point,
        summary: ablation.summary,
        runs,
        effects: effects.map(({ figure, ...effect }) => ({ figure: figure.name, ...effect })),
      })),
    }),
  };
}

function replaysJson(replays: readonly RunReplay[]): object {
  const clusters = arrivalClusters(replays.map(({ run }) => run));
  const noise = noiseFloor(replays);
  return {
    arrivalPaths: new Set(clusters).size,
    accuracy: accuracyOf(replays, clusters).map(({ figure, ...accuracy }, at) => {
      const { median, p90, medianRange, p90Range } = noise[at] ?? {};
      return {
        figure: figure.name,
        error: figure.error,
        ...accuracy,
        noiseFloor: { median, p90, medianRange, p90Range },
      };
    }),
    offOverCc: teeRatios(replays).map(({ figure, ...ratio }) => ({
      figure: figure.name,
      ...ratio,
    })),
  };
}
