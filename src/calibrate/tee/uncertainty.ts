import { t95 } from '../../metrics/estimate.js';
import { meanOf, varianceOf } from '../../metrics/sample.js';

/** A part of the variance of an estimate, independent of its other parts. */
interface Component {
  readonly variance: number;
  /** Degrees of freedom that the variance was estimated with. */
  readonly freedom: number;
}

/** A number that was estimated from runs. */
export interface Uncertain {
  readonly value: number;
  /** Null: not known, as no run was repeated. */
  readonly components: readonly Component[] | null;
}

/** A number with its 95 % interval. */
export interface WithInterval {
  readonly value: number;
  /** Null where it is not known: nothing was repeated, or nothing varies. */
  readonly standardError: number | null;
  readonly ci95: readonly [low: number, high: number] | null;
}

/** The mean of independent repetitions. */
export function meanOfRepetitions(values: readonly number[]): Uncertain {
  const n = values.length;
  const components = n < 2 ? null : [{ variance: varianceOf(values) / n, freedom: n - 1 }];
  return { value: meanOf(values), components };
}

/** Σ factor · value, of estimates that are independent of one another. */
export function combined(
  terms: readonly { readonly factor: number; readonly of: Uncertain }[],
): Uncertain {
  const value = terms.reduce((sum, { factor, of }) => sum + factor * of.value, 0);
  const components = terms.flatMap(({ factor, of }) =>
    // What does not count has no part in the uncertainty either.
    factor === 0
      ? []
      : (of.components?.map((each) => ({ ...each, variance: factor ** 2 * each.variance })) ?? [
          null,
        ]),
  );
  const known = components.filter((each) => each !== null);
  return { value, components: known.length < components.length ? null : known };
}

/**
 * Student's t with Satterthwaite's degrees of freedom, (Σ v)² / Σ (v² / f): F. Satterthwaite,
 * Biometrics Bulletin 2 (1946) 110. With two components this is Welch's interval of a difference.
 */
export function withInterval({ value, components }: Uncertain): WithInterval {
  const variance = components?.reduce((sum, each) => sum + each.variance, 0) ?? 0;
  if (components === null || !(variance > 0)) return { value, standardError: null, ci95: null };
  const freedom =
    variance ** 2 / components.reduce((sum, each) => sum + each.variance ** 2 / each.freedom, 0);
  const standardError = Math.sqrt(variance);
  const reach = t95(freedom) * standardError;
  return { value, standardError, ci95: [value - reach, value + reach] };
}
