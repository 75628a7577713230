import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { readClaims } from '../../../src/experiment/claims/read-claims.js';
import { memoryFiles } from '../../scenario/memory-files.js';
import { writtenResults } from '../statistics/table-results.js';
import { type ClaimParts, claimsText, problemsOf } from './small-claims.js';

const cell = { 'swaps.count': [1, 2], 'sla.attainmentProcessed': [0.5, 0.6] };
const results = writtenResults({
  columns: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['4', '8'] },
  cells: [cell, cell, cell, cell],
});

interface Broken {
  readonly name: string;
  readonly parts: ClaimParts;
  readonly lines: readonly string[];
}

const ALONG = '{ axis: tee.mode, of: off, to: cc, as: ratio }';

const broken: readonly Broken[] = [
  {
    name: 'keys and values that are none',
    parts: { id: 'A b', texts: '1', source: '3', each: 'cells', denominator: 'lost' },
    lines: [
      'c.yaml:2:9 claims.0.id: expected a name of a-z, 0-9, - and ., got "A b"',
      'c.yaml:4:13 claims.0.source: expected a text, got 3',
      'c.yaml:7:5 claims.0.texts: expected one of id, text, source, metric, denominator, where, each, weightedBy, compare, expected, got the unknown key "texts" (did you mean "text"?)',
      'c.yaml:8:11 claims.0.each: expected cell, or a list, got "cells" (did you mean "cell"?)',
      'c.yaml:9:18 claims.0.denominator: expected one of processed, received, both, got "lost"',
    ],
  },
  {
    name: 'no metric of ours',
    parts: { metric: 'swap.count', weightedBy: 'perModel.*.swaps.count' },
    lines: [
      'c.yaml:5:13 claims.0.metric: expected the path of a metric (sealsim list metrics), got "swap.count" (did you mean "swaps.count"?)',
      'c.yaml:7:17 claims.0.weightedBy: expected a metric of one model, got "perModel.*.swaps.count"',
    ],
  },
  {
    name: 'a metric that the results do not have',
    parts: { metric: 'requests.lost' },
    lines: [
      'c.yaml:5:13 claims.0.metric: expected a metric of the results, got requests.lost (add requests.lost under metrics of the sweep file, and simulate it again)',
    ],
  },
  {
    name: 'the other denominator that the results do not have',
    parts: { metric: 'sla.attainmentProcessed' },
    lines: [
      'c.yaml:5:13 claims.0.metric: expected a metric of the results, got sla.attainmentReceived (add sla.attainmentReceived under metrics of the sweep file, and simulate it again)',
    ],
  },
  {
    name: 'a denominator that the metric has not',
    parts: { metric: 'sla.attainmentProcessed', denominator: 'received' },
    lines: [
      'c.yaml:7:18 claims.0.denominator: expected processed or both, got received (of the others is sla.attainmentReceived)',
    ],
  },
  {
    name: 'a denominator of what is not of requests',
    parts: { denominator: 'processed' },
    lines: [
      'c.yaml:7:18 claims.0.denominator: expected none, which swaps.count has not, got processed',
    ],
  },
  {
    name: 'columns and values that are none',
    parts: {
      where: '{ tee.mod: cc, arrivals.rate: [4, 9] }',
      each: '[rate]',
      compare: '{ axis: tee.mode, of: on, to: cc, as: ratio }',
    },
    lines: [
      'c.yaml:7:14 claims.0.where["tee.mod"]: expected a column (tee.mode or arrivals.rate), got "tee.mod" (did you mean "tee.mode"?)',
      'c.yaml:7:46 claims.0.where["arrivals.rate"].1: expected a value of arrivals.rate (4 or 8), got 9',
      'c.yaml:8:12 claims.0.each.0: expected a column (tee.mode or arrivals.rate), got "rate"',
      'c.yaml:9:36 claims.0.compare.of: expected a value of tee.mode (off or cc), got "on"',
    ],
  },
  {
    name: 'a comparison of a value with itself',
    parts: { compare: '{ axis: tee.mode, of: cc, to: cc, as: share }' },
    lines: [
      'c.yaml:7:44 claims.0.compare.to: expected another value than cc, got cc',
      'c.yaml:7:52 claims.0.compare.as: expected ratio or difference, got "share"',
    ],
  },
  {
    name: 'nothing to compare with',
    parts: { where: '{ tee.mode: cc }', compare: ALONG },
    lines: [
      'c.yaml:8:22 claims.0.compare.axis: expected cells that differ in tee.mode alone, with off, cc, got none',
    ],
  },
  {
    name: 'a column told apart that is put side by side',
    parts: { each: '[tee.mode]', compare: ALONG },
    lines: [
      'c.yaml:7:12 claims.0.each.0: expected a column that is not put side by side, got tee.mode',
    ],
  },
  {
    name: 'nothing expected',
    parts: { expected: '{}' },
    lines: [
      'c.yaml:6:15 claims.0.expected: expected a range (from, to), or one of lowest, highest, order, got none of them',
    ],
  },
  {
    name: 'two things expected',
    parts: { expected: '{ axis: tee.mode, lowest: cc, order: rising }' },
    lines: [
      'c.yaml:6:15 claims.0.expected: expected a range (from, to), or one of lowest, highest, order, got lowest and order',
    ],
  },
  {
    name: 'an empty range',
    parts: { expected: '{ from: 2, to: 1 }' },
    lines: ['c.yaml:6:30 claims.0.expected.to: expected a number ≥ 2, got 1'],
  },
  {
    name: 'a range along a column',
    parts: { expected: '{ from: 2, axis: tee.mode }' },
    lines: [
      'c.yaml:6:32 claims.0.expected.axis: expected axis beside lowest, highest or order alone, got axis beside a range',
    ],
  },
  {
    name: 'the best without a column',
    parts: { expected: '{ lowest: cc }' },
    lines: [
      'c.yaml:6:15 claims.0.expected.axis: expected the column that lowest is about, got nothing',
    ],
  },
  {
    name: 'the best, compared',
    parts: { expected: '{ axis: tee.mode, highest: on }', compare: ALONG },
    lines: [
      'c.yaml:7:14 claims.0.compare: expected compare beside a range alone, got compare beside highest',
    ],
  },
  {
    name: 'an order of one value',
    parts: { where: '{ tee.mode: cc }', expected: '{ axis: tee.mode, order: up }' },
    lines: ['c.yaml:6:40 claims.0.expected.order: expected rising or falling, got "up"'],
  },
  {
    name: 'the best of one value',
    parts: { where: '{ tee.mode: cc }', expected: '{ axis: tee.mode, lowest: cc }' },
    lines: [
      'c.yaml:6:23 claims.0.expected.axis: expected cells that differ in tee.mode alone, with cc, got none',
    ],
  },
];

