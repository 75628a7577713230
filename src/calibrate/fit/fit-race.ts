import type { MeasuredData, MeasuredRun } from '../../interop/measured.js';
import type { Estimate } from './estimate.js';

/**
 * How often a size trigger is met a second time at once (docs/as-published.md [9]), from runs in
 * which only size releases batches: there, arrivals say how many triggers there must be.
 *
 * @param sizeTriggers how many triggers each run's source counts, by run id; without the runs in
 * which it counts others too: their arrivals do not say how many there must be.
 * @returns null when no run tells.
 */
export function fitRace(
  data: MeasuredData,
  sizeTriggers: ReadonlyMap<string, number>,
): Estimate | null {
  let expected = 0;
  let repeated = 0;
  for (const run of data.runs) {
    const counted = sizeTriggers.get(run.id);
    const sizes = releaseSizes(run, data.models.length);
    if (counted === undefined || sizes === undefined) continue;
    const due = triggersDue(run, sizes);
    expected += due;
    // A run may count fewer than are due; to drop that would make doubles of mere noise.
    repeated += counted - due;
  }
  if (expected === 0) return null;
  const value = Math.max(0, repeated) / expected;
  return {
    value,
    standardError: Math.sqrt((value * (1 - value)) / expected),
    n: expected,
    weaklyIdentified: repeated < 20 ? `only ${Math.max(0, repeated)} double triggers seen` : null,
  };
}

/** The one size in which each model's batches were served; undefined if there are several. */
function releaseSizes(run: MeasuredRun, models: number): number[] | undefined {
  const sizes = Array.from({ length: models }, () => Number.POSITIVE_INFINITY);
  for (const { model, size, trigger } of run.batches) {
    if (trigger !== 'size') return undefined;
    if (sizes[model] === Number.POSITIVE_INFINITY) sizes[model] = size;
    else if (sizes[model] !== size) return undefined;
  }
  return sizes;
}

function triggersDue({ requests }: MeasuredRun, sizes: readonly number[]): number {
  const arrived = sizes.map(() => 0);
  for (const model of requests.models) arrived[model] = (arrived[model] ?? 0) + 1;
  return arrived.reduce((sum, count, model) => {
    return sum + Math.floor(count / (sizes[model] ?? Number.POSITIVE_INFINITY));
  }, 0);
}
