import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { createRunKey } from '../../src/random/run-key.js';
import { createArrivals } from '../../src/workload/arrivals.js';
import type { SimpleArrivals, SuperpositionConfig } from '../../src/workload/config.js';
import { RandomModels } from '../../src/workload/model-mix.js';
import { uniformityPValue } from '../random/chi-square.js';
import { collect, times, trace, workload } from './support.js';

const PROCESSES: readonly SimpleArrivals[] = [
  { process: 'poisson', rate: 4, first: 'gap' },
  { process: 'gamma', rate: 4, shape: 0.5, first: 'immediate' },
  { process: 'constant', rate: 4, first: 'gap' },
  {
    process: 'bursty',
    burstSeconds: [1, 3],
    idleSeconds: [3, 6],
    burstRate: [5, 9],
    idleRate: [0, 1],
    timeScale: 1,
    first: 'immediate',
  },
  { process: 'ramp', minRate: 1, maxRate: 7, upSeconds: 20, downSeconds: 20, first: 'immediate' },
  { process: 'piecewise', segments: [{ seconds: 9, rate: 4 }], repeat: true },
  trace([0, 1, 1, 50, 99.5, 100, 101]),
];

const POISSON: SimpleArrivals = { process: 'poisson', rate: 20, first: 'gap' };

describe.each(PROCESSES.map((arrivals) => ({ name: arrivals.process, arrivals })))(
  'arrivals of a $name process',
  ({ arrivals }) => {
    it('come in order, all before the end of the run', () => {
      const sent = times(collect(workload(arrivals)));
      expect(sent.length).toBeGreaterThan(4);
      expect(sent.every((time, i) => time >= (sent[i - 1] ?? 0) && time < 100)).toBe(true);
    });

    it('are the same for a key, and others for another replication', () => {
      const first = collect(workload(arrivals), 'seed', 1);
      expect(collect(workload(arrivals), 'seed', 1)).toEqual(first);
      expect(collect(workload(arrivals), 'seed', 2)).not.toEqual(first);
    });

    it('have times that do not depend on the mix', () => {
      const mixed = times(collect(workload(arrivals)));
      const single = times(collect(workload(arrivals, { mix: [1], modelCount: 1 })));
      expect(single).toEqual(mixed);
    });

    it('do not change before an earlier end', () => {
      const long = collect(workload(arrivals));
      const short = collect(workload(arrivals, { durationSeconds: 30 }));
      expect(short).toEqual(long.filter(({ time }) => time < 30));
    });

    it('stay ended', () => {
      const source = createArrivals(workload(arrivals), createRunKey('s', 0));
      while (source.advance());
      expect([source.advance(), source.advance()]).toEqual([false, false]);
    });
  },
);

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [Array.from(a), Array.from(b)];
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const covariance = meanOf(x.map((value, i) => (value - meanX) * ((y[i] ?? 0) - meanY)));
  const variance = (values: readonly number[], mean: number): number =>
    meanOf(values.map((value) => (value - mean) ** 2));
  return covariance / Math.sqrt(variance(x, meanX) * variance(y, meanY));
}

