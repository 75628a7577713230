import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracyOf, errorQuantiles, rankClasses } from '../../../src/calibrate/replay/accuracy.js';
import { clusteredMean } from '../../../src/calibrate/replay/clustered-mean.js';
import { REPLAY_FIGURES, signedError } from '../../../src/calibrate/replay/figures.js';
import { noiseFloor } from '../../../src/calibrate/replay/noise-floor.js';
import { predict } from '../../../src/calibrate/replay/prediction.js';
import { teeRatios } from '../../../src/calibrate/replay/tee-ratios.js';
import { t95 } from '../../../src/metrics/estimate.js';
import { normalQuantile } from '../../../src/random/normal.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { replayOf } from './small-data.js';

const [throughput] = REPLAY_FIGURES;
const lost = REPLAY_FIGURES.find(({ name }) => name === 'lost');
if (throughput === undefined || lost === undefined) throw new Error('figures are missing');

/** Draws of a normal distribution. */
function normals(count: number, seed: string): number[] {
  const stream = createRunKey(seed, 0).keyed('normals');
  return Array.from({ length: count }, (_, at) => normalQuantile(stream.at(at, 0)));
}

describe('the error of a prediction', () => {
  it('is relative for figures with a scale and absolute for shares', () => {
    expect(signedError(throughput, 3, 2)).toBeCloseTo(0.5, 12);
    expect(signedError(lost, 0.3, 0.25)).toBeCloseTo(0.05, 12);
  });

  it('counts every figure of the requirement once', () => {
    expect(REPLAY_FIGURES.map(({ name }) => name)).toEqual([
      'overallThroughput',
      'meanLatencySeconds',
      'p95LatencySeconds',
      'slaProcessed',
      'slaReceived',
      'inferenceShare',
      'lost',
      'switchesTotal',
      'batches',
    ]);
  });
});

describe('the prediction interval', () => {
  it('is mean ± t·s·√(1 + 1/n)', () => {
    const { mean, sd, low, high } = predict(throughput, [1, 2, 3, 6], 4);
    expect(mean).toBe(3);
    expect(sd).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(high - mean).toBeCloseTo(t95(3) * sd * Math.sqrt(1.25), 12);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('covers 95 % of the runs of a perfect simulator', () => {
    const draws = normals(21 * 4000, 'coverage');
    let inside = 0;
    for (let run = 0; run < 4000; run++) {
      const own = draws.slice(run * 21, run * 21 + 21);
      if (predict(lost, own.slice(0, 20), own[20] ?? 0).inside) inside++;
    }
    // ±4 standard errors of a share of 0.95 over 4000 runs.
    expect(Math.abs(inside / 4000 - 0.95)).toBeLessThan(0.014);
  });

  it('refuses a single seed', () => {
    expect(() => predict(throughput, [1], 1)).toThrow('two seeds');
  });

  it('ranks the measured value among the seeds', () => {
    expect(predict(throughput, [1, 2, 2, 5], 2)).toMatchObject({ below: 1, ties: 2 });
  });
});

describe('accuracy over runs', () => {
  it('takes interpolated quantiles of the absolute errors', () => {
    expect(errorQuantiles([-0.1, 0.2, 0.4])).toEqual({
      median: 0.2,
      p90: expect.closeTo(0.36, 12),
      max: 0.4,
    });
  });

  it('names the worst run and counts the runs inside the interval', () => {
    const replays = [
      replayOf([9, 10, 11], 10, { id: 'near' }),
      replayOf([9, 10, 11], 40, { id: 'far' }),
    ];
    const [first] = accuracyOf(replays, [0, 1]);
    expect(first).toMatchObject({ worst: 'far', coverage: 0.5, runs: 2 });
    expect(first?.max).toBeCloseTo(0.75, 12);
  });

  it('spreads a tie over the ranks it could have, and loses no run', () => {
    const replays = [replayOf([1, 1, 1, 1, 1, 1], 1), replayOf([1, 2, 3, 4, 5, 6], 9)];
    const [first] = accuracyOf(replays, [0, 1]);
    expect(first?.ranks.reduce((sum, count) => sum + count, 0)).toBeCloseTo(2, 12);
    expect(first?.ranks[6]).toBeCloseTo(1 + 1 / 7, 12);
    expect(first?.ranks[0]).toBeCloseTo(1 / 7, 12);
  });
});

describe('the classes of ranks', () => {
  it.each([
    [21, 7],
    [20, 5],
    [51, 7],
    [11, 11],
    [33, 11],
    [3, 3],
  ])('of %d ranks are %d', (ranks, classes) => {
    expect(rankClasses(ranks)).toBe(classes);
  });

  it('hold as many runs as expected when every rank is as likely', () => {
    for (let seeds = 2; seeds <= 60; seeds++) {
      const values = Array.from({ length: seeds }, (_, at) => at);
      const everyRank = Array.from({ length: seeds + 1 }, (_, at) =>
        replayOf(values, at - 0.5, { id: `${at}` }),
      );
      const [first] = accuracyOf(
        everyRank,
        everyRank.map((_, at) => at),
      );
      expect(first?.ranks).toHaveLength(rankClasses(seeds + 1));
      for (const [at, count] of (first?.ranks ?? []).entries()) {
        expect(count).toBeGreaterThan(0);
        expect(first?.expectedRanks[at]).toBeCloseTo(count, 9);
      }
    }
  });
});

describe('the mean over clusters', () => {
  it('is Student t over runs when each is its own cluster', () => {
    const values = [1, 2, 4, 7];
    const { mean, ci95 } = clusteredMean(values, [0, 1, 2, 3]);
    const reach = (t95(3) * Math.sqrt(7)) / 2;
    expect(mean).toBe(3.5);
    expect(ci95?.[0]).toBeCloseTo(3.5 - reach, 9);
    expect(ci95?.[1]).toBeCloseTo(3.5 + reach, 9);
  });

  it('does not become surer when every run is counted twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 9 }),
        (values) => {
          fc.pre(new Set(values).size > 1);
          const clusters = values.map((_, at) => at);
          const once = clusteredMean(values, clusters).ci95;
          const twice = clusteredMean([...values, ...values], [...clusters, ...clusters]).ci95;
          expect(twice?.[0]).toBeCloseTo(once?.[0] ?? Number.NaN, 9);
          expect(twice?.[1]).toBeCloseTo(once?.[1] ?? Number.NaN, 9);
        },
      ),
    );
  });

  it('has no interval for one cluster', () => {
    expect(clusteredMean([1, 2, 3], [5, 5, 5])).toEqual({ mean: 2, ci95: null, clusters: 1 });
  });
});

