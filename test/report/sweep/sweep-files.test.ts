import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { effectsOf } from '../../../src/experiment/statistics/effects.js';
import { pooledQuantile } from '../../../src/experiment/statistics/pooled-quantile.js';
import { rankingsOf } from '../../../src/experiment/statistics/ranking.js';
import type { Metric } from '../../../src/experiment/sweep/types.js';
import { estimateFigure } from '../../../src/metrics/estimate-figure.js';
import { FIGURES, figureAt } from '../../../src/metrics/figures.js';
import { parquetFile } from '../../../src/report/sweep/parquet.js';
import type { ResultTable } from '../../../src/report/sweep/result-table.js';
import { sweepFiles } from '../../../src/report/sweep/sweep-files.js';
import { madeUpResults } from '../../support/made-up-results.js';
import { readStrictTable } from '../../support/strict-csv.js';
import { simulatedResults } from '../../support/sweep-results.js';

const PAIRING = { column: 'tee.mode', baseline: 'off', margins: {} };
const MEAN = figureAt('latencySeconds.mean');
const ON_TIME = figureAt('sla.attainmentReceived');
const MODEL: Metric = {
  ...figureAt('latencySeconds.p95'),
  path: 'perModel.gemma-7b.latencySeconds.p95',
  column: 'gemma-7b.latency_p95_s',
};

/** Numbers that differ by cell, metric and replication, and need all their digits. */
function anyValue(cell: number, { path }: Metric, replication: number): number {
  return Math.abs(Math.sin(1 + cell * 7.3 + path.length * 0.7 + replication * 1.1));
}

const grid = madeUpResults({
  axes: { 'strategy.name': ['fcfs', 'best-batch+timer'], 'tee.mode': ['off', 'cc'] },
  replications: [4, 4, 3, 4],
  metrics: [MEAN, ON_TIME, MODEL],
  marks: (cell) => (cell === 1 ? ['two-sigma', 'slow'] : []),
  value: anyValue,
  description: {
    pairing: { ...PAIRING, margins: { [MEAN.path]: 2 } },
    ranking: { column: 'strategy.name', metric: ON_TIME.path },
  },
});

async function bytesOf(results: SweepResults, name: string): Promise<Uint8Array> {
  const files = await sweepFiles(results, { parquet: true });
  const file = files.find((each) => each.name === name);
  if (file === undefined) throw new Error(`no ${name} among ${files.map((each) => each.name)}`);
  return Buffer.concat([...file.chunks].map((chunk) => Buffer.from(chunk)));
}

async function tableOf(results: SweepResults, name: string): ReturnType<typeof read> {
  return read(await bytesOf(results, name));
}

async function read(bytes: Uint8Array): Promise<ReturnType<typeof readStrictTable>> {
  return readStrictTable(Buffer.from(bytes).toString('utf8'));
}

async function parquetOf(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const file = new Uint8Array(bytes).buffer;
  return parquetReadObjects({ file });
}

describe('the files of a sweep', () => {
  const namesOf = async (results: SweepResults, parquet: boolean): Promise<readonly string[]> =>
    (await sweepFiles(results, { parquet })).map(({ name }) => name);

  it('are those that the sweep asks for', async () => {
    const plain = { ...grid.description, pairing: null, ranking: null };
    expect(await namesOf({ ...grid, description: plain }, false)).toEqual([
      'cells.csv',
      'summary.csv',
    ]);
    expect(await namesOf(grid, true)).toEqual([
      'cells.csv',
      'summary.csv',
      'effects.csv',
      'rankings.csv',
      'cells.parquet',
      'summary.parquet',
    ]);
  });

  it('can be read more than once, with the same bytes', async () => {
    for (const { chunks } of await sweepFiles(grid, { parquet: true })) {
      expect([...chunks]).toEqual([...chunks]);
    }
  });

  it('come in pieces when they are long', async () => {
    const long = madeUpResults({
      axes: { 'arrivals.rate': ['1', '2'] },
      replications: 25_000,
      metrics: [MEAN],
      value: anyValue,
    });
    for (const { name, chunks } of await sweepFiles(long, { parquet: true })) {
      const sizes = [...chunks].map(({ length }) => length);
      if (name.startsWith('cells')) expect(sizes.length).toBeGreaterThan(2);
      expect(Math.max(...sizes)).toBeLessThan(400_000);
    }
    expect((await tableOf(long, 'cells.csv')).length).toBe(50_000);
    expect((await parquetOf(await bytesOf(long, 'cells.parquet'))).length).toBe(50_000);
  });
});

