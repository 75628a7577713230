import type { Estimate } from '../../metrics/estimate.js';
import type { SweepResults } from '../results/types.js';
import { type Quantity, quantitiesOf } from './quantities.js';
import type { Claim, Claims, Measure, Range } from './types.js';

/** Whether quantities lie where they should, as far as their intervals tell. */
export type RangeVerdict = 'holds' | 'does not hold' | 'cannot tell';

/** What is found of a claim. */
export type Verdict = RangeVerdict | 'depends on the denominator';

export interface CheckedQuantity extends Quantity {
  readonly verdict: RangeVerdict;
}

/** A claim by one of its measures. */
export interface CheckedMeasure extends Measure {
  readonly verdict: RangeVerdict;
  readonly quantities: readonly CheckedQuantity[];
}

export interface CheckedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** The claim's own metric first. */
  readonly measures: readonly CheckedMeasure[];
}

/** Checks every claim, in order, against what is finished of a sweep. */
export function checkClaims({ claims }: Claims, results: SweepResults): readonly CheckedClaim[] {
  return claims.map((claim) => {
    const measures = claim.measures.map((measure) => checkMeasure(claim, measure, results));
    return { claim, verdict: verdictOf(measures), measures };
  });
}

function checkMeasure(claim: Claim, measure: Measure, results: SweepResults): CheckedMeasure {
  const quantities = quantitiesOf(claim, measure, results).map((quantity) => ({
    ...quantity,
    verdict: rangeVerdict(quantity.estimate, claim.statement.range),
  }));
  return { ...measure, verdict: worst(quantities), quantities };
}

/**
 * The interval decides: inside the range, outside, or across one of its ends. Without variation
 * among several replications the value itself does; a single replication tells nothing.
 */
export function rangeVerdict({ mean, ci95, n }: Estimate, range: Range): RangeVerdict {
  if (n < 2 || !Number.isFinite(mean)) return 'cannot tell';
  const [low, high] = ci95 ?? [mean, mean];
  const { from, to, closed } = range;
  if (closed ? low >= from && high <= to : low > from && high < to) return 'holds';
  const apart = closed ? high < from || low > to : high <= from || low >= to;
  return apart ? 'does not hold' : 'cannot tell';
}

/** All have to hold. */
function worst(found: readonly { readonly verdict: RangeVerdict }[]): RangeVerdict {
  const has = (verdict: RangeVerdict): boolean => found.some((each) => each.verdict === verdict);
  if (has('does not hold')) return 'does not hold';
  return has('cannot tell') ? 'cannot tell' : 'holds';
}

function verdictOf(measures: readonly CheckedMeasure[]): Verdict {
  const verdicts = new Set(measures.map(({ verdict }) => verdict));
  if (verdicts.has('cannot tell')) return 'cannot tell';
  return verdicts.size > 1 ? 'depends on the denominator' : worst(measures);
}