describe('the noise floor', () => {
  it('is what a perfect simulator reaches: the mean over draws of the same law', () => {
    const draws = normals(200 * 21, 'noise');
    const replays = Array.from({ length: 200 }, (_, run) => {
      const own = draws.slice(run * 21, run * 21 + 21).map((value) => 0.5 + value / 100);
      return replayOf(own.slice(0, 20), own[20] ?? 0, { id: `run ${run}` });
    });
    const at = REPLAY_FIGURES.indexOf(lost);
    const { median, p90 } = noiseFloor(replays)[at] ?? { median: 0, p90: 0 };
    // Half the absolute values of N(0, 0.01²·(1 + 1/19)) lie below its 75 % quantile.
    const sd = 0.01 * Math.sqrt(1 + 1 / 19);
    expect(median / (sd * normalQuantile(0.75))).toBeCloseTo(1, 1);
    expect(p90 / (sd * normalQuantile(0.95))).toBeCloseTo(1, 1);
  });

  it('is zero for a simulator without randomness', () => {
    const [first] = noiseFloor([replayOf([2, 2, 2], 3), replayOf([5, 5, 5], 3)]);
    expect(first).toMatchObject({ median: 0, p90: 0, medianRange: [0, 0] });
  });
});

describe('the effect of confidential computing', () => {
  it('is the ratio of means over matched pairs; runs without a partner are left out', () => {
    const ratios = teeRatios([
      replayOf([4, 6], 6, { teeMode: 'off' }),
      replayOf([2, 4], 3, { teeMode: 'cc' }),
      replayOf([10, 12], 9, { teeMode: 'cc', slaSeconds: 80 }),
      replayOf([20, 24], 27, { teeMode: 'off', slaSeconds: 80 }),
      replayOf([1, 1], 99, { teeMode: 'cc', pattern: 'ramp' }),
    ]);
    expect(ratios[0]).toMatchObject({ pairs: 2, measured: 33 / 12 });
    expect(ratios[0]?.predicted.mean).toBeCloseTo(27 / 14, 12);
  });
});
