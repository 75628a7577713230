import type { Fraction } from '../units.js';
import type { RunSummary } from './summary.js';

/**
 * How evenly models are served.
 * @param attainments attainment over received requests of each model that received any.
 * @returns the least of them, and Jain's index (Σx)² / (n·Σx²): 1 when all are equal, 1/n when
 * one model gets everything. NaN without models; the index is NaN when all are 0.
 */
export function fairnessOf(attainments: readonly Fraction[]): RunSummary['fairness'] {
  if (attainments.length === 0) return { minAttainmentReceived: Number.NaN, jainIndex: Number.NaN };
  let sum = 0;
  let squares = 0;
  for (const attainment of attainments) {
    sum += attainment;
    squares += attainment * attainment;
  }
  return {
    minAttainmentReceived: Math.min(...attainments),
    jainIndex: (sum * sum) / (attainments.length * squares),
  };
}
