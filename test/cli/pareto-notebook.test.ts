import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { type ReportParts, reportText } from './pareto-reports.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();

interface Point {
  readonly id: string;
  readonly concurrency: number | null;
  readonly completed: number | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly onFront: boolean;
  readonly metrics: Readonly<Record<string, number | null>>;
}

interface Shown {
  readonly model: string | null;
  readonly configurations: readonly {
    readonly name: string;
    readonly kind: string | null;
    readonly gpus: number | null;
    readonly points: readonly Point[];
  }[];
}

let folders = 0;

function reports(...all: readonly ReportParts[]): string {
  const folder = at(`sweep-${folders++}`);
  for (const [index, parts] of all.entries()) {
    const file = `${folder}/run-${index}/benchmark_report.yaml`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, reportText(parts));
  }
  return folder;
}

async function shown(folder: string, ...options: readonly string[]): Promise<readonly Shown[]> {
  const { code, out, err } = await sealsim('pareto', folder, ...options, '--json');
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out).shown;
}

const configurations = (scenarios: readonly Shown[]) =>
  scenarios.flatMap((each) => each.configurations);
const names = (scenarios: readonly Shown[]) => configurations(scenarios).map(({ name }) => name);
const points = (scenarios: readonly Shown[]) =>
  configurations(scenarios).flatMap((each) => each.points);

const STANDALONE: ReportParts = { hosts: [{ tp: 4 }, { tp: 4 }] };
const DISAGGREGATED: ReportParts = {
  hosts: [
    { type: 'prefill', tp: 2 },
    { type: 'decode', tp: 8 },
  ],
};

