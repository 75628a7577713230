import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeVerdict } from '../../../src/experiment/claims/check.js';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { estimateMean } from '../../../src/metrics/estimate.js';
import { compareUnweightedMeans } from '../../../src/metrics/paired.js';
import { simulatedResults } from '../../support/sweep-results.js';
import { type WrittenResults, writtenResults } from '../statistics/table-results.js';
import { checkedOf } from './small-claims.js';

const LATENCY = 'latencySeconds.mean';
const SWAPS = 'swaps.count';
const COMPARE = '{ axis: tee.mode, of: off, to: cc, as: ratio }';

/** Two replications, of `tee.mode` off and cc at two rates. */
function grid(...cells: WrittenResults['cells']): SweepResults {
  return writtenResults({
    columns: { 'arrivals.rate': ['4', '8'], 'tee.mode': ['off', 'cc'] },
    cells,
  });
}

describe('a verdict on a range', () => {
  const range = { from: 1, to: 2, closed: true };
  const of = (low: number, high: number) => ({
    mean: (low + high) / 2,
    ci95: [low, high] as const,
    n: 20,
  });

  it.each([
    ['holds', 1.2, 1.8],
    ['holds', 1, 2],
    ['does not hold', 0, 0.9],
    ['does not hold', 2.1, 3],
    ['cannot tell', 0.9, 1.1],
    ['cannot tell', 1.9, 2.1],
    ['cannot tell', 0, 3],
    ['cannot tell', 0, 1],
  ] as const)('is "%s" for the interval %d to %d in 1 to 2', (verdict, low, high) => {
    expect(rangeVerdict(of(low, high), range)).toBe(verdict);
  });

  it('leaves out the ends of an open range', () => {
    const above = { from: 0, to: Number.POSITIVE_INFINITY, closed: false };
    expect(rangeVerdict(of(0.1, 0.2), above)).toBe('holds');
    expect(rangeVerdict(of(-0.1, 0), above)).toBe('does not hold');
    expect(rangeVerdict({ mean: 0, ci95: null, n: 5 }, above)).toBe('does not hold');
    expect(rangeVerdict({ mean: 0, ci95: null, n: 5 }, { ...above, closed: true })).toBe('holds');
  });

  it('takes the value where several replications agree, and nothing from a single one', () => {
    expect(rangeVerdict({ mean: 1.5, ci95: null, n: 2 }, range)).toBe('holds');
    expect(rangeVerdict({ mean: 2.5, ci95: null, n: 2 }, range)).toBe('does not hold');
    expect(rangeVerdict({ mean: 1.5, ci95: null, n: 1 }, range)).toBe('cannot tell');
    expect(rangeVerdict({ mean: Number.NaN, ci95: null, n: 0 }, range)).toBe('cannot tell');
  });

  it('is never both ways: a wider interval only ever becomes "cannot tell"', () => {
    const end = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(end, fc.double({ min: 0, max: 3, noNaN: true }), (mean, reach) => {
        const narrow = rangeVerdict(of(mean - reach, mean + reach), range);
        const wide = rangeVerdict(of(mean - 2 * reach, mean + 2 * reach), range);
        expect([narrow, 'cannot tell']).toContain(wide);
      }),
    );
  });
});

