import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { outputTokensOf } from '../../../src/planning/verify/output-tokens.js';
import {
  admitted,
  runLength,
  tableModel,
  tooSlowTypes,
} from '../../../src/planning/verify/table-model.js';
import { optionsOf, problemOf } from './support.js';

describe('output tokens of a bucket', () => {
  const axis = (label: string, edges: readonly number[] | null) => ({ label, buckets: [], edges });
  const shares: number[][] = [];

  it('are its upper end, or its middle', () => {
    const rows = axis('input tokens', null);
    const columns = axis('output tokens', [0, 25, 100]);
    const workload = { rows, columns, shares, rate: 1 };
    expect(outputTokensOf(workload, 'upper')).toEqual([25, 100]);
    expect(outputTokensOf(workload, 'middle')).toEqual([12.5, 62.5]);
  });

  it('stand on the axis that is called so', () => {
    const rows = axis('output tokens', [0, 10]);
    const columns = axis('input tokens', [0, 7, 8]);
    expect(outputTokensOf({ rows, columns, shares, rate: 1 }, 'upper')).toEqual([10]);
  });

  it('have to be known', () => {
    const rows = axis('input tokens', [0, 1]);
    for (const edges of [null, [0, Number.POSITIVE_INFINITY], [-5, 0, 5]]) {
      const workload = { rows, columns: axis('output tokens', edges), shares, rate: 1 };
      expect(() => outputTokensOf(workload, 'upper')).toThrow(UserError);
    }
  });
});

describe('a plan as queues', () => {
  it('has the demand of the workload, headroom left out, and shares that sum to 1', () => {
    const problem = { ...problemOf([0.25, 0, 1], [10, 20, 40], 8, [{ served: [2, 1, 0.5] }]) };
    const model = tableModel({ ...problem, headroom: 0.5 }, optionsOf({}));
    expect(model.rate).toBe(10);
    expect(model.buckets).toEqual([
      { row: 0, column: 0, probability: 0.2, outputTokens: 10, limitSeconds: 1 },
      { row: 0, column: 2, probability: 0.8, outputTokens: 40, limitSeconds: 4 },
    ]);
    expect(model.seconds).toEqual([[0.5, 2]]);
  });

  it('is simulated for 5000 requests, half an hour and a hundred times the longest, at least', () => {
    const lengthFor = (rate: number, served: number): number => {
      const problem = problemOf([1], [10], rate, [{ served: [served] }]);
      return runLength(tableModel(problem, optionsOf({}))).judgedSeconds;
    };
    expect(lengthFor(100, 1)).toBe(1800);
    expect(lengthFor(1, 1)).toBe(5000);
    expect(lengthFor(100, 0.01)).toBe(10_000);
  });

  it('does not send a bucket to a type that is too slow for it, while there is one that is not', () => {
    // 10 tokens at 0.1 s each: 1 s. The first type needs 2 s alone, the second half a second.
    const problem = problemOf([1], [10], 1, [{ served: [0.5] }, { served: [2] }, { served: [0] }]);
    const model = tableModel(problem, optionsOf({}));
    expect(tooSlowTypes(model)).toEqual([{ type: 0, bucket: 0, secondsPerToken: 0.2 }]);
    const none = Number.POSITIVE_INFINITY;
    expect(admitted(model, [3, 1, 1])).toEqual([[none], [0.5], [none]]);
    expect(admitted(model, [3, 0, 1])).toEqual([[2], [0.5], [none]]);
  });
});
