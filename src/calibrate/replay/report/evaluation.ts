import type { AblationResult } from '../ablation/replay-ablation.js';
import { accuracyOf } from '../accuracy.js';
import { arrivalClusters } from '../clusters.js';
import { noiseFloor } from '../noise-floor.js';
import type { RunReplay } from '../replay-run.js';
import type { TeacherForcedRun } from '../teacher/teacher-forced.js';
import { teeRatios } from '../tee-ratios.js';
import { ablationTable } from './ablation-text.js';
import { accuracyTable } from './accuracy-text.js';
import { ratioTable } from './ratio-text.js';
import { replayText } from './replay-text.js';
import { teacherText } from './teacher-text.js';

/** Everything that a replay of measured runs found. */
export interface Evaluation {
  /**
   * Fitted on the runs of other cells; without the runs for which these are not enough. Null when
   * there is no run that can be.
   */
  readonly crossValidated: readonly RunReplay[] | null;
  /** With the profile as it is. */
  readonly asItIs: readonly RunReplay[];
  /** Each run with its own durations; null when it was not simulated. */
  readonly teacherForced: readonly TeacherForcedRun[] | null;
  readonly ablations: readonly AblationResult[];
}

/** What was replayed, and how. */
export interface EvaluationHeader {
  /** Where the runs come from, and in which form. */
  readonly data: string;
  readonly profile: string;
  readonly swapTimes: string;
  readonly seed: string;
  /** Cells of (mean rate, SLA). */
  readonly cells: number;
}

/** The replays that a report is about: cross-validated if there are any. */
export function headline({ crossValidated, asItIs }: Evaluation): readonly RunReplay[] {
  return crossValidated ?? asItIs;
}

/** The runs that are not cross-validated although others are. */
export function leftOut({ crossValidated, asItIs }: Evaluation): readonly string[] {
  const predicted = new Set(crossValidated?.map(({ run }) => run.id));
  const ids = asItIs.map(({ run }) => run.id);
  return crossValidated === null ? [] : ids.filter((id) => !predicted.has(id));
}

/** A replay as text. */
export function evaluationText(header: EvaluationHeader, evaluation: Evaluation): string {
  const { crossValidated, asItIs, teacherForced, ablations } = evaluation;
  const { data, profile, swapTimes, seed, cells } = header;
  const sections = [
    `${data}; profile ${profile}, swap times by ${swapTimes}, seed ${seed}`,
    crossValidated === null
      ? `WITH PROFILE ${profile} AS IT IS. ${whyNotCrossValidated(cells)}: no cross-validation.`
      : `CROSS-VALIDATED: fitted on the runs outside each of ${cells} cells of (mean, SLA)`,
    ...leftOutText(leftOut(evaluation)),
    replayText(headline(evaluation)),
  ];
  if (crossValidated !== null) {
    sections.push(`WITH PROFILE ${profile} AS IT IS`, asItIsText(asItIs));
  }
  if (teacherForced !== null) {
    sections.push('TEACHER-FORCED: every run with its own durations', teacherText(teacherForced));
  }
  if (ablations.length > 0) {
    sections.push(
      'ABLATIONS: change of the mean bias when a mechanism is taken out (profile as it is); %, points',
      ablationTable(ablations),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

function whyNotCrossValidated(cells: number): string {
  return cells < 2
    ? 'All runs are in one cell of (mean, SLA)'
    : 'No run can be predicted from the runs of other cells of (mean, SLA)';
}

function leftOutText(runs: readonly string[]): readonly string[] {
  if (runs.length === 0) return [];
  return [
    `Left out of it: ${runs.length} runs for which the other cells do not give every duration\n` +
      runs.map((run) => `  ${run}`).join('\n'),
  ];
}

function asItIsText(replays: readonly RunReplay[]): string {
  const clusters = arrivalClusters(replays.map(({ run }) => run));
  return [
    accuracyTable(accuracyOf(replays, clusters), noiseFloor(replays)),
    ratioTable(teeRatios(replays)),
  ].join('\n\n');
}