describe('the model mix', () => {
  it('gives each model its share, independently from request to request', () => {
    const mix = [0.1, 0.3, 0.6];
    const sent = collect(workload(POISSON, { mix, durationSeconds: 2000 }));
    // Pairs of successive models, each weighted to be equally likely.
    const pairs = new Map<string, number>();
    for (let i = 0; i + 1 < sent.length; i += 2) {
      const pair = `${sent[i]?.model}${sent[i + 1]?.model}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    const total = Math.floor(sent.length / 2);
    for (const [a, shareA] of mix.entries()) {
      for (const [b, shareB] of mix.entries()) {
        const expected = total * shareA * shareB;
        const deviation = (pairs.get(`${a}${b}`) ?? 0) - expected;
        expect(Math.abs(deviation) / Math.sqrt(expected)).toBeLessThan(3.9);
      }
    }
  });

  it('inverts the cumulative mix', () => {
    const probabilities = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 });
    const draw = fc.double({ min: 0, max: 1 - 2 ** -53, noNaN: true });
    fc.assert(
      fc.property(probabilities, draw, (weights, u) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        const mix = weights.map((weight) => weight / total);
        const model = new RandomModels(mix, { next: () => u }).next();
        const below = mix.slice(0, model).reduce((sum, share) => sum + share, 0);
        expect(mix[model]).toBeGreaterThan(0);
        expect(u).toBeGreaterThanOrEqual(below - 1e-12);
        expect(u).toBeLessThan(below + (mix[model] ?? 0) + 1e-12);
      }),
    );
  });

  it('gives many models their shares too', () => {
    const count = 300;
    const mix = new Array<number>(count).fill(1 / count);
    const counts = new Array<number>(count).fill(0);
    const models = new RandomModels(mix, createRunKey('many', 0).stream('models'));
    for (let i = 0; i < 60_000; i++) {
      const model = models.next();
      counts[model] = (counts[model] ?? 0) + 1;
    }
    expect(uniformityPValue(counts)).toBeGreaterThan(1e-4);
  });

  it('must sum to 1', () => {
    const stream = createRunKey('x', 0).stream('models');
    expect(() => new RandomModels([0.5, 0.4], stream)).toThrow(InvariantError);
  });

  it('is not asked when a trace names the models', () => {
    const sent = collect(workload(trace([1, 2, 3], [2, 0, 1]), { mix: [1, 0, 0] }));
    expect(sent.map(({ model }) => model)).toEqual([2, 0, 1]);
  });

  it('draws the models of a trace without them', () => {
    const sent = collect(workload(trace([1, 2, 3]), { mix: [0, 1, 0] }));
    expect(sent.map(({ model }) => model)).toEqual([1, 1, 1]);
  });
});

describe('a superposition', () => {
  it('merges its members in time order, ties in the order of the members', () => {
    const sortedTimes = fc
      .array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 })
      .map((values) => values.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(sortedTimes, { maxLength: 5 }), (members) => {
        const of = members.map((rows, i) => ({
          arrivals: trace(
            rows,
            rows.map(() => i),
          ),
          mix: [1],
        }));
        const merged = members
          .flatMap((rows, model) => rows.map((time) => ({ time, model })))
          .toSorted((a, b) => a.time - b.time);
        expect(collect(workload({ process: 'superposition', of }))).toEqual(merged);
      }),
    );
  });

  function withSecond(second: SimpleArrivals): SuperpositionConfig {
    return {
      process: 'superposition',
      of: [
        { arrivals: POISSON, mix: [1, 0, 0] },
        { arrivals: second, mix: [0, 0.5, 0.5] },
      ],
    };
  }

  it('gives each member its own mix', () => {
    const sent = collect(workload(withSecond({ ...POISSON, rate: 5 }), { durationSeconds: 500 }));
    const counts = [0, 1, 2].map((model) => sent.filter((one) => one.model === model).length);
    expect((counts[0] ?? 0) / 500).toBeCloseTo(20, 0);
    expect((counts[1] ?? 0) / 500).toBeCloseTo(2.5, 0);
    expect((counts[2] ?? 0) / 500).toBeCloseTo(2.5, 0);
  });

  it('leaves a member unchanged when another changes', () => {
    const ofFirst = (second: SimpleArrivals): number[] =>
      times(collect(workload(withSecond(second))).filter(({ model }) => model === 0));
    expect(ofFirst({ process: 'constant', rate: 1, first: 'gap' })).toEqual(ofFirst(POISSON));
  });

  it('draws its members independently', () => {
    const sent = collect(workload(withSecond(POISSON), { durationSeconds: 1000 }));
    const perSecond = [0, 1].map((member) => {
      const counts = new Float64Array(1000);
      for (const { time, model } of sent) {
        if ((model === 0) === (member === 0))
          counts[Math.floor(time)] = 1 + (counts[Math.floor(time)] ?? 0);
      }
      return counts;
    });
    expect(Math.abs(correlation(perSecond[0] ?? [], perSecond[1] ?? []))).toBeLessThan(
      3.9 / Math.sqrt(1000),
    );
  });

  it('of nothing has no arrivals', () => {
    expect(collect(workload({ process: 'superposition', of: [] }))).toEqual([]);
  });
});
