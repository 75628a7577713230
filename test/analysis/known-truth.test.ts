import { beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../scripts/make-tee-experiment.mjs';
import { analyzeTee, type TeeAnalysis } from '../../src/analysis/tee/analyze.js';
import type { ComparedCell } from '../../src/analysis/tee/compare.js';
import type { Interval } from '../../src/analysis/tee/spread.js';
import { betaCdf } from '../../src/random/statistics.js';
import { madeMeasurements } from './made-measurements.js';

/*
 * Trees of 190 runs whose truth is known (scripts/make-tee-experiment.mjs), one for each of these
 * seeds. Of intervals that hold with 95 % not all of many contain what is true: the share that does
 * must not be so low that chance would make it so once in 10,000 times, were it 95 %.
 */

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const CHANCE = 1e-4;

interface Case {
  readonly truth: Truth;
  readonly analysis: TeeAnalysis;
}

let cases: readonly Case[] = [];

beforeAll(() => {
  cases = SEEDS.map((seed) => {
    const { truth, runs } = madeMeasurements(seed);
    const prices = { off: truth.pricePerHour, cc: truth.pricePerHour, currency: truth.currency };
    const options = { prices, slaSeconds: truth.slaSeconds, idleWatts: null };
    return { truth, analysis: analyzeTee(runs, options) };
  });
});

/** P(X ≤ k) of a binomial, by the incomplete beta function. */
function atMost(k: number, n: number, p: number): number {
  return k >= n ? 1 : betaCdf(1 - p, n - k, k + 1);
}

function expectCoverage(hits: readonly boolean[]): void {
  expect(hits.length).toBeGreaterThan(10);
  const inside = hits.filter(Boolean).length;
  expect(atMost(inside, hits.length, 0.95)).toBeGreaterThan(CHANCE);
}

function contains(interval: Interval | null | undefined, value: number): boolean {
  if (interval == null) throw new Error('every one of these has an interval');
  return interval[0] <= value && value <= interval[1];
}

/** Whether the interval of the ratio on/off contains the true one, condition by condition. */
function ratioHits(section: 'performance' | 'energy' | 'operations', name: string): boolean[] {
  return cases.flatMap(({ truth, analysis }) =>
    analysis[section].flatMap((each: ComparedCell) => {
      const { experiment, condition } = each.cell.key;
      const known = truth.conditions.find(
        (one) => one.experiment === experiment && one.condition === condition,
      );
      const found = each.comparisons.find(({ quantity }) => quantity.name === name);
      const [off, cc] = [known?.off[name], known?.cc[name]];
      if (found?.effect?.ratio95 == null || off === undefined || cc === undefined) return [];
      return [contains(found.effect.ratio95, cc / off)];
    }),
  );
}

describe('a binomial', () => {
  it('sums to what it should', () => {
    expect(atMost(20, 20, 0.95)).toBeCloseTo(1, 12);
    expect(atMost(0, 2, 0.5)).toBeCloseTo(0.25, 12);
  });
});

describe('of a tree whose truth is known, analyze gives back', () => {
  it.each([
    'output_tokens_per_second',
    'total_tokens_per_second',
    'requests_per_second',
    'ttft_mean_s',
    'tpot_mean_s',
    'e2e_mean_s',
  ])('the overhead of %s', (name) => {
    expectCoverage(ratioHits('performance', name));
  });

  it.each(['joules_per_request', 'output_tokens_per_joule', 'mean_watts', 'idle_share'])(
    'the effect on %s',
    (name) => expectCoverage(ratioHits('energy', name)),
  );

  it.each([
    'cost_per_million_output_tokens',
    'cost_per_million_tokens',
    'cost_per_1000_requests',
    'cost_per_1000_on_time',
  ])('the premium of %s', (name) => expectCoverage(ratioHits('operations', name)));

  it('energy, power and prices themselves', () => {
    for (const section of ['energy', 'operations'] as const) {
      const hits = cases.flatMap(({ truth, analysis }) =>
        analysis[section].flatMap(({ cell, comparisons }) => {
          const known = truth.conditions.find(({ condition }) => condition === cell.key.condition);
          return comparisons.flatMap(({ quantity, cc }) => {
            const value = known?.cc[quantity.name];
            return value === undefined || cc === null ? [] : [contains(cc.mean.ci95, value)];
          });
        }),
      );
      // Quantities of one run go together: so many are fewer than they look. A rough look is enough.
      const share = hits.filter(Boolean).length / hits.length;
      expect(hits.length).toBeGreaterThan(1000);
      expect(share).toBeGreaterThan(0.92);
      expect(share).toBeLessThan(0.98);
    }
  });

  it('the knee, in both modes, of throughput and of latency', () => {
    for (const { truth, analysis } of cases) {
      const [saturation] = analysis.saturation;
      expect(saturation?.curves).toHaveLength(4);
      for (const { knee, peak } of saturation?.curves ?? []) {
        expect(knee?.at).toBe(truth.saturation.knee);
        expect(contains(knee?.interval, truth.saturation.knee)).toBe(true);
        if (peak === null) continue;
        expect(peak.reach.load).toBe(truth.saturation.leastNearPeak);
        expect(contains(peak.reach.interval, truth.saturation.leastNearPeak)).toBe(true);
      }
    }
  });

  it('what the TEE does to the peak', () => {
    const hits = cases.map(({ truth, analysis }) => {
      const known = truth.conditions.find(({ condition }) =>
        condition.endsWith(`_concurrency-${truth.saturation.knee}`),
      );
      const ratio =
        (known?.cc['output_tokens_per_second'] ?? 0) /
        (known?.off['output_tokens_per_second'] ?? 0);
      return contains(analysis.saturation[0]?.peakEffect?.ratio95, ratio);
    });
    expectCoverage(hits);
  });

  it('the time that is added, fixed and by the token', () => {
    const hits = cases.flatMap(({ truth, analysis }) =>
      (analysis.sequenceLength[0]?.fits ?? []).flatMap(({ quantity, terms }) => {
        const known = truth.addedSeconds[quantity.name as 'ttft_mean_s' | 'e2e_mean_s'];
        return terms.map(({ name, interval }) => contains(interval, known[name] ?? Number.NaN));
      }),
    );
    expect(hits).toHaveLength(5 * SEEDS.length);
    expectCoverage(hits);
  });

  it('the time between tokens, which is that per token', () => {
    for (const { analysis } of cases) {
      for (const { comparisons } of analysis.performance) {
        const [tpot, itl] = ['tpot_mean_s', 'itl_mean_s'].map((name) =>
          comparisons.find(({ quantity }) => quantity.name === name),
        );
        expect((itl?.cc?.median ?? 0) / (tpot?.cc?.median ?? 1)).toBeCloseTo(1, 1);
      }
    }
  });

  it('which conditions stand alone, by the size of their models', () => {
    for (const { analysis } of cases) {
      expect(analysis.alone.map(({ key }) => key.condition)).toEqual([
        'llama-3.1-8b',
        'qwen3-14b',
        'llama-3.1-70b',
      ]);
      expect(analysis.warnings.runs).toEqual([]);
    }
  });
});
