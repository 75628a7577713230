import { ascending, type Estimate, groupBy, quantileOf } from './estimate.js';
import { fitProportionalLine } from './fit-line.js';
import type { BatchObservation } from './observations.js';

/** Seconds from the end of inference until the GPU is free: base + per request · size. */
export interface WriteFit {
  readonly base: Estimate;
  readonly perRequest: Estimate;
  readonly r2: number;
}

/** A longer pause than this is waiting for work, s. */
const LONGEST_PAUSE = 1;
/** … and so is one so many times the lower quartile of batches of the same size. */
const PAUSE_FACTOR = 3;

/** Fits the time between batches that follow each other at once; null if there are too few. */
export function fitWrite(batches: readonly BatchObservation[]): WriteFit | null {
  const pauses = batches.filter(
    ({ busyLoop, untilNext }) => !busyLoop && untilNext > 0 && untilNext < LONGEST_PAUSE,
  );
  const points = [...groupBy(pauses, ({ size }) => `${size}`).values()].flatMap((group) => {
    const quartile = quantileOf(ascending(group.map(({ untilNext }) => untilNext)), 0.25);
    return group
      .filter(({ untilNext }) => untilNext <= PAUSE_FACTOR * quartile)
      .map(({ size, untilNext }) => ({ x: size, y: untilNext }));
  });
  const line = fitProportionalLine(points);
  if (line === undefined) return null;
  const estimate = (value: number, standardError: number): Estimate => ({
    value: Math.max(0, value),
    standardError,
    n: line.n,
    weaklyIdentified: standardError > 0.25 * Math.abs(value) ? 'wide error' : null,
  });
  return {
    base: estimate(line.a, line.standardErrorA),
    perRequest: estimate(line.b, line.standardErrorB),
    r2: line.r2,
  };
}
