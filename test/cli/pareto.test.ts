import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PARETO_METRICS } from '../../src/analysis/pareto/metrics.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { readStrictTable } from '../support/strict-csv.js';
import { reportText } from './pareto-reports.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();

beforeAll(() => {
  const runs = [
    { tp: 2, concurrency: 64, tpot: 40, requestsPerSecond: 10 },
    { tp: 2, concurrency: 1, tpot: 20, requestsPerSecond: 1 },
    { tp: 4, concurrency: 1, tpot: 10, requestsPerSecond: 3 },
    { tp: 4, concurrency: 64, tpot: 45, requestsPerSecond: 12 },
  ];
  for (const [index, { tp, concurrency, ...rest }] of runs.entries()) {
    mkdirSync(at(`sweep/${index}`), { recursive: true });
    const args = { max_concurrency: concurrency };
    writeFileSync(
      at(`sweep/${index}/report.yaml`),
      reportText({ hosts: [{ tp }], args, ttft: 100 * concurrency, ...rest }),
    );
  }
  mkdirSync(at('other'));
  writeFileSync(at('other/report.json'), reportText({ model: 'another' }));
  writeFileSync(at('other/settings.json'), '{"nothing": "of ours"}');
});

describe('pareto', () => {
  it('lists scenarios, and runs by configuration and concurrency, those on the front marked', async () => {
    const { code, out } = await sealsim('pareto', at('sweep'));
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(lines).toContainEqual(['1', 'llama', 'H100', '–', '1000', '100', '4', '4', '2']);
    const first = lines.findIndex(([name]) => name === '1×TP2: 2 GPUs');
    expect(lines.slice(first, first + 6).map((line) => line.slice(0, 4))).toEqual([
      ['1×TP2: 2 GPUs'],
      ['1', '50', '50', '1'],
      ['*', '64', '25', '500'],
      ['1×TP4: 4 GPUs'],
      ['*', '1', '100', '75'],
      ['64', '22.22', '300', '12'],
    ]);
    expect(out).toContain('* 2 of 4 runs on the Pareto front of output tokens/s per user (higher');
  });

  it('leaves out what does not keep an SLO, in any unit of time, and says how many', async () => {
    for (const limit of ['30ms', '0.03s', '0.03 s/token']) {
      const { out } = await sealsim('pareto', at('sweep'), '--slo', `tpot.mean<=${limit}`);
      expect(out).toContain(`tpot.mean<=${limit}: not met by 2 runs\n`);
      expect(out).toContain('* 1 of 2 runs on the Pareto front');
    }
    const { out } = await sealsim('pareto', at('sweep'), '--slo', 'ttft.p95<1s');
    expect(out).toContain('ttft.p95<1s: not met by 0 runs; no p95 TTFT in 4 runs');
    expect(out).toContain('no run is left');
  });

  it('takes any two metrics as axes', async () => {
    const axes = ['--x', 'tpot.mean', '--y', 'requestsPerSecond'];
    const { out } = await sealsim('pareto', at('sweep'), ...axes, '--json');
    const { x, y, shown } = JSON.parse(out);
    expect([x.better, y.better]).toEqual(['lower', 'higher']);
    const points = shown[0].configurations.flatMap((each: { points: object[] }) => each.points);
    expect(
      points.map((each: { x: number; y: number; onFront: boolean }) => [each.y, each.onFront]),
    ).toEqual([
      [1, false],
      [10, true],
      [3, true],
      [12, true],
    ]);
  });

  it('lists its metrics, each with its unit and which end is better', async () => {
    const { code, out } = await sealsim('pareto', '--list-metrics');
    expect(code).toBe(0);
    const rows = out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3));
    for (const { name, unit, better } of PARETO_METRICS) {
      expect(rows).toContainEqual([name, unit, better]);
    }
    const json = JSON.parse((await sealsim('pareto', '--list-metrics', '--json')).out);
    expect(json.metrics).toHaveLength(PARETO_METRICS.length);
    const beside = await sealsim('pareto', 'sweep', '--list-metrics', '--only', 'pd');
    expect(beside.code).toBe(2);
    expect(beside.err.split('\n')).toHaveLength(3);
  });

  it('writes every run with every metric, a figure, and the same bytes every time', async () => {
    for (const folder of ['one', 'two']) {
      const { code, out } = await sealsim(
        ...['pareto', at('sweep'), at('other'), '--slo', 'tpot.mean<44ms'],
        ...['--format', 'svg', '--out', at(folder)],
      );
      expect(code).toBe(0);
      expect(out).toContain('Wrote to ');
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      ...['manifest.json', 'pareto.caption.txt', 'pareto.csv', 'pareto.svg', 'pareto.vl.json'],
      'summary.json',
    ]);
    for (const name of names.filter((each) => each !== 'manifest.json')) {
      expect(readFileSync(at('one', name)).equals(readFileSync(at('two', name)))).toBe(true);
    }
    const rows = readStrictTable(readFileSync(at('one/pareto.csv'), 'utf8'));
    const cells = rows.map((row) => [row['scenario'], row['concurrency'], row['standing']]);
    expect(cells).toEqual([
      ['1', '8', 'front'],
      ['2', '1', 'dominated'],
      ['2', '64', 'front'],
      ['2', '1', 'front'],
      ['2', '64', 'SLO not met'],
    ]);
    const last = rows.at(-1) ?? {};
    expect(Number(last['tpot_mean_ms'])).toBeCloseTo(45, 9);
    expect(last['ttft_p99_9_ms']).toBe('');
    expect([last['replicas'], last['tp'], last['p_tp']]).toEqual(['1', '4', '']);
  });

  it('draws only the scenario that is asked for', async () => {
    const { out, err } = await sealsim('pareto', at('sweep'), at('other'), '--scenario', '2');
    expect(out).toContain('Scenario 2: llama');
    expect(out).not.toContain('Scenario 1: another');
    expect(err).toContain(`settings.json`);
  });
});

