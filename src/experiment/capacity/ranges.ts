import type { JudgedPoint, Verdict } from './types.js';

/** A range of the value in which one thing is said. */
export interface CapacityRange {
  readonly verdict: Verdict;
  readonly from: number;
  readonly to: number;
  /** Whether the ends themselves belong to it: those of `holds` and `fails` were simulated. */
  readonly includesFrom: boolean;
  readonly includesTo: boolean;
}

/**
 * All ranges from the first to the last value. From one that holds to the next that does, if none
 * between them was found not to, is one range that holds; between different verdicts, and wherever
 * a value is undecided, nothing is said.
 * @param points ascending.
 * @param whole between neighbouring whole numbers there is nothing of which nothing is said.
 */
export function rangesOf(points: readonly JudgedPoint[], whole: boolean): readonly CapacityRange[] {
  const ranges: CapacityRange[] = [];
  for (const { x, verdict } of points) {
    const before = ranges.at(-1);
    if (before?.verdict === verdict) {
      ranges[ranges.length - 1] = { ...before, to: x, includesTo: true };
      continue;
    }
    const own = { verdict, from: x, to: x, includesFrom: true, includesTo: true };
    if (before === undefined) ranges.push(own);
    else if (verdict === 'undecided') {
      // It begins where the verdict before it ends.
      ranges.push({ ...own, from: before.to, includesFrom: false });
    } else if (before.verdict === 'undecided') {
      ranges[ranges.length - 1] = { ...before, to: x, includesTo: false };
      ranges.push(own);
    } else {
      const [from, to] = [before.to, x];
      const gap = { from, to, includesFrom: false, includesTo: false };
      if (!(whole && to - from === 1)) ranges.push({ verdict: 'undecided', ...gap });
      ranges.push(own);
    }
  }
  return ranges;
}
