import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../../src/random/run-key.js';
import { byPlan } from '../../../src/serving/nodes/routers/by-plan.js';
import { leastWork } from '../../../src/serving/nodes/routers/least-work.js';
import { routerRegistry } from '../../../src/serving/nodes/routers/registry.js';
import { weightedRandom } from '../../../src/serving/nodes/routers/weighted-random.js';
import {
  type NodeRequest,
  type NodesRun,
  simulateNodes,
} from '../../../src/serving/nodes/simulate-nodes.js';
import { servedByNode } from './support.js';

const BASE = {
  types: [0, 0, 1],
  seconds: [
    [0.5, 2],
    [0.2, 1],
  ],
  planned: [
    [1, 0],
    [0, 1],
  ],
  router: weightedRandom,
  rate: 2,
  mix: [0.7, 0.3],
  endSeconds: 400,
} satisfies Omit<NodesRun, 'key'>;

interface Tape {
  readonly requests: NodeRequest[];
  /** By number of the request. */
  readonly done: number[];
  readonly busy: (readonly number[])[];
}

function run(parts: Partial<NodesRun> = {}, stops: readonly number[] = []): Tape {
  const tape: Tape = { requests: [], done: [], busy: [] };
  const observer = {
    arrived: (request: NodeRequest) => tape.requests.push(request),
    done: (request: NodeRequest, at: number) => {
      tape.done[request.number] = at;
    },
  };
  const key = createRunKey('nodes', 0);
  for (const state of simulateNodes({ ...BASE, key, ...parts }, observer, stops)) {
    tape.busy.push(state.busySeconds());
  }
  return tape;
}

describe('table nodes', () => {
  it('get the same requests whatever the GPUs and the router', () => {
    const plain = run().requests.map(({ arrival, bucket }) => ({ arrival, bucket }));
    expect(plain.length).toBeGreaterThan(500);
    for (const router of routerRegistry) {
      const { requests } = run({ router, types: [0, 1, 1, 1] });
      expect(requests.map(({ arrival, bucket }) => ({ arrival, bucket }))).toEqual(plain);
    }
  });

  it.each(routerRegistry.map((router) => [router.name, router] as const))(
    'each serve what %s sends them as a node of its own',
    (_name, router) => {
      const { requests, done } = run({ router });
      for (const node of BASE.types.keys()) {
        const own = requests.filter((request) => request.node === node);
        const sizes = own.map(({ bucket }) => BASE.seconds[BASE.types[node] ?? 0]?.[bucket] ?? 0);
        const alone = servedByNode({ arrivals: own.map(({ arrival }) => arrival), sizes });
        own.forEach(({ number }, at) => {
          const end = alone.done[at] as number;
          if (end <= BASE.endSeconds) expect(done[number]).toBe(end);
          else expect(done[number]).toBeUndefined();
        });
      }
    },
  );

  it('say how long they were at work, at each stop', () => {
    const { busy } = run({ router: leastWork }, [100, 200]);
    expect(busy).toHaveLength(3);
    expect(busy.flat().every((seconds) => seconds > 0)).toBe(true);
    busy[0]?.forEach((seconds, node) => {
      expect(seconds).toBeLessThanOrEqual(100);
      expect(busy[1]?.[node]).toBeGreaterThan(seconds);
    });
  });

  it('turn away what none can serve, and what the plan leaves out', () => {
    const { requests } = run({
      seconds: [
        [0.5, Number.POSITIVE_INFINITY],
        [0.2, Number.POSITIVE_INFINITY],
      ],
    });
    for (const { bucket, node } of requests) expect(node === -1).toBe(bucket === 1);
    const planned = [
      [0.5, 0],
      [0, 1],
    ];
    const away = run({ router: byPlan, planned, endSeconds: 4000 }).requests.filter(
      ({ bucket }) => bucket === 0,
    );
    const share = away.filter(({ node }) => node === -1).length / away.length;
    expect(share).toBeCloseTo(0.5, 1);
  });

  it('draw the route of a request by its number: another fleet does not shift it', () => {
    const both = [
      [1, 0],
      [1, 0],
    ];
    const routes = (planned: readonly (readonly number[])[]) =>
      run({ router: byPlan, planned }).requests.map(({ node }) => (node === 2 ? 1 : 0));
    const half = routes([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const most = routes([
      [0.25, 0.75],
      [0.25, 0.75],
    ]);
    expect(routes(both).every((route) => route === 0)).toBe(true);
    // Whoever went to the second type with half of the chance goes there with more of it.
    for (const [at, route] of half.entries()) expect(most[at]).toBeGreaterThanOrEqual(route);
  });
});