// Seed 001's notebook of llm-d-benchmark, cell by cell.
describe('what the notebook got wrong', () => {
  it('1: the TP of standalone configurations was their number of replicas', async () => {
    expect(names(await shown(reports(STANDALONE, { hosts: [{ tp: 8 }] })))).toEqual([
      '2×TP4',
      '1×TP8',
    ]);
  });

  it('2: `&` binds tighter than `==`: the filter took all that was not the scenario', async () => {
    const folder = reports(STANDALONE, { ...STANDALONE, model: 'other' });
    const scenarios = await shown(folder, '--scenario', '1');
    expect(scenarios.map(({ model }) => model)).toEqual(['llama']);
    expect(points(scenarios)).toHaveLength(1);
  });

  it.each([
    ['first', [DISAGGREGATED, STANDALONE]],
    ['last', [STANDALONE, DISAGGREGATED]],
  ])('3: whether the report read %s is P/D says nothing of the others', async (_, all) => {
    const kinds = configurations(await shown(reports(...all))).map(({ kind }) => kind);
    expect(kinds).toEqual(['replicas', 'pd']);
  });

  it.each([
    ['first', [DISAGGREGATED, STANDALONE]],
    ['last', [STANDALONE, DISAGGREGATED]],
  ])('4: the GPUs of the report read %s are not those of the others', async (_, all) => {
    const gpus = configurations(await shown(reports(...all))).map((each) => each.gpus);
    expect(gpus).toEqual([8, 10]);
  });

  it('5: TTFT was the whole statistic, not its mean', async () => {
    const [point] = points(await shown(reports({ ttft: 250 })));
    expect(point?.metrics['ttft.mean']).toBeCloseTo(250, 9);
  });

  it('6: TPOT, ITL and E2E were all latencies together', async () => {
    const [point] = points(await shown(reports({ tpot: 25, e2e: 2675 })));
    const { metrics = {} } = point ?? {};
    expect(metrics['tpot.mean']).toBeCloseTo(25, 9);
    expect(metrics['itl.mean']).toBeCloseTo(25, 9);
    expect(metrics['e2e.mean']).toBeCloseTo(2675, 9);
  });

  it('7: nothing was compared with a number when configurations were sorted', async () => {
    expect(names(await shown(reports(DISAGGREGATED, STANDALONE)))).toEqual([
      '2×TP4',
      '1P-TP2 1D-TP8',
    ]);
  });

  it('8: show_pd and show_sa were never heeded', async () => {
    const folder = reports(STANDALONE, DISAGGREGATED);
    expect(names(await shown(folder, '--only', 'replicas'))).toEqual(['2×TP4']);
    expect(names(await shown(folder, '--only', 'pd'))).toEqual(['1P-TP2 1D-TP8']);
  });

  it('9: a concurrency that is null stayed null or became 1, and users got all tokens', async () => {
    const none = { args: { max_concurrency: null, request_rate: 4 } };
    const folder = reports(none, { args: {} });
    for (const point of points(await shown(folder))) expect(point.concurrency).toBeNull();
    const [point] = points(
      await shown(folder, '--x', 'outputTokensPerSecondPerConcurrency', '--scenario', '1'),
    );
    // Little's law: 4 requests/s × 2.18 s under way, 400 tokens/s.
    expect(point?.x).toBeCloseTo(400 / (4 * 2.18), 9);
  });

  it('10: units were not converted: seconds and milliseconds stood in one column', async () => {
    const inSeconds = { unit: 's', ttft: 0.2, tpot: 0.02, e2e: 2.18 } as const;
    const [first, second] = points(await shown(reports({}, inSeconds)));
    expect(first?.x).toBeCloseTo(50, 9);
    expect(second?.x).toBeCloseTo(50, 9);
    for (const [name, value] of Object.entries(first?.metrics ?? {})) {
      if (value === null) expect(second?.metrics[name]).toBeNull();
      else expect(second?.metrics[name]).toBeCloseTo(value, 9);
    }
  });

  it('11: the GPUs of data and pipeline parallelism were not counted', async () => {
    const hosts = [{ tp: 4, dp: 2, pp: 2, count: 16 }];
    const expert = [{ tp: 4, ep: 4, count: 4 }];
    const found = configurations(await shown(reports({ hosts }, { hosts: expert })));
    expect(found.map(({ name, gpus }) => [name, gpus])).toEqual([
      ['1×TP4-EP4', 4],
      ['1×TP4-DP2-PP2', 16],
    ]);
    expect(found.map((each) => each.points[0]?.y)).toEqual([100, 25]);
  });

  it('12: scenarios stood in the order of a set, and had other numbers each time', async () => {
    const all = ['b', 'c', 'a'].map((model) => ({ model }));
    const forwards = await shown(reports(...all));
    const backwards = await shown(reports(...[...all].reverse()));
    expect(forwards.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
    expect(backwards.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
  });

  it('13: requests that failed counted as completed', async () => {
    const [point] = points(await shown(reports({ total: 400, failures: 25 })));
    expect(point?.completed).toBe(375);
  });

  it('14: standalone runs were among the P/D configurations too, as one of NaN', async () => {
    const all = configurations(await shown(reports(STANDALONE, STANDALONE, DISAGGREGATED)));
    expect(all.map(({ name, points: runs }) => [name, runs.length])).toEqual([
      ['2×TP4', 2],
      ['1P-TP2 1D-TP8', 1],
    ]);
  });
});

describe('what the notebook could not do', () => {
  it('read reports without a host', async () => {
    const folder = reports({});
    const { scenario, ...report } = JSON.parse(reportText({}));
    const { host: _host, platform: _platform, ...rest } = scenario;
    writeFileSync(`${folder}/no-host.yaml`, JSON.stringify({ ...report, scenario: rest }));
    const all = configurations(await shown(folder));
    expect(all.map(({ name, gpus }) => [name, gpus])).toEqual([
      ['1×TP1', 1],
      ['not said', null],
    ]);
    expect(all.at(-1)?.points).toMatchObject([{ y: null, onFront: false }]);
  });

  it('find reports of any name', async () => {
    const folder = reports({});
    writeFileSync(`${folder}/results.json`, reportText({}));
    expect(points(await shown(folder))).toHaveLength(2);
  });

  it('tell replicas apart that are cut in different ways', async () => {
    const mixed = { hosts: [{ tp: 2 }, { tp: 4 }] };
    const found = configurations(await shown(reports(mixed, { hosts: [{ tp: 2 }, { tp: 2 }] })));
    expect(found.map(({ name, gpus }) => [name, gpus])).toEqual([
      ['2×TP2', 4],
      ['1×TP2 + 1×TP4', 6],
    ]);
  });
});