describe('broken claims', () => {
  it.each(broken.map((each) => [each.name, each] as const))('%s', async (_, { parts, lines }) => {
    expect(await problemsOf(claimsText(parts), results)).toEqual(lines);
  });

  it('are told of all at once', async () => {
    const text = claimsText({ metric: 'nope' }, { id: 'a' }, { id: 'a', where: '{ tee.mode: x }' });
    expect(await problemsOf(text, results)).toEqual([
      'c.yaml:5:13 claims.0.metric: expected the path of a metric (sealsim list metrics), got "nope"',
      'c.yaml:7:9 claims.1.id: expected each id once, got a a second time',
      'c.yaml:12:9 claims.2.id: expected each id once, got a a second time',
      'c.yaml:17:24 claims.2.where["tee.mode"]: expected a value of tee.mode (off or cc), got "x"',
    ]);
  });

  it('need no results as far as the file itself shows it', async () => {
    const parts = { metric: 'nope', where: '{ any: thing }', expected: '{ from: 2, to: 1 }' };
    expect(await problemsOf(claimsText(parts), null)).toEqual([
      'c.yaml:5:13 claims.0.metric: expected the path of a metric (sealsim list metrics), got "nope"',
      'c.yaml:6:30 claims.0.expected.to: expected a number ≥ 2, got 1',
    ]);
    expect(await problemsOf(claimsText({ compare: ALONG }), null)).toEqual([]);
  });
});

describe('a file that holds no claims', () => {
  it.each([
    ['[]', 'c.yaml:1:1: expected claims: a mapping, got an empty list'],
    ['claims: []', 'c.yaml:1:9 claims: expected a list that is not empty, got an empty list'],
    ['claims: 3', 'c.yaml:1:9 claims: expected a list, got 3'],
    ['name: x', 'c.yaml:1:1 claims: expected a list, got nothing'],
    ['claims: [3]', 'c.yaml:1:10 claims.0: expected a mapping, got 3'],
  ])('is a problem: %s', async (text, line) => {
    expect(await problemsOf(text, results)).toContain(line);
  });

  it('is a problem if it is not there', async () => {
    const { issues } = await readClaims('c.yaml', memoryFiles({}), results.description);
    expect(issues.map(formatIssue)).toEqual([
      'c.yaml:1:1: expected a file of claims, got no such file',
    ]);
  });
});
