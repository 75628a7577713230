import { describe, expect, it } from 'vitest';
import { type DurationQuantile, durationQuantile } from '../../src/random/distributions.js';
import { createRunKey } from '../../src/random/run-key.js';
import { findRouter } from '../../src/serving/nodes/routers/registry.js';
import { type NodeRequest, simulateNodes } from '../../src/serving/nodes/simulate-nodes.js';
import { servedByNode } from '../serving/nodes/support.js';
import { estimate, expectExact } from './estimate.js';

/**
 * M/G/1 with processor sharing: a request of size x stays x/(1 − ρ) on average, whatever the
 * distribution of sizes. M. Sakata, S. Noguchi, J. Oizumi, "An analysis of the M/G/1 queue under
 * round-robin scheduling", Oper. Res. 19 (1971) 371.
 */
interface Drawn {
  readonly size: number;
  readonly slowdown: number;
}

function requestsOf(seed: string, rate: number, sizes: DurationQuantile, count: number): Drawn[] {
  const key = createRunKey(seed, 0);
  const gaps = key.stream('gaps');
  const draws = key.keyed('sizes');
  let now = 0;
  const arrivals: number[] = [];
  const work: number[] = [];
  for (let at = 0; at < count; at++) {
    now -= Math.log(1 - gaps.next()) / rate;
    arrivals.push(now);
    work.push(sizes.at(draws.at(at, 0)));
  }
  const { done } = servedByNode({ arrivals, sizes: work });
  return work.map((size, at) => {
    const stay = (done[at] as number) - (arrivals[at] as number);
    return { size, slowdown: stay / size };
  });
}

/** Two sizes, a tenth of them 9.1 times as long as the rest: mean 1. */
const TWO_SIZES: DurationQuantile = {
  mean: 1,
  sd: Math.sqrt(0.9 * 0.5 ** 2 + 0.1 * 5.5 ** 2 - 1),
  at: (u) => (u < 0.9 ? 0.5 : 5.5),
};

const LAWS: readonly (readonly [string, DurationQuantile, number, number])[] = [
  ['M/M/1, ρ = 0.5', durationQuantile('exponential', 1, 1), 0.5, 60_000],
  ['M/D/1, ρ = 0.7', durationQuantile('constant', 1, 0), 0.7, 60_000],
  ['M/G/1 with gamma sizes, scv 2, ρ = 0.5', durationQuantile('gamma', 1, Math.SQRT2), 0.5, 60_000],
  ['M/G/1 with two sizes, ρ = 0.6', TWO_SIZES, 0.6, 60_000],
];

describe('mean slowdown under processor sharing is 1/(1 − ρ)', () => {
  it.each(LAWS)('%s', (_name, sizes, load, count) => {
    const slowdowns = (seed: string): number[] =>
      requestsOf(seed, load, sizes, count).map(({ slowdown }) => slowdown);
    expectExact(estimate(slowdowns), 1 / (1 - load));
  });

  it.each([
    ['short', 0.5],
    ['long', 5.5],
  ] as const)('and as large for the %s of two sizes', (_name, wanted) => {
    const slowdowns = (seed: string): number[] =>
      requestsOf(seed, 0.5, TWO_SIZES, wanted > 1 ? 120_000 : 60_000)
        .filter(({ size }) => size === wanted)
        .map(({ slowdown }) => slowdown);
    expectExact(estimate(slowdowns), 2);
  });
});

/** Two GPUs, one twice as fast, under random routing by throughput. */
const TWO_NODES = {
  types: [0, 1],
  seconds: [
    [1, 2],
    [0.5, 1],
  ],
  planned: [
    [1, 0],
    [1, 0],
  ],
  rate: 1.4,
  mix: [0.6, 0.4],
};

describe('two nodes under random routing', () => {
  // Thinned Poisson streams are Poisson and independent: two thirds of 1.4/s go to the fast one.
  const meanSize = 0.6 * 1 + 0.4 * 2;
  const loads = [(1.4 / 3) * meanSize, ((1.4 * 2) / 3) * (meanSize / 2)];

  it.each([0, 1])('node %i is an M/G/1 of its own with processor sharing', (node) => {
    const router = findRouter('weighted-random');
    if (router === undefined) expect.fail('no such router');
    const measure = (seed: string): number[] => {
      const slowdowns: number[] = [];
      const observer = {
        arrived: () => {},
        done: (request: NodeRequest, at: number) => {
          if (request.node !== node) return;
          const size = TWO_NODES.seconds[node]?.[request.bucket] ?? Number.NaN;
          slowdowns.push((at - request.arrival) / size);
        },
      };
      const key = createRunKey(seed, 0);
      const run = { ...TWO_NODES, router, key, endSeconds: 120_000 };
      for (const _ of simulateNodes(run, observer, []));
      return slowdowns;
    };
    expectExact(estimate(measure), 1 / (1 - (loads[node] ?? Number.NaN)));
  });
});
