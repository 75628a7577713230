import fc from 'fast-check';
import { demandsOf, gpusFor, LOAD_TOLERANCE, sliceLoad } from '../../src/planning/demand.js';
import type { GpuType, PlanProblem } from '../../src/planning/types.js';

/** A problem of which only what matters is said. */
export function problemOf(
  shares: readonly (readonly number[])[],
  rate: number,
  types: readonly Partial<GpuType>[],
  more: Partial<PlanProblem> = {},
): PlanProblem {
  const axis = (count: number, label: string) => ({
    label,
    buckets: Array.from({ length: count }, (_, at) => String(at)),
    edges: null,
  });
  return {
    workload: {
      rows: axis(shares.length, 'input tokens'),
      columns: axis(shares[0]?.length ?? 0, 'output tokens'),
      shares,
      rate,
    },
    types: types.map((type, at) => ({
      name: `gpu-${at}`,
      costPerHour: 1,
      throughput: shares.map((row) => row.map(() => 1)),
      least: 0,
      most: Number.POSITIVE_INFINITY,
      ...type,
    })),
    sliceFactor: 1,
    headroom: 0,
    packing: 'pooled',
    budgetPerHour: null,
    ...more,
  };
}

/** Every way to spread the slices over the types, one after the other. */
export function cheapestByTrying(problem: PlanProblem): number | null {
  const demands = demandsOf(problem);
  const { types } = problem;
  let best = Number.POSITIVE_INFINITY;
  const loads = types.map(() => 0);
  const place = (demand: number, slice: number): void => {
    const next = demands[demand];
    if (next === undefined) {
      const counts = types.map(({ least }, at) => Math.max(least, gpusFor(loads[at] ?? 0)));
      if (counts.some((count, at) => count > (types[at]?.most ?? 0))) return;
      best = Math.min(
        best,
        types.reduce((sum, type, at) => sum + type.costPerHour * (counts[at] ?? 0), 0),
      );
      return;
    }
    types.forEach((type, at) => {
      const load = sliceLoad(next, type);
      if (!Number.isFinite(load)) return;
      const before = loads[at] ?? 0;
      loads[at] = before + load;
      if (slice + 1 < next.slices) place(demand, slice + 1);
      else place(demand + 1, 0);
      loads[at] = before;
    });
  };
  place(0, 0);
  return Number.isFinite(best) ? best : null;
}

const throughputs = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10) },
);
export const smallProblem = fc
  .record({
    rows: fc.integer({ min: 1, max: 2 }),
    columns: fc.integer({ min: 1, max: 2 }),
    kinds: fc.integer({ min: 1, max: 3 }),
    sliceFactor: fc.integer({ min: 1, max: 2 }),
  })
  .chain(({ rows, columns, kinds, sliceFactor }) => {
    const table = <T>(of: fc.Arbitrary<T>) =>
      fc.array(fc.array(of, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      });
    return fc.record({
      shares: table(fc.integer({ min: 0, max: 4 }).map((n) => n / 8)),
      rate: fc.integer({ min: 1, max: 12 }),
      types: fc.array(
        fc.record({
          costPerHour: fc.integer({ min: 1, max: 30 }).map((n) => n / 4),
          throughput: table(throughputs),
          least: fc.integer({ min: 0, max: 1 }),
          most: fc.constantFrom(1, 4, Number.POSITIVE_INFINITY),
        }),
        { minLength: kinds, maxLength: kinds },
      ),
      sliceFactor: fc.constant(sliceFactor),
      headroom: fc.constantFrom(0, 0.1),
    });
  })
  .map(({ shares, rate, types, sliceFactor, headroom }) =>
    problemOf(shares, rate, types, { sliceFactor, headroom }),
  );

/** Most that is served within a budget, every slice on a type or on none; null: not even the minimum. */
export function mostServedByTrying(problem: PlanProblem, budget: number): number | null {
  const pieces = demandsOf(problem).flatMap((demand) =>
    Array.from({ length: demand.slices }, () => demand),
  );
  const { types } = problem;
  let best = -1;
  const loads = types.map(() => 0);
  const place = (at: number, served: number): void => {
    const piece = pieces[at];
    if (piece === undefined) {
      const counts = types.map(({ least }, type) => Math.max(least, gpusFor(loads[type] ?? 0)));
      const isThere = counts.every((count, type) => count <= (types[type]?.most ?? 0));
      const cost = types.reduce((sum, type, i) => sum + type.costPerHour * (counts[i] ?? 0), 0);
      if (isThere && cost <= budget + 1e-6) best = Math.max(best, served);
      return;
    }
    place(at + 1, served);
    types.forEach((type, i) => {
      const load = sliceLoad(piece, type);
      if (!Number.isFinite(load)) return;
      const before = loads[i] ?? 0;
      loads[i] = before + load;
      place(at + 1, served + piece.sliceRate);
      loads[i] = before;
    });
  };
  place(0, 0);
  return best < 0 ? null : best;
}

interface Bin {
  readonly type: number;
  readonly load: number;
}

/** Least cost of GPUs none of which is loaded above 1: every slice on every GPU, old or new. */
export function cheapestPackingByTrying(problem: PlanProblem): number | null {
  const pieces = demandsOf(problem).flatMap((demand) =>
    Array.from({ length: demand.slices }, () => demand),
  );
  const { types } = problem;
  const price = (type: number): number => types[type]?.costPerHour ?? Number.NaN;
  let best = Number.POSITIVE_INFINITY;
  const place = (at: number, bins: readonly Bin[], cost: number): void => {
    if (cost >= best) return;
    const piece = pieces[at];
    if (piece === undefined) {
      best = cost;
      return;
    }
    const loadOn = (type: number): number => sliceLoad(piece, types[type] as GpuType);
    bins.forEach((bin, i) => {
      const load = bin.load + loadOn(bin.type);
      if (load <= 1 + LOAD_TOLERANCE) place(at + 1, bins.with(i, { ...bin, load }), cost);
    });
    types.forEach(({ most }, type) => {
      const load = loadOn(type);
      const rented = bins.filter((bin) => bin.type === type).length;
      if (load > 1 + LOAD_TOLERANCE || rented >= most) return;
      place(at + 1, [...bins, { type, load }], cost + price(type));
    });
  };
  const first = types.flatMap(({ least }, type) =>
    Array.from({ length: least }, (): Bin => ({ type, load: 0 })),
  );
  place(
    0,
    first,
    first.reduce((sum, { type }) => sum + price(type), 0),
  );
  return Number.isFinite(best) ? best : null;
}
