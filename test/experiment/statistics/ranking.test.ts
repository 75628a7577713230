import { describe, expect, it } from 'vitest';
import { rankingsOf } from '../../../src/experiment/statistics/ranking.js';
import { writtenResults } from './table-results.js';

const MEAN = 'latencySeconds.mean';
const ATTAINMENT = 'sla.attainmentReceived';
const ranking = { column: 'strategy.name', metric: MEAN };

/** Three strategies; by strategy, the replications. */
function results(cells: readonly (readonly number[])[], metric = MEAN) {
  return writtenResults({
    columns: { 'strategy.name': ['a', 'b', 'c'] },
    cells: cells.map((values) => ({ [metric]: values })),
    ranking: { ...ranking, metric },
  });
}

describe('rankingsOf', () => {
  it('ranks the values of a column for every combination of the others', () => {
    const groups = rankingsOf(
      writtenResults({
        columns: { 'arrivals.rate': ['4', '8'], 'strategy.name': ['a', 'b'], 'tee.mode': ['cc'] },
        cells: [
          [3, 4, 3.5],
          [1, 2, 1.5],
          [5, 6, 5.5],
          [7, 8, 7.5],
        ].map((values) => ({ [MEAN]: values })),
        ranking,
      }),
    );
    expect(groups.map(({ where }) => where)).toEqual([
      { 'arrivals.rate': '4', 'tee.mode': 'cc' },
      { 'arrivals.rate': '8', 'tee.mode': 'cc' },
    ]);
    expect(groups.map(({ ranked }) => ranked.map(({ value, cell }) => [value, cell]))).toEqual([
      [
        ['b', 1],
        ['a', 0],
      ],
      [
        ['a', 2],
        ['b', 3],
      ],
    ]);
  });

  it('puts the higher attainment first', () => {
    const [group] = rankingsOf(
      results(
        [
          [0.5, 0.6],
          [0.9, 0.8],
          [0.7, 0.7],
        ],
        ATTAINMENT,
      ),
    );
    expect(group?.ranked.map(({ value }) => value)).toEqual(['b', 'c', 'a']);
    expect(group?.ranked[0]?.fromBest).toBeCloseTo(0.15, 12);
  });

  it('chooses the best by the even replications and estimates it in the odd ones', () => {
    // `a` wins in the even ones (mean 1 against 2), and is worse in the odd ones.
    const [group] = rankingsOf(
      results([
        [1, 9, 1, 11],
        [2, 3, 2, 3],
        [20, 20, 20, 20],
      ]),
    );
    expect(group?.ranked[0]?.value).toBe('b');
    expect(group?.chosen).toMatchObject({ value: 'a', cell: 0, estimate: { mean: 10, n: 2 } });
  });

  it('compares in the replications in which the metric is defined for all', () => {
    const [group] = rankingsOf(
      results([
        [1, Number.NaN, 3, 4],
        [2, 3, 4],
        [9, 9, 9, 9],
      ]),
    );
    expect(group?.ranked.map(({ estimate }) => [estimate.mean, estimate.n])).toEqual([
      [2, 2],
      [3, 2],
      [9, 2],
    ]);
  });

  it('chooses nothing from one replication, and has no group without any', () => {
    expect(rankingsOf(results([[1], [2], [3]]))[0]?.chosen).toBeNull();
    expect(rankingsOf(results([[1, 2], [], [3, 4]]))).toEqual([]);
  });

  it('needs two cells to rank, and a sweep that asks for it', () => {
    const columns = { 'strategy.name': ['a'] };
    expect(rankingsOf(writtenResults({ columns, cells: [{ [MEAN]: [1, 2] }], ranking }))).toEqual(
      [],
    );
    expect(rankingsOf(writtenResults({ columns, cells: [{ [MEAN]: [1, 2] }] }))).toEqual([]);
  });

  it('refuses a metric that has no better end', () => {
    expect(() => rankingsOf(results([[1], [2], [3]], 'batches.count'))).toThrow('better end');
  });
});