describe('what a claim is about', () => {
  it('is the mean over its cells, each counting the same, within a replication', async () => {
    const results = grid(
      { [LATENCY]: [10, 12] },
      { [LATENCY]: [99, 99] },
      { [LATENCY]: [20, 26] },
      { [LATENCY]: [99, 99] },
    );
    const { measures } = await checkedOf(results, {
      metric: LATENCY,
      where: '{ tee.mode: off }',
      expected: '{ from: 0 }',
    });
    expect(measures[0]?.quantities).toEqual([
      { at: {}, sides: null, estimate: estimateMean([15, 19]), leftOut: 0, verdict: 'cannot tell' },
    ]);
  });

  it('may weight cells by a metric', async () => {
    const results = grid(
      { [LATENCY]: [10, 10], [SWAPS]: [3, 1] },
      { [LATENCY]: [0, 0], [SWAPS]: [0, 0] },
      { [LATENCY]: [20, 20], [SWAPS]: [1, 1] },
      { [LATENCY]: [0, 0], [SWAPS]: [0, 0] },
    );
    const { measures } = await checkedOf(results, { metric: LATENCY, weightedBy: SWAPS });
    // (30 + 20) / 4 and (10 + 20) / 2.
    expect(measures[0]?.quantities[0]?.estimate.mean).toBe((12.5 + 15) / 2);
  });

  it('is the ratio of such means by replication, as `compare` takes it', async () => {
    const off = [
      [10, 12, 11],
      [20, 26, 22],
    ];
    const cc = [
      [14, 15, 18],
      [31, 33, 30],
    ];
    const results = grid(
      ...[0, 1].flatMap((at) => [{ [LATENCY]: off[at] ?? [] }, { [LATENCY]: cc[at] ?? [] }]),
    );
    const { measures, verdict } = await checkedOf(results, {
      metric: LATENCY,
      compare: COMPARE,
      expected: '{ from: 0.5, to: 0.9 }',
    });
    expect(measures[0]?.quantities).toMatchObject([
      { sides: ['off', 'cc'], estimate: compareUnweightedMeans(off, cc).ratio },
    ]);
    expect(verdict).toBe('holds');
  });

  it('is the difference of such means, pair by pair', async () => {
    const results = grid(
      { [LATENCY]: [10, 12] },
      { [LATENCY]: [11, 14] },
      { [LATENCY]: [20, 26] },
      { [LATENCY]: [22, 29] },
    );
    const { measures } = await checkedOf(results, {
      metric: LATENCY,
      compare: '{ axis: tee.mode, of: cc, to: off, as: difference }',
    });
    expect(measures[0]?.quantities[0]?.estimate).toEqual(estimateMean([1.5, 2.5], 22));
  });

  it('has no ratio, and no verdict, where a replication has none', async () => {
    const zero = { [LATENCY]: [0, 1] };
    const results = grid(zero, { [LATENCY]: [2, 2] }, zero, { [LATENCY]: [2, 2] });
    const { measures, verdict } = await checkedOf(results, { metric: LATENCY, compare: COMPARE });
    expect(measures[0]?.quantities[0]?.estimate).toEqual({ mean: Number.NaN, ci95: null, n: 0 });
    expect(verdict).toBe('cannot tell');
  });

  it('is every group of cells that is told apart, with intervals that hold together', async () => {
    const results = grid(
      { [LATENCY]: [10, 12] },
      { [LATENCY]: [11, 14] },
      { [LATENCY]: [20, 26] },
      { [LATENCY]: [22, 29] },
    );
    const { measures } = await checkedOf(results, { metric: LATENCY, each: '[arrivals.rate]' });
    expect(measures[0]?.quantities.map(({ at, estimate }) => [at, estimate])).toEqual([
      [{ 'arrivals.rate': '4' }, estimateMean([10.5, 13], undefined, 0.975)],
      [{ 'arrivals.rate': '8' }, estimateMean([21, 27.5], undefined, 0.975)],
    ]);
  });

  it('is every cell, or every pair of cells, with `each: cell`', async () => {
    const cell = { [LATENCY]: [1, 2] };
    const results = grid(cell, cell, cell, cell);
    const parts = { metric: LATENCY, each: 'cell' };
    const alone = await checkedOf(results, parts);
    const pairs = await checkedOf(results, { ...parts, compare: COMPARE });
    expect(alone.measures[0]?.quantities).toHaveLength(4);
    expect(pairs.measures[0]?.quantities.map(({ at }) => at)).toEqual([
      { 'arrivals.rate': '4' },
      { 'arrivals.rate': '8' },
    ]);
  });

  it('sees as many replications as all its cells have finished', async () => {
    const results = grid(
      { [LATENCY]: [10, 12, 99] },
      { [LATENCY]: [10, 12] },
      { [LATENCY]: [10, 12, 99, 99] },
      { [LATENCY]: [10, 12, 99] },
    );
    const { measures } = await checkedOf(results, { metric: LATENCY });
    expect(measures[0]?.quantities[0]?.estimate).toEqual(estimateMean([10, 12]));
  });

  it('is about nothing that was not simulated', async () => {
    const none = { [LATENCY]: [] };
    const { verdict } = await checkedOf(grid(none, none, none, none), { metric: LATENCY });
    expect(verdict).toBe('cannot tell');
  });
});