describe('pareto with what makes no sense', () => {
  it('says all of it at once, and what was meant', async () => {
    const { code, err, out } = await sealsim(
      ...['pareto', '--x', 'ttft.p96', '--y', 'outputTokensPerSecondPerGPU', '--scenario', '0'],
      ...['--slo', 'tpot.mean<=30', '--slo', 'requestsPerSecond>=2ms', '--slo', 'ttft.p95=5ms'],
      ...['--slo', 'e2e.p99<-1s', '--only', 'replica', '--format', 'png,gif'],
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      'DIR: expected a folder or file with results of benchmarks, got nothing',
      '--x: expected a metric, got "ttft.p96" (did you mean "ttft.p90"?)',
      '--y: expected a metric, got "outputTokensPerSecondPerGPU" (did you mean "outputTokensPerSecondPerGpu"?)',
      '--slo tpot.mean: expected a unit of time: s, ms, us, ns, s/token, ms/token, us/token, got no unit',
      '--slo requestsPerSecond: expected no unit, or one of requests/s, req/s, queries/s, got "ms"',
      '--slo: expected metric<=n unit, with <, <=, > or >=, e.g. ttft.p95<=500ms, got "ttft.p95=5ms"',
      '--slo e2e.p99: expected a number ≥ 0, got -1',
      '--only: expected replicas or pd, got "replica" (did you mean "replicas"?)',
      '--scenario: expected the number of a scenario in the list, from 1, got "0"',
      '--format: expected some of svg, png, pdf, got "gif" (did you mean "pdf"?)',
      '--format: expected --out, where figures are written, got none',
    ]);
  });

  it('refuses a number that is no scenario’s, an axis twice, and its input as output', async () => {
    const refused = async (...options: readonly string[]) => {
      const { code, err } = await sealsim('pareto', at('other'), ...options);
      expect(code).toBe(2);
      return err;
    };
    expect(await refused('--scenario', '2')).toBe(
      '--scenario: expected 1, the only scenario, got 2\n',
    );
    expect(await refused('--x', 'gpus', '--y', 'gpus')).toContain(
      'another metric than that of --x',
    );
    expect(await refused('--out', at('other'))).toContain('--out: expected another folder');
    expect(existsSync(at('other/pareto.csv'))).toBe(false);
  });
});
