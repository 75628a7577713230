import { leastSquares, type Observation } from './least-squares.js';
import { valuesOf } from './ratios.js';
import type { Series } from './series.js';
import { combined, meanOfRepetitions, type WithInterval, withInterval } from './uncertainty.js';

/** What the TEE adds to the time to the first token, by the length of the prompt. */
export interface PrefillCost {
  readonly label: string;
  readonly points: readonly {
    readonly inputTokens: number;
    /** TTFT with the TEE less TTFT without, s. */
    readonly addedSeconds: WithInterval;
  }[];
  readonly fixedSeconds: WithInterval;
  readonly perTokenSeconds: WithInterval;
}

/**
 * A line through the added time over the lengths of prompts, all of them. Where requests wait for
 * one another, waiting is in it. @returns null with fewer than two lengths.
 */
export function prefillCost({ label, settings }: Series): PrefillCost | null {
  const observations: Observation[] = [];
  for (const matched of settings) {
    const { inputTokens } = matched.setting;
    const [off, cc] = valuesOf(matched, 'ttftSeconds');
    if (inputTokens === null || off.length === 0 || cc.length === 0) continue;
    const y = matched.isPaired
      ? meanOfRepetitions(cc.map((value, at) => value - (off[at] ?? Number.NaN)))
      : combined([
          { factor: 1, of: meanOfRepetitions(cc) },
          { factor: -1, of: meanOfRepetitions(off) },
        ]);
    const weight = 1 / meanOfRepetitions(off).value ** 2;
    observations.push({ terms: [1, inputTokens], y, weight });
  }
  const [fixed, perToken] = leastSquares(observations) ?? [];
  if (fixed === undefined || perToken === undefined) return null;
  return {
    label,
    points: observations.map(({ terms: [, inputTokens = 0], y }) => ({
      inputTokens,
      addedSeconds: withInterval(y),
    })),
    fixedSeconds: withInterval(fixed),
    perTokenSeconds: withInterval(perToken),
  };
}