describe('the best value of a column', () => {
  const by = (a: readonly number[], b: readonly number[], c: readonly number[]): SweepResults =>
    writtenResults({
      columns: { 'strategy.name': ['a', 'b', 'c'] },
      cells: [a, b, c].map((values) => ({ [LATENCY]: values })),
    });
  const lowest = (results: SweepResults, value: string) =>
    checkedOf(results, {
      metric: LATENCY,
      expected: `{ axis: strategy.name, lowest: ${value} }`,
    });

  it('is compared with every other, pair by pair', async () => {
    const { measures, verdict } = await lowest(by([5, 7, 6], [1, 3, 2], [8, 9, 9]), 'b');
    const quantities = measures[0]?.quantities ?? [];
    expect(quantities.map(({ sides }) => sides)).toEqual([
      ['b', 'a'],
      ['b', 'c'],
    ]);
    expect(quantities.map(({ estimate }) => estimate.mean)).toEqual([-4, -20 / 3]);
    expect(verdict).toBe('holds');
  });

  it('does not hold if one other is shown to be better, or the same', async () => {
    expect((await lowest(by([5, 7, 6], [1, 3, 2], [8, 9, 9]), 'a')).verdict).toBe('does not hold');
    expect((await lowest(by([1, 2, 3], [1, 2, 3], [8, 9, 9]), 'a')).verdict).toBe('does not hold');
  });

  it('is not told by noise', async () => {
    expect((await lowest(by([1, 5, 3], [2, 4, 4], [8, 9, 9]), 'a')).verdict).toBe('cannot tell');
  });
});

describe('an order along a column', () => {
  const along = (...means: readonly number[]): SweepResults =>
    writtenResults({
      columns: { 'arrivals.rate': ['8', '12', '4'] },
      cells: means.map((mean) => ({ [LATENCY]: [mean, mean + 1, mean + 2] })),
    });
  const falling = { metric: LATENCY, expected: '{ axis: arrivals.rate, order: falling }' };

  it('goes from each number to the next larger one', async () => {
    // 4: 9, 8: 5, 12: 3, whatever the order in the file.
    const { measures, verdict } = await checkedOf(along(5, 3, 9), falling);
    expect(measures[0]?.quantities.map(({ sides, estimate }) => [sides, estimate.mean])).toEqual([
      [['8', '4'], -4],
      [['12', '8'], -2],
    ]);
    expect(verdict).toBe('holds');
  });

  it('does not hold if one step goes the other way, or nowhere', async () => {
    expect((await checkedOf(along(5, 6, 9), falling)).verdict).toBe('does not hold');
    expect((await checkedOf(along(5, 5, 9), falling)).verdict).toBe('does not hold');
  });
});

describe('denominators', () => {
  const results = (received: readonly number[]): SweepResults => {
    const cells = [0.5, 0.52].map((on, at) => ({
      'sla.attainmentProcessed': [on, on + 0.01, on + 0.02],
      'sla.attainmentReceived': received.map((value) => value + at / 100),
    }));
    return writtenResults({ columns: { 'tee.mode': ['off', 'cc'] }, cells });
  };
  const claim = { metric: 'sla.attainmentProcessed', expected: '{ from: 0.4, to: 0.6 }' };

  it('are both looked at where a metric exists over both', async () => {
    const { measures, verdict } = await checkedOf(results([0.1, 0.11, 0.12]), claim);
    expect(measures.map(({ denominator, verdict: found }) => [denominator, found])).toEqual([
      ['processed', 'holds'],
      ['received', 'does not hold'],
    ]);
    expect(verdict).toBe('depends on the denominator');
  });

  it('agree, and the claim holds over both', async () => {
    expect((await checkedOf(results([0.5, 0.51, 0.52]), claim)).verdict).toBe('holds');
  });

  it('are not told apart while one of them cannot be told', async () => {
    expect((await checkedOf(results([0.3, 0.4, 0.5]), claim)).verdict).toBe('cannot tell');
  });

  it('are one alone where the claim names it', async () => {
    const named = { ...claim, denominator: 'processed' };
    const { measures, verdict } = await checkedOf(results([0.1, 0.11, 0.12]), named);
    expect(measures).toHaveLength(1);
    expect(verdict).toBe('holds');
  });
});

describe('claims about a simulation', () => {
  it('hold or not as its figures do', async () => {
    const results = await simulatedResults({
      scenario: 'scenarios/sincere.yaml',
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 4,
      sets: ['durationSeconds=300'],
    });
    const slower = { metric: 'published.meanLatencySeconds', compare: COMPARE };
    expect((await checkedOf(results, { ...slower, expected: '{ to: 1 }' })).verdict).toBe('holds');
    expect((await checkedOf(results, { ...slower, expected: '{ from: 1 }' })).verdict).toBe(
      'does not hold',
    );
  });
});
