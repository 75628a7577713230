import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealsim } from '../cli/run-in-process.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { mm1LatencyCdf } from './formulas.js';

/** From the text of a scenario to the capacity that a user reads, against the closed form of M/M/1. */

const at = useTemporaryFolder();
/** Service rate, requests/s; and the share that is to be on time. */
const MU = 1;
const SHARE = 0.95;
/** P(latency ≤ x) = 1 − e^(−(μ − λ)x) is the share at λ·x where (μ − λ)x is this. */
const DISTANCE = -Math.log(1 - SHARE);

const QUEUE = `name: queue
seed: capacity
durationSeconds: 3000
drainSeconds: complete
sla: { seconds: ${2 * DISTANCE} }
arrivals: { process: poisson, rate: 0.4 }
models: { mix: { only: 1 } }
server:
  profile:
    gpu: { memoryGiB: 80 }
    models:
      only:
        weightsGiB: 1
        bestBatch: 1
        off:
          batch: { profiled: { a: ${1 / MU}, family: exponential } }
          swap: { profiled: { load: { mean: 1 } } }
  rules: { writeResults: false }
  preload: [only]
strategy: { name: fcfs }
`;

beforeAll(() => writeFileSync(at('queue.yaml'), QUEUE));

async function capacity(...options: readonly string[]) {
  const { code, out, err } = await sealsim('capacity', at('queue.yaml'), '--json', ...options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [variant] = JSON.parse(out).variants;
  return variant;
}

function expectCovered(
  { capacity: found }: { capacity: { interval: [number, number] } },
  exact: number,
  width: number,
): void {
  const [low, high] = found.interval;
  expect(low).toBeLessThanOrEqual(exact);
  expect(high).toBeGreaterThanOrEqual(exact);
  expect(high - low).toBeLessThan(width);
}

describe('the capacity of M/M/1', { timeout: 60_000 }, () => {
  it('is the rate at which the share on time is what it has to be', async () => {
    const exact = 0.5;
    expect(mm1LatencyCdf(exact, MU, 2 * DISTANCE)).toBeCloseTo(SHARE, 12);
    const found = await capacity(
      ...[
        '--at-least',
        '0.95',
        '--over',
        'arrivals.rate=0.3..0.7',
        '--points',
        '5',
        '--tolerance',
        '0.02',
      ],
      ...['--replications', '10', '--most-replications', '20'],
    );
    expectCovered(found, exact, 0.08);
    for (const { x, verdict } of found.points) {
      if (verdict === 'holds') expect(x).toBeLessThanOrEqual(exact);
      if (verdict === 'fails') expect(x).toBeGreaterThan(exact);
    }
    expect(found.capacity.kind).toBe('stops');
    expect(found.capacity.holdsAt).toBeLessThan(exact);
    expect(found.capacity.failsAt).toBeGreaterThan(exact);
    expect(found.monotone).toMatchObject({ direction: 'falling', brokenOn: [] });
  });

  it('is the least SLA that is kept so often', async () => {
    const found = await capacity(
      ...['--at-least', '0.95', '--over', 'sla.seconds', '--from', '2', '--to', '10'],
      ...[
        '--points',
        '5',
        '--tolerance',
        '0.2',
        '--replications',
        '10',
        '--most-replications',
        '20',
      ],
    );
    expectCovered(found, DISTANCE / (MU - 0.4), 0.9);
    expect(found.capacity.kind).toBe('begins');
  });

  it('is the rate up to which the mean latency is small enough', async () => {
    const found = await capacity(
      ...['--metric', 'latencySeconds.mean', '--at-most', '2', '--over', 'arrivals.rate'],
      ...[
        '--from',
        '0.3',
        '--to',
        '0.7',
        '--points',
        '5',
        '--replications',
        '10',
        '--most-replications',
        '20',
      ],
    );
    // 1/(μ − λ) = 2.
    expectCovered(found, 0.5, 0.08);
  });
});
