import { describe, expect, it } from 'vitest';
import { checkClaims } from '../../../src/experiment/claims/check.js';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { claimsCsv } from '../../../src/report/claims/claims-csv.js';
import { claimsJson } from '../../../src/report/claims/claims-json.js';
import type { ClaimsReport } from '../../../src/report/claims/claims-report.js';
import { claimsText } from '../../../src/report/claims/claims-text.js';
import { type ClaimParts, claimsOf } from '../../experiment/claims/small-claims.js';
import { writtenResults } from '../../experiment/statistics/table-results.js';
import { readStrictTable } from '../../support/strict-csv.js';

/** Values around one by ± 0.01 and ± 1: what they print as is easy to say. */
function near(value: number, by = 0.01): readonly number[] {
  return [value - by, value, value + by];
}

const results: SweepResults = writtenResults({
  columns: { 'arrivals.rate': ['4', '8'], 'tee.mode': ['off', 'cc'] },
  cells: [
    [30, 0.9, 0.6],
    [40, 0.8, 0.2],
    [20, 0.9, 0.5],
    [30, 0.7, 0.1],
  ].map(([latency = 0, processed = 0, received = 0]) => ({
    'latencySeconds.mean': near(latency, 1),
    'sla.attainmentProcessed': near(processed),
    'sla.attainmentReceived': near(received),
    'swaps.count': [3, 3, 3],
  })),
});

async function reportOf(...claims: readonly ClaimParts[]): Promise<ClaimsReport> {
  return {
    name: 'page',
    sweep: 'written',
    folder: 'results/written',
    identity: '0'.repeat(64),
    replications: [3, 3],
    claims: checkClaims(await claimsOf(results, ...claims), results),
  };
}

const LATENCY: ClaimParts = { metric: 'latencySeconds.mean', where: '{ tee.mode: cc }' };
const RATIO = '{ axis: tee.mode, of: off, to: cc, as: ratio }';

/** The lines about the only claim. */
async function linesOf(parts: ClaimParts): Promise<readonly string[]> {
  const [, claim = ''] = claimsText(await reportOf(parts)).split('\n\n');
  return claim.split('\n');
}

describe('claims as text', () => {
  it('show verdict, sentence, value with interval, what was expected, and source', async () => {
    // Means 35 ± 1: sd 1, t₀.₉₇₅ with 2 degrees of freedom 4.302653, half-width 2.484.
    expect(await linesOf({ ...LATENCY, expected: '{ from: 30, to: 40 }' })).toEqual([
      'a: holds',
      '  it is so',
      '  mean latency (of processed requests)',
      '    expected 30.00 to 40.00 s',
      '    found 35.00 s [32.52, 37.48]',
      '  source: here',
    ]);
  });

  it('count the verdicts at the end', async () => {
    const text = claimsText(
      await reportOf(
        { ...LATENCY, expected: '{ from: 30 }' },
        { ...LATENCY, expected: '{ to: 20 }' },
        { ...LATENCY, expected: '{ to: 36 }' },
        { ...LATENCY, expected: '{ to: 21 }' },
      ),
    );
    expect(text.split('\n')[0]).toBe(
      'page: 4 claims about written, 3 replications (results/written)',
    );
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Of 4 claims 1 holds, 2 do not hold, of 1 the replications cannot tell.',
    );
  });

  it('show both denominators', async () => {
    const parts = { metric: 'sla.attainmentProcessed', compare: RATIO };
    expect(await linesOf({ ...parts, expected: '{ from: 1.1, to: 1.5 }' })).toEqual([
      'a: depends on the denominator',
      '  it is so',
      '  on time / processed, off / cc',
      '    expected 1.100 to 1.500',
      expect.stringMatching(/^ {4}found 1\.200 \[1\.1\d\d, 1\.2\d\d\]: holds$/),
      '  on time / received, off / cc',
      '    expected 1.100 to 1.500',
      expect.stringMatching(/^ {4}found 3\.6\d\d \[.*\]: does not hold$/),
      '  source: here',
    ]);
  });

  it('name the groups that are elsewhere', async () => {
    const parts = { ...LATENCY, each: '[arrivals.rate]', expected: '{ to: 38 }' };
    const [, , , expected, found, ...groups] = await linesOf(parts);
    expect(expected).toBe('    expected at most 38.00 s for each arrivals.rate');
    // Two intervals at 97.5 %: t₀.₉₈₇₅ is 6.205347, half-width 3.583.
    expect(found).toBe('    found 30.00 to 40.00 s [26.42, 43.58] in 2');
    expect(groups).toEqual(['      cannot tell: 4: 40.00 s [36.42, 43.58]', '  source: here']);
  });

  it('say what is put side by side: for the best, along an order, differences in points', async () => {
    const best = await linesOf({
      metric: 'latencySeconds.mean',
      each: '[arrivals.rate]',
      expected: '{ axis: tee.mode, lowest: cc }',
    });
    expect(best[2]).toBe('  mean latency, cc − each other tee.mode (of processed requests)');
    expect(best[3]).toBe('    expected below 0 for each arrivals.rate');
    expect(best[4]).toMatch(/^ {4}found \+10\.00 to \+10\.00 s/);
    expect(best[5]).toBe('      does not hold: 4 · less off: +10.00 s (no variation in 3)');
    const order = await linesOf({
      metric: 'sla.attainmentReceived',
      denominator: 'received',
      expected: '{ axis: arrivals.rate, order: rising }',
    });
    expect(order[2]).toBe('  on time / received, from each arrivals.rate to the next (4, 8)');
    expect(order[4]).toBe('    found −10.0 points (no variation in 3)');
  });

  it('keep what a file says to its line, and off the terminal’s controls', async () => {
    const text = '"two\\nlines \\u001b[31m"';
    expect((await linesOf({ text }))[1]).toBe('  two lines \u{FFFD}[31m');
  });
});

