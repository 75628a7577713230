import type { Scenario } from '../../scenario/types.js';
import { fitsInMemory } from '../../serving/batch/config.js';
import type { Lens } from './lens.js';
import { LENSES } from './lenses/registry.js';
import { isEqual } from './paths.js';

/** The two settings that are compared; the same seed, replications and models. */
export interface Ends {
  readonly from: Scenario;
  readonly to: Scenario;
}

/** More factors have more coalitions than anyone waits for. */
export const MOST_FACTORS = 10;

/** Whether two scenarios serve the same models, in the same order. */
export function haveSameModels({ from, to }: Ends): boolean {
  return isEqual(from.models, to.models);
}

/** The inputs in which the ends differ, in the order of the registry. */
export function factorsBetween({ from, to }: Ends): readonly Lens[] {
  return LENSES.filter((lens) => lens.differs(from, to));
}

/** Whether a coalition (a bit mask) has the factor at this position. */
function isIn(mask: number, factor: number): boolean {
  return (mask & (1 << factor)) !== 0;
}

/**
 * `from` with the factors of a coalition as they are in `to`: none of them is `from` itself, all of
 * them `to`, but for names.
 * @param mask bit i stands for factor i.
 */
export function coalition({ from, to }: Ends, factors: readonly Lens[], mask: number): Scenario {
  return factors
    .filter((_, position) => isIn(mask, position))
    .reduce((made, factor) => factor.take(made, to), from);
}

/** The coalitions of all factors, by mask. */
export function coalitions(ends: Ends, factors: readonly Lens[]): readonly Scenario[] {
  return Array.from({ length: 2 ** factors.length }, (_, mask) => coalition(ends, factors, mask));
}

/** `swap-in time and SLA as at --to, all else as at --from`; for messages. */
export function coalitionName(factors: readonly Lens[], mask: number): string {
  const labels = factors.filter((_, position) => isIn(mask, position)).map(({ label }) => label);
  const last = labels.at(-1);
  if (last === undefined) return 'all as at --from';
  if (labels.length === factors.length) return 'all as at --to';
  const named = labels.length === 1 ? last : `${labels.slice(0, -1).join(', ')} and ${last}`;
  return `${named} as at --to, all else as at --from`;
}

/**
 * Why a mixture of two valid scenarios is none; null if it is one. Everything else that could be
 * wrong is looked at in each end alone, or found when it happens: a batch without a duration.
 */
export function coalitionProblem({ server, timing, models }: Scenario): string | null {
  const { memory, preload } = server;
  const weights = timing.models.map(({ weightsGiB }) => weightsGiB);
  const tooLarge = models.filter((_, model) => !fitsInMemory(weights[model] ?? 0, memory));
  if (tooLarge.length > 0) return `weights of ${tooLarge.join(', ')} that do not fit in GPU memory`;
  if (preload.length > memory.residentModels) return 'more preloaded models than may be resident';
  const together = preload.reduce((sum, model) => sum + (weights[model] ?? 0), 0);
  if (!fitsInMemory(together, memory)) return 'preloaded models that do not fit in GPU memory';
  const { to } = server.prefetch;
  const known = timing.models.every(({ swap }) => swap.form === 'disk' || swap.form === 'stages');
  if ((to === 'host' || to === 'both') && !known)
    return 'prefetches of loads known as a whole only';
  return null;
}
