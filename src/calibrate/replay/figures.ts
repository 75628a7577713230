import { type Figure, figureAt } from '../../metrics/figures.js';
import type { PublishedSummary } from '../../metrics/summary.js';

/** The figures on which a replay is judged, by the published definitions (docs/metrics.md). */
export type ReplayFigureName = Exclude<keyof PublishedSummary, 'totalTimeSeconds'>;

/** Those figures of one run, measured or simulated. Shares are fractions. */
export type RunFigures = Readonly<Record<ReplayFigureName, number>>;

/** One of them, and how an error in it is counted. */
export interface ReplayFigure {
  readonly name: ReplayFigureName;
  readonly label: string;
  readonly unit: Figure['unit'];
  /** Its column in CSV files. */
  readonly column: string;
  /** `relative`: (predicted − measured) / measured; `points`: predicted − measured, of a fraction. */
  readonly error: 'relative' | 'points';
}

function replayFigure(
  name: ReplayFigureName,
  label: string,
  error: ReplayFigure['error'],
): ReplayFigure {
  const { unit, column } = figureAt(`published.${name}`);
  return { name, label, unit, column, error };
}

/** All of them, in the order of reports. */
export const REPLAY_FIGURES: readonly ReplayFigure[] = [
  replayFigure('overallThroughput', 'throughput', 'relative'),
  replayFigure('meanLatencySeconds', 'mean latency', 'relative'),
  replayFigure('p95LatencySeconds', 'p95 latency', 'relative'),
  replayFigure('slaProcessed', 'SLA / processed', 'points'),
  replayFigure('slaReceived', 'SLA / received', 'points'),
  replayFigure('inferenceShare', 'inference share', 'points'),
  replayFigure('lost', 'lost', 'points'),
  replayFigure('switchesTotal', 'switches', 'relative'),
  replayFigure('batches', 'batches', 'relative'),
];

/**
 * The signed error of a prediction: a fraction of what was measured, or a difference of two
 * fractions. Both are written in percent: the first is %, the second points.
 */
export function signedError(figure: ReplayFigure, predicted: number, measured: number): number {
  const difference = predicted - measured;
  return figure.error === 'relative' ? difference / measured : difference;
}
