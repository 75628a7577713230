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

  it('shows how even it is, and what was dropped of each model where anything was', () => {
    const summary = sampleSummary(3);
    const text = runTable(HEADER, summary);
    expect(lineOf(text, 'worst model')).toEqual(['worst model, on time / received, %', '18.8']);
    expect(lineOf(text, "Jain's index")).toEqual(["Jain's index, %", '37.5']);
    expect(lineOf(text, 'model').slice(3, 5)).toEqual(['lost', 'dropped']);
    expect(lineOf(text, 'a.b').slice(3, 5)).toEqual(['75', '15']);
    const kept = { ...summary, requests: { ...summary.requests, dropped: 0 } };
    expect(lineOf(runTable(HEADER, kept), 'model')).not.toContain('dropped');
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

  it('shows what each model got in each cell, the least of it and how even it is', () => {
    const lines = compareTable(sampleReport()).split('\n');
    const at = lines.indexOf('On time of received, by model, %');
    expect(lines[at + 1]?.trim().split(/ {2,}/)).toEqual([
      'name',
      'mode',
      'a.b',
      'c',
      'least',
      'Jain',
    ]);
    // The mean of x / (4·(1 + x)) for x = 2, 4, 6, and of 2x in place of x.
    expect(lines[at + 2]?.trim().split(/ {2,}/).slice(2, 4)).toEqual(['19.4', '21.8']);
  });

  it('leaves out the names of models where they take too much room, and all of it for one', () => {
    const report = sampleReport();
    const renamed = (names: readonly string[]) =>
      report.cells.map((cell) => {
        const models = Object.values(cell.estimate.perModel).slice(0, names.length);
        const perModel = Object.fromEntries(models.map((model, each) => [names[each], model]));
        return { ...cell, estimate: { ...cell.estimate, perModel } };
      });
    const long = compareTable({
      ...report,
      cells: renamed(['granite-7b-instruct-v1', 'granite-7b-instruct-v2']),
    });
    expect(long).toContain('least  Jain');
    expect(long).not.toContain('granite');
    expectPlain(long);
    expect(compareTable({ ...report, cells: renamed(['a']) })).not.toContain('by model');
  });

  it('names the models that are starved beside the best one, or says that none is', () => {
    const report = sampleReport();
    expect(compareTable(report)).toContain(
      'No model is starved (below 40 % of what the best-served model gets, by the 95 % interval if any).',
    );
    const starved = {
      model: 'a.b',
      attainmentReceived: 0.04,
      best: 'c',
      bestAttainmentReceived: 0.4,
      share: 0.1,
      n: 3,
    };
    const cells = report.cells.map((cell, at) =>
      at === 3 ? { ...cell, starved: [starved] } : cell,
    );
    const text = compareTable({ ...report, cells });
    expect(text).toContain('Starved (below 40 % of what the best-served model gets');
    expect(text).toContain(
      '  best-batch+partial-batch+timer off: a.b 4.0 % beside c 40.0 % (× 0.10)',
    );
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
