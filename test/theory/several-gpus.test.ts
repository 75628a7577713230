import { describe, expect, it } from 'vitest';
import type { Observer } from '../../src/events/facts.js';
import { EventLog, eventsOf } from '../support/plain-events.js';
import { estimate, expectExact, runQueue } from './estimate.js';
import { erlangC, mdcWait, mmcWait, mmcWaitTail } from './several-servers.js';

/** GPUs that share one queue and have its models in memory are the servers of a classical queue. */
const SERVERS = {
  strategy: 'greedy',
  options: { batchCap: 1 },
} as const;

const TOLERANCE = 1e-9;

function line(mean: number, cv: number, family: 'exponential' | 'constant' | 'gamma') {
  return { form: 'line', a: mean, b: 0, cv, family } as const;
}

/** Waits by the recursion of Kiefer & Wolfowitz (1955): W₊ = sort((W + S·e₁ − A)⁺). */
function waits(
  arrivals: readonly number[],
  services: readonly number[],
  servers: number,
): number[] {
  let work = new Array<number>(servers).fill(0);
  return arrivals.map((time, k) => {
    const gap = k === 0 ? 0 : time - (arrivals[k - 1] as number);
    work = work.map((left) => Math.max(0, left - gap)).sort((a, b) => a - b);
    const wait = work[0] as number;
    work[0] = wait + (services[k] as number);
    return wait;
  });
}

describe('several GPUs with one queue, pathwise', () => {
  it.each([
    { gpus: 2, rate: 1.7, family: 'exponential', cv: 1 },
    { gpus: 3, rate: 2.9, family: 'constant', cv: 0 },
    { gpus: 4, rate: 4.4, family: 'gamma', cv: 1.5 },
    { gpus: 7, rate: 6.5, family: 'exponential', cv: 1 },
  ] as const)('$gpus GPUs, $family services, rate $rate', ({ gpus, rate, family, cv }) => {
    const log = new EventLog();
    const models = [{ batch: line(1, cv, family) }, { batch: line(1.3, cv, family) }];
    const memory = { residentModels: 2 };
    const parts = { ...SERVERS, gpus, models, memory, preload: [0, 1], rate };
    runQueue({ ...parts, requests: 20_000 }, log);
    const arrivals = eventsOf(log.events, 'arrival').map(({ time }) => time);
    const started = new Array<number>(arrivals.length).fill(Number.NaN);
    const services = new Array<number>(arrivals.length).fill(Number.NaN);
    for (const { requests, startedAt, completedAt } of eventsOf(log.events, 'batch')) {
      started[requests[0] as number] = startedAt;
      services[requests[0] as number] = completedAt - startedAt;
    }
    const expected = waits(arrivals, services, gpus);
    const worst = expected.reduce(
      (most, wait, k) =>
        Math.max(most, Math.abs(wait - ((started[k] as number) - (arrivals[k] as number)))),
      0,
    );
    // Sums of 20,000 gaps: rounding grows with the clock.
    expect(worst).toBeLessThan(TOLERANCE * 20);
    expect(Math.max(...expected)).toBeGreaterThan(1);
  });
});

describe('several GPUs with one queue, in theory', { timeout: 60_000 }, () => {
  /** Waits of the requests of one run, in order of their ends; services have mean 1. */
  function waitsOf(gpus: number, rate: number, family: 'exponential' | 'constant', n: number) {
    const runs = new Map<string, readonly number[]>();
    return (seed: string): readonly number[] => {
      const known = runs.get(seed);
      if (known !== undefined) return known;
      const found: number[] = [];
      const tape: Observer = {
        observe(fact) {
          if (fact.kind !== 'batch') return;
          found.push(fact.startedAt - (fact.requests.arrivals[0] as number));
        },
      };
      const batch = line(1, family === 'constant' ? 0 : 1, family);
      runQueue({ ...SERVERS, seed, gpus, rate, requests: n, models: [{ batch }] }, tape);
      runs.set(seed, found);
      return found;
    };
  }

  it('M/M/c: mean wait, and how many wait longer than t', () => {
    const [gpus, rate] = [2, 1.2];
    const runs = waitsOf(gpus, rate, 'exponential', 80_000);
    const later = estimate((seed) => runs(seed).map((wait) => 1 + wait));
    expectExact(later, 1 + mmcWait(rate, 1, gpus));
    for (const t of [0, 0.3]) {
      const share = estimate((seed) => runs(seed).map((wait) => (wait > t + TOLERANCE ? 1 : 0)));
      expectExact(share, mmcWaitTail(rate, 1, gpus, t));
    }
  });

  it('M/D/c: mean wait', () => {
    const [gpus, rate] = [3, 2.1];
    const runs = waitsOf(gpus, rate, 'constant', 25_000);
    const later = estimate((seed) => runs(seed).map((wait) => 1 + wait));
    expectExact(later, 1 + mdcWait(rate, 1, gpus));
  });

  it('nobody waits when there are servers enough', () => {
    const longest = Math.max(...waitsOf(12, 1, 'constant', 5000)('theory-1'));
    expect(longest).toBeLessThan(TOLERANCE);
  });
});

describe('closed forms of several servers', () => {
  it('are those of one server, where there is one', () => {
    expect(erlangC(0.8, 1, 1)).toBeCloseTo(0.8, 12);
    expect(mmcWait(0.8, 1, 1)).toBeCloseTo(4, 12);
    expect(mdcWait(0.8, 1, 1)).toBeCloseTo(2, 9);
  });

  it('are the known ones of two servers', () => {
    // M/M/2: C = 2ρ²/(1 + ρ), Wq = ρ²/(μ(1 − ρ²)).
    expect(erlangC(1.6, 1, 2)).toBeCloseTo((2 * 0.64) / 1.8, 12);
    expect(mmcWait(1.6, 1, 2)).toBeCloseTo(0.64 / 0.36, 12);
  });
});
