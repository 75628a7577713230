import { describe, expect, it } from 'vitest';
import { FIGURES, MODEL_FIGURES } from '../../src/metrics/figures.js';
import { cellsCsv, differencesCsv, overallCsv, summaryCsv } from '../../src/report/compare-csv.js';
import { compareJson } from '../../src/report/compare-json.js';
import { toJson } from '../../src/report/json.js';
import { replicationsCsv } from '../../src/report/replications-csv.js';
import { sampleSummary } from '../metrics/sample-summary.js';
import { incompleteReport, sampleReport, undefinedSummary } from './sample-report.js';

/** Rows as objects by column. The sample has no quoted cells. */
function parse(csv: string): Record<string, string>[] {
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  const columns = head.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    expect(cells.length).toBe(columns.length);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}

describe('cellsCsv', () => {
  it('has a row per cell and replication, a column per figure and one per model', () => {
    const rows = parse(cellsCsv(sampleReport()));
    expect(rows.length).toBe(4 * 3);
    expect(rows[1]).toMatchObject({
      'strategy.name': 'best-batch',
      'tee.mode': 'cc',
      replication: '1',
      latency_mean_s: '4',
      requests_received: '400',
      'a.b.attainment_received': '0.2',
      'c.attainment_received': String(8 / 36),
    });
    expect(Object.keys(rows[0] ?? {}).length).toBe(3 + FIGURES.length + 2);
  });

  it('leaves empty what a cell without such a model would have', () => {
    const report = sampleReport();
    const cells = report.cells.map((cell, at) => ({
      ...cell,
      replications: cell.replications.map((summary) => {
        const { 'a.b': first, ...others } = summary.perModel;
        return at === 0 && first !== undefined ? { ...summary, perModel: others } : summary;
      }),
    }));
    const rows = parse(cellsCsv({ ...report, cells }));
    expect(rows[0]?.['a.b.attainment_received']).toBe('');
    expect(rows[3]?.['a.b.attainment_received']).not.toBe('');
  });

  it('leaves undefined figures empty', () => {
    const report = sampleReport();
    const cells = report.cells.map((cell) => ({ ...cell, replications: [undefinedSummary()] }));
    expect(parse(cellsCsv({ ...report, cells }))[0]?.['latency_p95_s']).toBe('');
  });
});

describe('summaryCsv', () => {
  it('has a row per cell, model and figure, with the interval', () => {
    const rows = parse(summaryCsv(sampleReport()));
    expect(rows.length).toBe(4 * (FIGURES.length + 2 * MODEL_FIGURES.length));
    const found = rows.find((row) => row['figure'] === 'latency_mean_s' && row['model'] === 'c');
    expect(found).toMatchObject({ 'tee.mode': 'cc', unit: 's', mean: '8', n: '3' });
    expect(Number(found?.['ci95_low'])).toBeLessThan(8);
    expect(Number(found?.['ci95_high'])).toBeGreaterThan(8);
  });
});

describe('differencesCsv', () => {
  it('has a row per pair and figure', () => {
    const rows = parse(differencesCsv(sampleReport()));
    expect(rows.length).toBe(2 * FIGURES.length);
    expect(rows.find((row) => row['figure'] === 'latency_mean_s')).toMatchObject({
      'strategy.name': 'best-batch',
      'tee.mode': 'off',
      baseline: 'cc',
      mean: '2',
      baseline_mean: '4',
      difference: '-2',
      ratio: '0.5',
      variance_ratio: '5',
      n: '3',
    });
  });
});

describe('overallCsv', () => {
  it('has a row per figure, each cell counting the same', () => {
    const rows = parse(overallCsv(sampleReport()));
    expect(rows.length).toBe(FIGURES.length);
    // Means over three replications: 2 and 4 with off, 4 and 6 with cc.
    expect(rows.find((row) => row['figure'] === 'latency_mean_s')).toMatchObject({
      'tee.mode': 'off',
      baseline: 'cc',
      cells: '2',
      mean: '3',
      baseline_mean: '5',
      n: '3',
      left_out: '0',
    });
  });

  it('takes means over the same pairs as the ratio and counts those left out', () => {
    const rows = parse(overallCsv(incompleteReport()));
    // off: (1 + 2) / 2, 4, (3 + 6) / 2; cc: (2 + 3) / 2, 6, (6 + 9) / 2.
    expect(rows.find((row) => row['figure'] === 'latency_mean_s')).toMatchObject({
      mean: String((1.5 + 4 + 4.5) / 3),
      baseline_mean: String((2.5 + 6 + 7.5) / 3),
      n: '3',
      left_out: '1',
    });
  });
});

describe('replicationsCsv', () => {
  it('has a row per replication and a column per figure', () => {
    const rows = parse(replicationsCsv([sampleSummary(1), sampleSummary(2)]));
    expect(rows.map((row) => [row['replication'], row['latency_mean_s']])).toEqual([
      ['0', '1'],
      ['1', '2'],
    ]);
    expect(Object.keys(rows[0] ?? {}).length).toBe(1 + FIGURES.length);
  });
});

describe('compareJson', () => {
  it('names settings by path and figures by their place in the summary', () => {
    const document = JSON.parse(toJson(compareJson(sampleReport())));
    expect(document.baseline).toEqual({ path: 'tee.mode', value: 'cc' });
    expect(document.cells[3].at).toEqual({
      'strategy.name': 'best-batch+partial-batch+timer',
      'tee.mode': 'off',
    });
    expect(document.cells[0].summary.latencySeconds.mean).toMatchObject({ mean: 4, n: 3 });
    expect(document.cells[0].starved).toEqual([]);
    expect(document.differences[0].baseline['tee.mode']).toBe('cc');
    const latency = document.differences[0].figures['latencySeconds.mean'];
    expect(latency).toMatchObject({ mean: 2, baselineMean: 4, n: 3 });
    expect(latency.difference.mean).toBe(-2);
  });

  it('says how many pairs were left out only if any were', () => {
    const { figures } = JSON.parse(toJson(compareJson(incompleteReport()))).overall[0];
    expect(figures['latencySeconds.mean'].leftOut).toBe(1);
    expect(Object.keys(figures['latencySeconds.p95'])).toEqual(['mean', 'baselineMean', 'ratio']);
  });

  it('gives the numbers themselves with one replication', () => {
    const report = sampleReport();
    const cells = report.cells.map((cell) => ({
      ...cell,
      replications: cell.replications.slice(0, 1),
    }));
    const document = JSON.parse(toJson(compareJson({ ...report, cells })));
    expect(document.cells[0].summary.latencySeconds.mean).toBe(2);
  });
});

describe('toJson', () => {
  it('writes null for what is not a number and keeps the order of keys', () => {
    expect(toJson({ b: Number.NaN, a: [Number.POSITIVE_INFINITY, -0] })).toBe(
      '{\n  "b": null,\n  "a": [\n    null,\n    0\n  ]\n}\n',
    );
  });
});
