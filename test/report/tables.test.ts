import { describe, expect, it } from 'vitest';
import { aggregate } from '../../src/metrics/replications.js';
import { compareTable } from '../../src/report/compare-table.js';
import { type RunHeader, runTable } from '../../src/report/run-table.js';
import { sampleSummary } from '../metrics/sample-summary.js';
import { incompleteReport, sampleReport, undefinedSummary } from './sample-report.js';

const HEADER: RunHeader = {
  name: 'sincere',
  strategy: 'best-batch+timer',
  teeMode: 'cc',
  semantics: 'as-published',
  seed: '42',
  replications: 1,
  durationSeconds: 1200,
  drainSeconds: 39.4,
};

/** The cells of the line that begins with a text. */
function lineOf(text: string, start: string): string[] {
  const line = text.split('\n').find((each) => each.trimStart().startsWith(start));
  return (line ?? '').trim().split(/ {2,}/);
}

function expectPlain(text: string): void {
  for (const line of text.split('\n')) {
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toBe(line.trimEnd());
    expect(line).not.toMatch(/\p{Cc}/u);
  }
  expect(text.endsWith('\n')).toBe(true);
  expect(text.endsWith('\n\n')).toBe(false);
}

describe('runTable', () => {
  it('says what was run', () => {
    const [first, second] = runTable(HEADER, sampleSummary(13)).split('\n');
    expect(first).toBe('sincere: best-batch+timer · TEE cc · as-published');
    expect(second).toBe('1200 s of arrivals, 39.4 s drain · seed 42');
  });

  it('shows losses, both attainments, shares and a line per model', () => {
    const text = runTable(HEADER, sampleSummary(3));
    expect(lineOf(text, 'lost')).toEqual(['lost', '75']);
    expect(lineOf(text, 'left over')).toEqual(['left over', '30']);
    expect(lineOf(text, 'on time / processed')).toEqual(['on time / processed, %', '37.5']);
    expect(lineOf(text, 'on time / received')).toEqual(['on time / received, %', '18.8']);
    expect(lineOf(text, 'GPU loading')).toEqual(['GPU loading, %', '18.8']);
    expect(lineOf(text, 'a.b').slice(0, 3)).toEqual(['a.b', '300', '180']);
    expectPlain(text);
  });

  it('shows means and intervals of replications', () => {
    const text = runTable({ ...HEADER, replications: 2 }, aggregate([1, 3].map(sampleSummary)));
    expect(text).toContain('2 replications');
    expect(lineOf(text, 'mean latency')).toEqual(['mean latency, s', '2.00', '[−10.71, 14.71]']);
    expectPlain(text);
  });

  it('says so where replications do not differ, which is no interval of width 0', () => {
    const text = runTable({ ...HEADER, replications: 2 }, aggregate([1, 1].map(sampleSummary)));
    expect(lineOf(text, 'mean latency')).toEqual(['mean latency, s', '1.00', 'no variation']);
  });

  it('shows a dash where a figure is not defined', () => {
    const text = runTable(HEADER, undefinedSummary());
    expect(lineOf(text, 'p95 latency')).toEqual(['p95 latency, s', '–']);
    expect(text).not.toContain('NaN');
  });

  it('lets no name move the cursor', () => {
    expectPlain(runTable({ ...HEADER, name: '\u001b[2Jx\ny' }, sampleSummary(1)));
  });

  it('says when the run goes on until the server is empty', () => {
    const header = { ...HEADER, drainSeconds: Number.POSITIVE_INFINITY };
    expect(runTable(header, sampleSummary(1))).toContain('run until empty');
  });
});

describe('compareTable', () => {
  it('shows the cells that differ in one setting below each other', () => {
    const text = compareTable(sampleReport());
    expect(lineOf(text, 'name')).toEqual([
      'name',
      'mode',
      'mean s',
      'p95 s',
      'SLA/p %',
      'SLA/r %',
      'lost %',
      'req/s',
      'GPU %',
      'swaps',
    ]);
    expect(lineOf(text, 'best-batch ').slice(0, 4)).toEqual(['best-batch', 'cc', '4.00', '12.00']);
    expect(lineOf(text, 'off').slice(0, 3)).toEqual(['off', '2.00', '6.00']);
    expectPlain(text);
  });

  it('shows the baseline, the other, their difference, ratio and what pairing gained', () => {
    const text = compareTable(sampleReport());
    expect(text).toContain('Differences from tee.mode=cc, paired by replication (n = 3)');
    expect(lineOf(text, 'mean s  ')).toEqual([
      'mean s',
      '4.00',
      '2.00',
      '−2.00',
      '[−4.48, 0.48]',
      '0.500',
      '5.00',
    ]);
  });

  it('says when pairing hurt', () => {
    const report = sampleReport();
    const pairs = report.pairs.map((pair) => ({
      ...pair,
      figures: pair.figures.map((figure) => ({ ...figure, varianceRatio: 0.5 })),
    }));
    expect(compareTable({ ...report, pairs })).toContain('0.50 hurt');
  });

  it('has no differences to show without pairs', () => {
    expect(compareTable({ ...sampleReport(), pairs: [] })).not.toContain('Differences');
  });

  it('takes all cells together at the end', () => {
    const text = compareTable(sampleReport());
    expect(text).toContain('All 2 cells together: unweighted means and their ratio.');
    expect(text.trimEnd().split('\n').at(-8)).toMatch(/mean s +5\.00 +3\.00 +0\.600/);
  });

  it('says how many pairs were left out of the overall figures, where any were', () => {
    const text = compareTable(incompleteReport());
    const rows = text.slice(text.indexOf('All 2 cells')).split('\n');
    expect(rows.find((row) => row.startsWith('  mean s'))).toMatch(/ 1 of 6$/);
    expect(rows.find((row) => row.startsWith('  p95 s'))).not.toMatch(/ of /);
    expect(text).toContain('left out: pairs');
    expectPlain(text);
    expect(compareTable(sampleReport())).not.toContain('left out');
  });

  it('has a table for each value beside the baseline', () => {
    const report = sampleReport();
    const axes = [{ path: 'tee.mode', values: ['cc', 'off', 'other'] }];
    const pairs = ['off', 'other'].map((value, at) => ({
      cell: { index: at + 1, values: [value] },
      baseline: { index: 0, values: ['cc'] },
      figures: report.pairs[0]?.figures ?? [],
    }));
    const text = compareTable({ ...report, axes, baseline: { axis: 0, value: 'cc' }, pairs });
    expect(text).toMatch(/cc +off +difference/);
    expect(text).toMatch(/cc +other +difference/);
  });
});