describe('claims as data', () => {
  it('have every quantity with its interval and verdict', async () => {
    const report = await reportOf({
      ...LATENCY,
      where: '{}',
      each: 'cell',
      compare: RATIO,
      expected: '{ to: 0.5 }',
    });
    expect(claimsJson(report)).toMatchObject({
      claims: 'page',
      sweep: 'written',
      verdicts: {
        holds: 0,
        'does not hold': 1,
        'depends on the denominator': 0,
        'cannot tell': 0,
      },
      checked: [
        {
          id: 'a',
          verdict: 'does not hold',
          says: { kind: 'comparison', axis: 'tee.mode', of: 'off', to: 'cc', as: 'ratio' },
          each: 'cell',
          measures: [
            {
              metric: 'latencySeconds.mean',
              denominator: 'processed',
              quantities: [
                { at: { 'arrivals.rate': '4' }, of: 'off', to: 'cc', n: 3, leftOut: 0 },
                { at: { 'arrivals.rate': '8' }, of: 'off', to: 'cc', n: 3, leftOut: 0 },
              ],
            },
          ],
        },
      ],
    });
  });

  it('are a table of one row for each quantity', async () => {
    const { claims } = await reportOf(
      { ...LATENCY, each: '[arrivals.rate]', expected: '{ to: 38 }' },
      { metric: 'sla.attainmentProcessed', compare: RATIO, expected: '{ from: 1 }' },
    );
    const rows = readStrictTable(claimsCsv(claims));
    expect(rows.map((row) => [row['claim'], row['metric'], row['at'], row['of']])).toEqual([
      ['a', 'latencySeconds.mean', 'arrivals.rate=4', ''],
      ['a', 'latencySeconds.mean', 'arrivals.rate=8', ''],
      ['b', 'sla.attainmentProcessed', '', 'off'],
      ['b', 'sla.attainmentReceived', '', 'off'],
    ]);
    expect(rows[0]).toMatchObject({
      claim_verdict: 'cannot tell',
      unit: 's',
      says: 'value',
      value: '40',
      n: '3',
      left_out: '0',
      expected_from: '',
      expected_to: '38',
      verdict: 'cannot tell',
      text: 'it is so',
      source: 'here',
    });
    expect(rows[2]).toMatchObject({ unit: '', says: 'ratio', to: 'cc', denominator: 'processed' });
  });
});