describe('cells.csv', () => {
  it('has a row per cell and finished replication, a column per metric', async () => {
    const rows = await tableOf(grid, 'cells.csv');
    expect(rows.length).toBe(4 + 4 + 3 + 4);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'strategy.name',
      'tee.mode',
      'marks',
      'replication',
      'latency_mean_s',
      'attainment_received',
      'gemma-7b.latency_p95_s',
    ]);
    expect(rows[5]).toMatchObject({
      'strategy.name': 'fcfs',
      'tee.mode': 'cc',
      marks: 'two-sigma;slow',
      replication: '1',
    });
  });

  it('reads back to the same doubles, with nothing for what is no number', async () => {
    const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 5e-324, 0.1 + 0.2, -0));
    await fc.assert(
      fc.asyncProperty(fc.array(double, { minLength: 6, maxLength: 6 }), async (values) => {
        const results = madeUpResults({
          axes: { x: ['1', '2'] },
          replications: 3,
          metrics: [MEAN],
          value: (cell, _, replication) => values[3 * cell + replication] ?? 0,
        });
        const rows = await tableOf(results, 'cells.csv');
        const found = rows.map(({ latency_mean_s: text = '' }) =>
          text === '' ? Number.NaN : Number(text),
        );
        const wanted = values.map((value) => (Number.isFinite(value) ? value + 0 : Number.NaN));
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('reads back to the same settings, whatever is in them', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/^[=+\-@\t\r]/.test(value));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 1, maxLength: 5 }), async (values) => {
        const results = madeUpResults({
          axes: { name: values, other: ['a'] },
          replications: 1,
          metrics: [MEAN],
          value: anyValue,
        });
        const typed =
          results.description.columns[0]?.numeric === true ? values.map(Number) : values;
        const rows = await tableOf(results, 'cells.csv');
        expect(rows.map(({ name }) => name)).toEqual(typed.map(String));
      }),
    );
  });

  it('holds what was simulated', async () => {
    const results = await simulatedResults({
      scenario: 'scenarios/quick-start.yaml',
      sets: ['durationSeconds=60'],
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 2,
    });
    const rows = await tableOf(results, 'cells.csv');
    for (const { path, column } of FIGURES) {
      const found = rows.map((row) => Number(row[column] === '' ? 'NaN' : row[column]));
      expect(found).toEqual([0, 1].flatMap((cell) => results.values(cell, path)));
    }
  });
});

describe('names of columns', () => {
  it('are never the same twice, even if a setting is called like another column', async () => {
    const axes = { mean: ['1'], marks: ['x'], replication: ['a'], latency_mean_s: ['b'] };
    const results = madeUpResults({ axes, replications: 2, metrics: [MEAN], value: anyValue });
    const [cells] = await tableOf(results, 'cells.csv');
    expect(cells).toMatchObject({
      mean: '1',
      'axis.marks': 'x',
      'axis.replication': 'a',
      'axis.latency_mean_s': 'b',
    });
    const [summary] = await tableOf(results, 'summary.csv');
    expect(summary).toMatchObject({ 'axis.mean': '1', 'axis.marks': 'x', replication: 'a' });
  });

  it('are each documented', async () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    for (const table of ['cells', 'summary', 'effects', 'rankings']) {
      const [, section = ''] = page.split(`\n### ${table}.csv\n`);
      const [text = ''] = section.split('\n#');
      const [row = {}] = await tableOf(grid, `${table}.csv`);
      const own = Object.keys(row).filter((name) => !name.includes('.'));
      const metrics = FIGURES.map(({ column }) => column);
      for (const name of own.filter((each) => !metrics.includes(each))) {
        expect(text).toContain(`| \`${name}\` |`);
      }
    }
  });
});

