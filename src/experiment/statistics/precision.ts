import type { Estimate } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { commonDifference } from '../../metrics/paired.js';
import type { PrecisionTarget } from '../sweep/types.js';

/** From one look at the precision to the next, replications grow by this factor. */
const GROWTH = 1.5;

/**
 * After how many replications the precision is looked at: `least`, then half as many again each
 * time (20, 30, 45, 68, …), `most` last. Few looks, because each is a chance to stop too early: the
 * more often one looks, the more often an interval is short by luck (Law & Kelton 1982).
 * @param least ≥ 1: how many there are in any case. @param most how many there are at most.
 */
export function replicationChecks(least: number, most: number): readonly number[] {
  const checks: number[] = [];
  for (let next = least; next < most; next = Math.ceil(next * GROWTH)) checks.push(next);
  return [...checks, most];
}

/** The cells that are simulated together until they are known precisely enough. */
export interface PrecisionSample {
  /** Positions in the sweep, the baseline's among them. */
  readonly cells: readonly number[];
  /** What the others are compared with; null without pairing. */
  readonly baseline: number | null;
  /** The metric with this path in each replication of the cell so far; NaN where undefined. */
  values(cell: number, path: string): readonly number[];
}

/**
 * Whether every target is reached in every cell: the longer arm of the 95 % interval, of the
 * cell's mean or of its paired difference from the baseline, is no longer than asked for.
 * A figure that does not vary is as precise as it will get; one that is defined in fewer than two
 * replications is not known at all.
 */
export function precisionReached(
  targets: readonly PrecisionTarget[],
  sample: PrecisionSample,
): boolean {
  return targets.every((target) =>
    target.of === 'mean'
      ? sample.cells.every((cell) => isMeanKnown(target, sample.values(cell, target.metric)))
      : sample.cells.every((cell) => isDifferenceKnown(target, cell, sample)),
  );
}

function isMeanKnown(target: PrecisionTarget, values: readonly number[]): boolean {
  const estimate = estimateFigure(target.metric, values);
  return isKnown(estimate, allowed(target, estimate.mean));
}

function isDifferenceKnown(
  target: PrecisionTarget,
  cell: number,
  sample: PrecisionSample,
): boolean {
  const { baseline } = sample;
  if (baseline === null || cell === baseline) return true;
  const { difference, meanB } = commonDifference(
    sample.values(cell, target.metric),
    sample.values(baseline, target.metric),
  );
  return isKnown(difference, allowed(target, meanB));
}

/** The longest half-width that the target lets pass. */
function allowed({ absolute, relative }: PrecisionTarget, mean: number): number {
  const share = relative === null ? Number.POSITIVE_INFINITY : relative * Math.abs(mean);
  return Math.min(absolute ?? Number.POSITIVE_INFINITY, share);
}

function isKnown({ mean, ci95, n }: Estimate, halfWidth: number): boolean {
  if (n < 2) return false;
  // An interval on the logit scale reaches further to one side.
  return ci95 === null || Math.max(mean - ci95[0], ci95[1] - mean) <= halfWidth;
}
