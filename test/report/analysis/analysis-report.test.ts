import { describe, expect, it } from 'vitest';
import { analyzeTee } from '../../../src/analysis/tee/analyze.js';
import { analysisCsv } from '../../../src/report/analysis/analysis-csv.js';
import { analysisJson } from '../../../src/report/analysis/analysis-json.js';
import { numberText, percentText, settingText } from '../../../src/report/analysis/number-text.js';
import { toJson } from '../../../src/report/json.js';
import { madeMeasurements } from '../../analysis/made-measurements.js';
import { readStrictTable } from '../../support/strict-csv.js';

const { runs } = madeMeasurements(5);
const options = {
  prices: { off: 7, cc: 8, currency: 'EUR' },
  slaSeconds: 9,
  idleWatts: null,
};
const analysis = analyzeTee(runs, options);

/** Rows of a file as objects. */
function rows(name: string): readonly Readonly<Record<string, string>>[] {
  const [, text = ''] = analysisCsv(analysis).find(([file]) => file === name) ?? [];
  return readStrictTable(text);
}

describe('the CSV files of an analysis', () => {
  it('have a row for each condition, mode and quantity', () => {
    const conditions = rows('conditions.csv');
    const keys = conditions.map((row) =>
      JSON.stringify([row['experiment'], row['condition'], row['tee_mode'], row['quantity']]),
    );
    expect(new Set(keys).size).toBe(conditions.length);
    expect(conditions).toHaveLength(19 * 2 * 15);
  });

  it('agree with each other: a ratio of geometric means lies by that of the means', () => {
    const means = new Map(
      [...rows('conditions.csv'), ...rows('energy.csv'), ...rows('operations.csv')].map((row) => [
        [row['experiment'], row['condition'], row['tee_mode'], row['quantity']].join('|'),
        Number(row['mean']),
      ]),
    );
    for (const row of rows('overheads.csv')) {
      const key = (mode: string) =>
        [row['experiment'], row['condition'], mode, row['quantity']].join('|');
      const [off = 0, cc = 0] = [means.get(key('off')), means.get(key('cc'))];
      expect(Number(row['difference'])).toBeCloseTo(cc - off, 6);
      if (row['overhead'] === '' || /idle|on_time/.test(row['quantity'] ?? '')) continue;
      expect(Math.abs(1 + Number(row['overhead']) - cc / off)).toBeLessThan(0.02);
    }
  });

  it('write an unlimited rate as inf, and what is not known as nothing', () => {
    const [first] = rows('conditions.csv');
    expect(first?.['offered_requests_per_second']).toBe('inf');
    expect(first?.['gpu']).toBe('');
  });

  it('hold the run table of the notebook, with the price of each mode', () => {
    const table = rows('runs.csv');
    expect(table).toHaveLength(runs.length);
    for (const row of table) {
      const price = row['tee_mode'] === 'cc' ? 8 : 7;
      expect(Number(row['cost'])).toBeCloseTo((Number(row['duration_s']) / 3600) * price, 12);
    }
  });

  it('name the terms of the added time', () => {
    const terms = rows('sequence-length.csv').filter(({ row }) => row !== 'length');
    expect(terms.map(({ row, quantity }) => `${quantity} ${row}`)).toEqual([
      'ttft_mean_s fixed',
      'ttft_mean_s per input token',
      'e2e_mean_s fixed',
      'e2e_mean_s per input token',
      'e2e_mean_s per output token',
    ]);
    for (const { added_low: low, added, added_high: high } of terms) {
      expect(Number(low)).toBeLessThan(Number(added));
      expect(Number(added)).toBeLessThan(Number(high));
    }
  });

  it('are those that have data', () => {
    const bare = runs.map((run) => ({ ...run, power: null }));
    const alone = bare.filter(({ experiment }) => experiment === 'throughput_latency');
    const names = analysisCsv(analyzeTee(alone, options)).map(([name]) => name);
    expect(names).toEqual(['runs.csv', 'conditions.csv', 'overheads.csv', 'operations.csv']);
  });
});

describe('the JSON of an analysis', () => {
  it('is data: what is not known is null, never NaN or undefined', () => {
    const json = toJson(analysisJson(analysis));
    expect(JSON.parse(json)).toEqual(JSON.parse(toJson(JSON.parse(json))));
    expect(json).not.toContain('undefined');
    const { saturation } = JSON.parse(json);
    expect(saturation[0]).toMatchObject({ axis: 'concurrency', concurrency: null });
    expect(saturation[0].curves[0].peak.nearPeakFrom.load).toBe(64);
  });
});

describe('numbers in text', () => {
  it.each([
    [1593.4, '1593'],
    [0.66812, '0.6681'],
    [23.427, '23.43'],
    [0, '0'],
    [-4.1234, '−4.123'],
    [14907.3, '14907'],
    [3.2e-7, '3.200e-7'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s is written %s', (value, text) => expect(numberText(value)).toBe(text));

  it('keep settings as they were set', () => {
    expect([64, 1.8, 4096, null].map(settingText)).toEqual(['64', '1.8', '4096', '–']);
  });

  it('have a sign where they are changes, but not before zero', () => {
    expect([0.1234, -0.0456, 0.0001, -0.0001, null].map(percentText)).toEqual([
      '+12.3',
      '−4.6',
      '0.0',
      '0.0',
      '–',
    ]);
  });
});