describe('summary.csv', () => {
  it('has a row per cell and metric, with the interval of its unit', async () => {
    const rows = await tableOf(grid, 'summary.csv');
    expect(rows.length).toBe(4 * 3);
    const row = rows[2 * 3 + 1] ?? {};
    const values = grid.values(2, ON_TIME.path);
    const { mean, ci95 } = estimateFigure(ON_TIME.path, values);
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    expect(row).toMatchObject({
      'strategy.name': 'best-batch+timer',
      metric: 'attainment_received',
      unit: 'fraction',
      mean: String(mean),
      n: '3',
      ci95_low: String(ci95?.[0]),
      ci95_high: String(ci95?.[1]),
      method: 'logit-t+hall',
    });
    expect(Number(row['sd'])).toBeCloseTo(sd, 14);
    expect(rows[0]).toMatchObject({ metric: 'latency_mean_s', method: 't' });
  });

  it('has no interval and no method where nothing varies', async () => {
    const [row] = await tableOf({ ...grid, values: () => [2, 2, 2, 2] }, 'summary.csv');
    expect(row).toMatchObject({
      mean: '2',
      sd: '0',
      n: '4',
      ci95_low: '',
      ci95_high: '',
      method: '',
    });
  });

  it('has no mean where the metric is defined in no replication', async () => {
    const [row] = await tableOf({ ...grid, values: () => [Number.NaN] }, 'summary.csv');
    expect(row).toMatchObject({ mean: '', sd: '', n: '0' });
  });
});

describe('pooled quantiles', () => {
  it('have rows of their own where latencies were kept', async () => {
    const latency = [
      { buckets: [3000, 3010], counts: [90, 10] },
      { buckets: [3000, 3005], counts: [99, 1] },
    ];
    const kept = { ...grid, latency: (cell: number) => (cell === 1 ? latency : null) };
    const rows = (await tableOf(kept, 'summary.csv')).filter(
      (row) => row['estimand'] === 'pooled requests',
    );
    expect(rows.map((row) => [row['tee.mode'], row['metric']])).toEqual([
      ['cc', 'pooled_latency_p95_s'],
      ['cc', 'pooled_latency_p99_s'],
    ]);
    const { mean, ci95 } = pooledQuantile(latency, 0.99);
    expect(rows[1]).toMatchObject({
      unit: 's',
      mean: String(mean),
      sd: '',
      n: '2',
      ci95_low: String(ci95?.[0]),
      ci95_high: String(ci95?.[1]),
      method: 'bootstrap+woodruff',
      stopping: 'fixed',
    });
  });
});

describe('why a cell has as many replications as it has', () => {
  const target = { metric: MEAN.path, of: 'difference', absolute: 1, relative: null } as const;
  const plan = { kind: 'precision', targets: [target], least: 20, most: 40 } as const;
  /** Pairs of cells that differ by noise of a size of their own. */
  const stoppingWith = async (noise: number, replications: number): Promise<readonly string[]> => {
    const results = madeUpResults({
      axes: { 'tee.mode': ['off', 'cc'] },
      replications,
      metrics: [MEAN],
      value: (cell, _, replication) => cell * noise * (-1) ** replication,
      description: { pairing: PAIRING, replications: plan },
    });
    const rows = await tableOf(results, 'summary.csv');
    return [...new Set(rows.map(({ stopping = '' }) => stopping))];
  };

  it('is a fixed number, or one that is not reached yet', async () => {
    const rows = await tableOf(grid, 'summary.csv');
    expect(rows.map(({ stopping }) => stopping).filter((_, at) => at % 3 === 0)).toEqual([
      'fixed',
      'fixed',
      'unfinished',
      'fixed',
    ]);
  });

  it('is the precision, the most that was allowed, or neither yet', async () => {
    expect(await stoppingWith(0.1, 20)).toEqual(['sequential']);
    expect(await stoppingWith(0.1, 40)).toEqual(['sequential']);
    expect(await stoppingWith(100, 40)).toEqual(['limit']);
    expect(await stoppingWith(100, 30)).toEqual(['unfinished']);
    expect(await stoppingWith(0.1, 10)).toEqual(['unfinished']);
  });
});

