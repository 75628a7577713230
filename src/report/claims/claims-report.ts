import type { CheckedClaim, Verdict } from '../../experiment/claims/check.js';

/** The verdicts on the claims of a file, and what they rest on. */
export interface ClaimsReport {
  /** What the claims are of. */
  readonly name: string;
  /** The sweep and its folder. */
  readonly sweep: string;
  readonly folder: string;
  /** SHA-256 that tells the sweep from others. */
  readonly identity: string;
  /** Fewest and most replications that cells have finished. */
  readonly replications: readonly [least: number, most: number];
  readonly claims: readonly CheckedClaim[];
}

/** How many claims have each verdict, in the order in which they are told. */
export function countsOf({ claims }: ClaimsReport): Readonly<Record<Verdict, number>> {
  const count = (wanted: Verdict): number =>
    claims.filter(({ verdict }) => verdict === wanted).length;
  return {
    holds: count('holds'),
    'does not hold': count('does not hold'),
    'depends on the denominator': count('depends on the denominator'),
    'cannot tell': count('cannot tell'),
  };
}
