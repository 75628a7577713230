import { estimateFigure } from '../../metrics/estimate-figure.js';
import { looksOf, possiblePoints } from './lattice.js';
import type { CapacityPlan, CapacityPoint, JudgedPoint, Target, Verdict } from './types.js';

/** How a search shares out the probability of being wrong. */
export interface ErrorShare {
  /** How many statements the search may come to make. */
  readonly statements: number;
  /** With what probability one of them may be wrong. */
  readonly each: number;
}

/**
 * Bonferroni's inequality over every statement that a search could come to make: each value that
 * halving can lead to, each variant, each look at growing numbers of replications. It holds however
 * the statements depend on each other, and whichever are chosen for what was seen before. At one
 * value a verdict can be wrong in one way only, so one-sided errors are all there are. O. J. Dunn,
 * "Multiple comparisons among means", J. Am. Stat. Assoc. 56 (1961) 52.
 */
export function errorShare(plan: CapacityPlan): ErrorShare {
  const looks = looksOf(plan.replications).length;
  const statements = possiblePoints(plan) * plan.variants * looks;
  return { statements, each: (1 - plan.confidence) / statements };
}

/**
 * What the replications of one value say of the target: it holds if the one-sided interval's end
 * on the bad side keeps it, fails if the end on the good side does not. Where the metric was not
 * defined in some replications nothing is said to hold: those that are left are no random choice.
 */
export function judge(point: CapacityPoint, plan: CapacityPlan, share: ErrorShare): JudgedPoint {
  const { mean, ci95, n } = estimateFigure(plan.metric, point.values, 1 - 2 * share.each);
  const noVariation = ci95 === null && n > 1;
  const ends = noVariation ? ([mean, mean] as const) : ci95;
  const verdict = ends === null ? 'undecided' : verdictOf(ends, plan.target);
  const defined = n === point.values.length;
  return {
    ...point,
    ...{ mean, ends, n, noVariation },
    verdict: verdict === 'holds' && !defined ? 'undecided' : verdict,
  };
}

function verdictOf([low, high]: readonly [number, number], { sense, value }: Target): Verdict {
  const [isKept, isBroken] =
    sense === 'at-least' ? [low >= value, high < value] : [high <= value, low > value];
  if (isKept) return 'holds';
  return isBroken ? 'fails' : 'undecided';
}