describe('effects.csv', () => {
  it('has a row per metric and pair', async () => {
    const rows = await tableOf(grid, 'effects.csv');
    const effects = effectsOf(grid);
    expect(rows.length).toBe(3 * 2);
    rows.forEach((row, at) => {
      const { metric, comparison, pValue, qValue, verdict } = effects[at] ?? {};
      expect(row).toMatchObject({
        'tee.mode': 'cc',
        baseline: 'off',
        metric: metric?.column,
        difference: String(comparison?.difference.mean),
        ratio_ci95_high: String(comparison?.ratio.ci95?.[1] ?? ''),
        p: String(pValue),
        q: String(qValue),
        verdict,
        margin: metric === MEAN ? '2' : '',
      });
    });
  });

  it('says that nothing varies, or that pairing hurt', async () => {
    const constant = await tableOf(
      { ...grid, values: (cell) => [cell, cell, cell] },
      'effects.csv',
    );
    expect(constant[0]).toMatchObject({ note: 'no variation', difference: '1', p: '', q: '' });
    const against = { ...grid, values: (cell: number) => (cell % 2 === 0 ? [1, 2, 4] : [4, 2, 1]) };
    expect((await tableOf(against, 'effects.csv'))[0]).toMatchObject({ note: 'pairing hurt' });
  });
});

describe('rankings.csv', () => {
  it('has every group, the best first, and the estimate of the half that did not choose', async () => {
    const rows = await tableOf(grid, 'rankings.csv');
    const groups = rankingsOf(grid);
    expect(rows.map(({ rank }) => rank)).toEqual(['1', '2', '1', '2']);
    expect(rows.map((row) => row['strategy.name'])).toEqual(
      groups.flatMap(({ ranked }) => ranked.map(({ value }) => value)),
    );
    const chosen = rows.filter((row) => row['chosen'] === 'true');
    expect(chosen.map((row) => row['chosen_mean'])).toEqual(
      groups.map((group) => String(group.chosen?.estimate.mean)),
    );
    for (const row of rows) {
      expect(row['may_be_best']).toMatch(/^(true|false)$/);
      expect(row['chosen_mean'] === '').toBe(row['chosen'] === 'false');
    }
  });
});

describe('Parquet', () => {
  it.each(['cells', 'summary'])('has the columns and rows of %s.csv', async (table) => {
    const csv = await tableOf(grid, `${table}.csv`);
    const rows = await parquetOf(await bytesOf(grid, `${table}.parquet`));
    const asText = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? '')])),
    );
    expect(asText).toEqual(csv);
  });

  it('has real types, and null for what is not there', async () => {
    const results = madeUpResults({
      axes: { 'arrivals.rate': ['0.5', '1'], 'strategy.name': ['a'] },
      replications: 1,
      metrics: [MEAN],
      value: (cell) => (cell === 0 ? Number.NaN : 1.5),
    });
    expect(await parquetOf(await bytesOf(results, 'cells.parquet'))).toEqual([
      row(0.5, null),
      row(1, 1.5),
    ]);
    function row(rate: number, mean: number | null): object {
      return {
        'arrivals.rate': rate,
        'strategy.name': 'a',
        marks: null,
        replication: 0,
        latency_mean_s: mean,
      };
    }
  });

  it('takes any value of any type', () => {
    const cell = fc.record({
      text: fc.option(fc.string({ unit: 'binary' })),
      number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      count: fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
      flag: fc.option(fc.boolean()),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(cell), async (cells) => {
        const types = ['text', 'number', 'count', 'flag'] as const;
        const table: ResultTable = {
          name: 'any',
          columns: types.map((type) => ({ name: type, type })),
          rows: () => cells.map((each) => types.map((type) => each[type])),
        };
        const bytes = Buffer.concat(
          [...parquetFile(table).chunks].map((each) => Buffer.from(each)),
        );
        expect(await parquetOf(bytes)).toEqual(cells);
        const { children } = parquetSchema(parquetMetadata(new Uint8Array(bytes).buffer));
        expect(children.map(({ element }) => element.type)).toEqual([
          'BYTE_ARRAY',
          'DOUBLE',
          'INT32',
          'BOOLEAN',
        ]);
      }),
    );
  });
});
