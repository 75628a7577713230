import type { Work } from '../../../src/experiment/replicate.js';
import type { GpuType, PlanProblem } from '../../../src/planning/types.js';
import type { VerifyOptions } from '../../../src/planning/verify/types.js';
import { findRouter } from '../../../src/serving/nodes/routers/registry.js';

/** Does work to its end. */
export function finished<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** One row of buckets by output tokens, whose upper ends are `tokens`. */
export function problemOf(
  shares: readonly number[],
  tokens: readonly number[],
  rate: number,
  types: readonly (Partial<GpuType> & { readonly served: readonly number[] })[],
): PlanProblem {
  const edges = [0, ...tokens];
  return {
    workload: {
      rows: { label: 'input tokens', buckets: ['all'], edges: null },
      columns: { label: 'output tokens', buckets: tokens.map(String), edges },
      shares: [shares],
      rate,
    },
    types: types.map(({ served, ...type }, at) => ({
      name: `gpu-${at}`,
      costPerHour: 1,
      throughput: [served],
      least: 0,
      most: Number.POSITIVE_INFINITY,
      ...type,
    })),
    sliceFactor: 1,
    headroom: 0,
    packing: 'pooled',
    budgetPerHour: null,
  };
}

export function optionsOf(parts: Partial<VerifyOptions> & { routerName?: string }): VerifyOptions {
  const { routerName = 'weighted-random', ...rest } = parts;
  const router = findRouter(routerName);
  if (router === undefined) throw new Error(`no router ${routerName}`);
  return {
    router,
    sloSecondsPerToken: 0.1,
    share: 0.95,
    replications: 4,
    seed: 'verify',
    outputTokens: 'upper',
    ...rest,
  };
}
