import { describe, expect, it } from 'vitest';
import { solveInThread } from '../../src/host/ilp-worker.js';
import { problemOf } from '../planning/small-problems.js';

const never = new Promise<never>(() => {});

describe('a solver in a thread', () => {
  it('answers every problem, in order', async () => {
    const problems = [1, 2, 3].map((rate) => problemOf([[1]], rate, [{}]));
    const { solved, loadSeconds } = await solveInThread({ problems, timeLimitSeconds: 30 }, never);
    const counts = solved.map((each) =>
      each?.outcome.status === 'optimal' ? each.outcome.fleet.counts : null,
    );
    expect(counts).toEqual([[1], [2], [3]]);
    expect(loadSeconds).toBeGreaterThan(0);
  });

  it('is ended as soon as it is told to', async () => {
    // Three kinds of unlike speed, so many slices that packing them takes longer than anyone waits.
    const shares = [Array.from({ length: 30 }, (_, at) => (at + 7) / 700)];
    const types = [3.1, 4.3, 7.7].map((speed) => ({
      costPerHour: speed * 1.01,
      throughput: [shares[0]?.map((_, at) => speed + ((at * 37) % 11) / 10) ?? []],
    }));
    const problem = problemOf(shares, 60, types, { sliceFactor: 7, packing: 'per-instance' });
    const ended = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('ended')), 200);
    });
    const task = { problems: [problem], timeLimitSeconds: 3600 };
    await expect(solveInThread(task, ended)).rejects.toThrow('ended');
  });
});
