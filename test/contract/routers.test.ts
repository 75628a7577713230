import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRouter, routerRegistry } from '../../src/serving/nodes/routers/registry.js';
import type { RouterContext } from '../../src/serving/nodes/routers/router.js';
import { holds } from '../support/property.js';

const TYPES = 3;
const BUCKETS = 4;

const secondsOf = fc.oneof(
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10) },
);
const exactly = <T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: length, maxLength: length });

/** GPUs in some state, in the middle of a run. */
const contexts: fc.Arbitrary<RouterContext> = fc
  .record({
    nodes: fc.array(
      fc.record({
        type: fc.integer({ min: 0, max: TYPES - 1 }),
        inService: fc.integer({ min: 0, max: 5 }),
        unfinishedSeconds: fc.integer({ min: 0, max: 8 }).map((halves) => halves / 2),
      }),
      { maxLength: 6 },
    ),
    seconds: exactly(exactly(secondsOf, BUCKETS), TYPES),
    weights: exactly(exactly(fc.integer({ min: 0, max: 3 }), TYPES), BUCKETS),
  })
  .map(({ nodes, seconds, weights }) => ({
    nodes,
    seconds,
    planned: weights.map((row) => {
      const sum = row.reduce((all, each) => all + each, 0);
      return row.map((each, type) => (sum === 0 ? (type === 0 ? 1 : 0) : each / sum));
    }),
  }));
const cases = fc.record({
  context: contexts,
  bucket: fc.integer({ min: 0, max: BUCKETS - 1 }),
  u: fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true }),
});

function canServe({ nodes, seconds }: RouterContext, at: number, bucket: number): boolean {
  return Number.isFinite(seconds[nodes[at]?.type ?? -1]?.[bucket] ?? Number.POSITIVE_INFINITY);
}

describe.each(routerRegistry.map((router) => [router.name, router] as const))(
  'the router %s',
  (name, router) => {
    it('sends a request to a GPU that serves it, if there is one', () => {
      holds(cases, ({ context, bucket, u }) => {
        const at = router.create(context).route(bucket, u);
        const someCan = context.nodes.some((_, node) => canServe(context, node, bucket));
        if (someCan) expect(canServe(context, at, bucket)).toBe(true);
        else expect(at).toBe(-1);
      });
    });

    it('decides by nothing but what it sees and the draw', () => {
      holds(cases, ({ context, bucket, u }) => {
        const first = router.create(context);
        const kept = structuredClone(context);
        const before = first.route(bucket, u);
        for (let other = 0; other < BUCKETS; other++) first.route(other, 0.5);
        expect(first.route(bucket, u)).toBe(before);
        expect(router.create(kept).route(bucket, u)).toBe(before);
        expect(context).toEqual(kept);
      });
    });

    it('is found by its name, and says what it does in one line', () => {
      expect(findRouter(name)).toBe(router);
      expect(router.summary).toMatch(/^\S.*\S$/);
    });
  },
);

/** How often each GPU is chosen, over a fine grid of draws. */
function frequencies(name: string, context: RouterContext, bucket: number): number[] {
  const routing = findRouter(name)?.create(context);
  const draws = 12_000;
  const counts = context.nodes.map(() => 0);
  for (let at = 0; at < draws; at++) {
    const node = routing?.route(bucket, (at + 0.5) / draws) ?? -1;
    counts[node] = (counts[node] ?? 0) + 1 / draws;
  }
  return counts;
}

const idle = (type: number) => ({ type, inService: 0, unfinishedSeconds: 0 });

describe('what a router prefers', () => {
  it('weighted-random: in proportion to throughput, whatever the queues', () => {
    const nodes = [{ type: 0, inService: 9, unfinishedSeconds: 99 }, idle(0), idle(1)];
    const context = { nodes, seconds: [[1], [0.25]], planned: [[1, 0]] };
    const [a, b, c] = frequencies('weighted-random', context, 0);
    expect(a).toBeCloseTo(1 / 6, 3);
    expect(b).toBeCloseTo(1 / 6, 3);
    expect(c).toBeCloseTo(4 / 6, 3);
  });

  it('least-work: the request put in, so that an idle slow GPU does not beat a fast one', () => {
    const nodes = [idle(0), { type: 1, inService: 1, unfinishedSeconds: 2 }];
    const context = { nodes, seconds: [[4], [1]], planned: [[1, 0]] };
    expect(findRouter('least-work')?.create(context).route(0, 0.5)).toBe(1);
  });

  it('least-work: at equal work the GPU with fewer requests', () => {
    const nodes = [
      { type: 0, inService: 3, unfinishedSeconds: 2 },
      { type: 0, inService: 1, unfinishedSeconds: 2 },
    ];
    const context = { nodes, seconds: [[1]], planned: [[1]] };
    expect(findRouter('least-work')?.create(context).route(0, 0.5)).toBe(1);
  });

  it('by-plan: types by their share in the plan, and of a type the least loaded', () => {
    const nodes = [idle(0), { type: 1, inService: 1, unfinishedSeconds: 1 }, idle(1)];
    const context = { nodes, seconds: [[1], [1]], planned: [[0.25, 0.75]] };
    const [a, b, c] = frequencies('by-plan', context, 0);
    expect(a).toBeCloseTo(0.25, 3);
    expect([b, c]).toEqual([0, expect.closeTo(0.75, 3)]);
  });

  it('by-plan: turns away what a budget left out, and gives the share of a missing type to the others', () => {
    const context = { nodes: [idle(0)], seconds: [[1], [1]], planned: [[0.2, 0.4]] };
    const [served] = frequencies('by-plan', context, 0);
    expect(served).toBeCloseTo(0.6, 3);
  });
});
