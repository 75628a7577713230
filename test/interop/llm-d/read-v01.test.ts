import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { gpuCount } from '../../../src/analysis/measurement.js';
import { changed, hostsOf, problemsOf, REPORT_01, readReport, soundReport } from './reports.js';

const withHost = (host: unknown) => changed(REPORT_01, 'scenario.host', host);
const withLoad = (load: unknown) => changed(REPORT_01, 'scenario.load', load);

describe('a report v0.1', () => {
  it('has its numbers in seconds, and what it does not say is null', async () => {
    const read = await soundReport(REPORT_01);
    expect(read).toMatchObject({
      origin: 'measured',
      teeMode: null,
      model: 'org/Model-8B',
      modelSizeB: 8,
      gpu: null,
      serving: [],
      durationSeconds: 100,
      source: { format: 'llm-d-report', tool: 'vllm-benchmark' },
      throughput: {
        requestsPerSecond: 0.5,
        totalTokensPerSecond: 550.5,
        inputTokensPerSecond: null,
      },
      notes: [],
    });
    expect(read.latencies.ttft?.mean).toBeCloseTo(0.2, 12);
    expect(read.latencies.tpot?.mean).toBeCloseTo(0.02, 12);
    expect(read.latencies.itl).toBeNull();
  });

  it('of vLLM counts as total what was completed; of others, what failed is in it', async () => {
    const vllm = await soundReport(REPORT_01);
    expect(vllm.requests).toEqual({ total: 50, completed: 50, failed: null, incomplete: null });
    const other = withLoad({ name: 'inference-perf' });
    expect((await soundReport(other)).requests.completed).toBeNull();
    expect((await soundReport(other)).notes).toEqual([expect.stringContaining('sent requests')]);
    const failing = changed(other, 'metrics.requests.failures', 3);
    expect((await soundReport(failing)).requests.completed).toBe(47);
    const incomplete = changed(failing, 'metrics.requests.incomplete', 2);
    expect((await soundReport(incomplete)).requests.completed).toBe(45);
  });

  it('may have its version as a number', async () => {
    const { measurements, issues } = await readReport(
      'version: 0.1\nscenario: {load: {name: nop}, model: {name: m}}\n' +
        'metrics:\n  time: {duration: 1}\n  throughput: {total_tokens_per_sec: 1}\n' +
        '  latency: {time_to_first_token: {units: s, mean: 1}}\n' +
        '  requests: {total: 1, input_length: {units: count, mean: 1}, output_length: {units: count, mean: 1}}\n',
    );
    expect(issues).toEqual([]);
    expect(measurements[0]?.latencies.ttft?.mean).toBe(1);
  });

  it('of a version that nobody knows is refused', async () => {
    expect(await problemsOf(changed(REPORT_01, 'version', '0.3'))).toEqual([
      'version: expected the version of a benchmark report: 0.1, 0.2, 0.2.0, 0.2.1, got "0.3"',
    ]);
  });

  it('that was cut off is refused, though it is sound YAML still', async () => {
    const { issues, format } = await readReport(
      'version: "0.1"\nscenario:\n  model: {name: m}\n  load: {name: nop}\n',
    );
    expect(format).toBe('llm-d-report');
    expect(issues).toEqual(['report.yaml:1:1 metrics: expected a mapping, got nothing']);
  });

  it('cut off after any line, in the order in which llm-d-benchmark writes, is never read', async () => {
    const lines = stringify(REPORT_01, { sortMapEntries: true }).trimEnd().split('\n');
    expect(lines.at(-1)).toContain('version');
    for (let length = 3; length < lines.length; length++) {
      const { issues } = await readReport(lines.slice(0, length).join('\n'));
      expect(issues.length, `${length} lines`).toBeGreaterThan(0);
    }
  });

  it('says everything that it lacks, each with its place', async () => {
    const { issues } = await readReport(
      JSON.stringify({ version: '0.1', scenario: {}, metrics: { requests: {} } }),
      'a.json',
    );
    expect(issues.map((issue) => issue.replace(/^a\.json:1:\d+ /, ''))).toEqual([
      'scenario.load: expected a mapping, got nothing',
      'scenario.model: expected a mapping, got nothing',
      'metrics.latency: expected a mapping, got nothing',
      'metrics.throughput: expected a mapping, got nothing',
      'metrics.time: expected a mapping, got nothing',
      'metrics.requests.output_length: expected a mapping, got nothing',
      'metrics.requests.input_length: expected a mapping, got nothing',
      'metrics.requests.total: expected requests: a whole number ≥ 0, got nothing',
    ]);
  });
});

describe('units of a report', () => {
  it('that do not fit the quantity are refused with their place', async () => {
    const wrong = changed(
      changed(REPORT_01, 'metrics.latency.time_to_first_token.units', 'count'),
      'metrics.latency.time_per_output_token.units',
      'ms',
    );
    expect(await problemsOf(wrong)).toEqual([
      'metrics.latency.time_to_first_token.units: expected s, ms, us, ns, got "count"',
      'metrics.latency.time_per_output_token.units: expected s/token, ms/token, us/token, got "ms"',
    ]);
  });

  it('are never assumed', async () => {
    const without = changed(REPORT_01, 'metrics.latency.request_latency.units', undefined);
    expect(await problemsOf(without)).toEqual([
      'metrics.latency.request_latency.units: expected s, ms, us, ns, got nothing',
    ]);
  });

  it('called ms where they are s are put right, and it is said', async () => {
    const wrong = changed(REPORT_01, 'metrics.latency.request_latency.mean', 2.2);
    const read = await soundReport(wrong);
    expect(read.latencies.e2e?.mean).toBeCloseTo(2.2, 12);
    expect(read.notes).toEqual([expect.stringContaining('said to be ms, but holds s')]);
  });

  it('stay as they are said where only another identity would tell', async () => {
    const odd = changed(REPORT_01, 'metrics.latency.request_latency.mean', 22);
    const read = await soundReport(odd);
    expect(read.latencies.e2e?.mean).toBeCloseTo(0.022, 12);
    expect(read.notes).toEqual([]);
  });

  it('may be as short as a request of one token', async () => {
    const one = changed(REPORT_01, 'metrics.requests.output_length.mean', 1);
    const read = await soundReport(changed(one, 'metrics.latency.request_latency.mean', 200));
    expect(read.latencies.e2e?.mean).toBeCloseTo(0.2, 12);
  });
});

describe('hosts of a report v0.1', () => {
  it('that are equal are one group', async () => {
    const host = hostsOf(['prefill', 1], ['decode', 8], ['prefill', 1], ['decode', 8]);
    const { serving, gpu, notes } = await soundReport(withHost(host));
    expect(gpu).toBe('H100');
    expect(
      serving.map(({ role, replicas, gpusPerReplica }) => [role, replicas, gpusPerReplica]),
    ).toEqual([
      ['prefill', 2, 1],
      ['decode', 2, 8],
    ]);
    expect(gpuCount({ serving })).toBe(18);
    expect(notes).toEqual([]);
  });

  it('count the GPUs of every kind of parallelism but that of experts', async () => {
    const parallelism = { tp: 2, dp: 4, pp: 3, ep: 8 };
    const host = hostsOf(['replica', 24, { parallelism }]);
    expect(gpuCount(await soundReport(withHost(host)))).toBe(24);
  });

  it('without parallelism are cut in no way', async () => {
    const host = hostsOf(['replica', 1, { parallelism: null }]);
    const { serving } = await soundReport(withHost(host));
    expect(serving[0]?.parallelism).toEqual({ tensor: 1, data: 1, pipeline: 1, expert: 1 });
  });

  it('of one replica over several count those of one: all are taken', async () => {
    const parallelism = { tp: 1, dp: 16, pp: 1, ep: 16, dpLocal: 8, workers: 2 };
    const host = hostsOf(['decode', 8, { parallelism }]);
    const { serving, notes } = await soundReport(withHost(host));
    expect(gpuCount({ serving })).toBe(16);
    expect(notes).toEqual(['decode: 8 accelerators are those of one of 2 hosts: a replica has 16']);
  });

  it('that count what parallelism does not explain are taken as counted, and it is said', async () => {
    const host = hostsOf(['replica', 8, { parallelism: { tp: 2, dp: 1, pp: 1, ep: 1 } }]);
    const { serving, notes } = await soundReport(withHost(host));
    expect(gpuCount({ serving })).toBe(8);
    expect(notes).toEqual([
      'replica: 8 accelerators are counted, but tp 2 · dp 1 · pp 1 needs 2: taken as counted',
    ]);
  });

  it('without accelerators leave open how it was served', async () => {
    const host = hostsOf(['replica', 0, { parallelism: { tp: 0 } }]);
    const { serving, notes } = await soundReport(withHost(host));
    expect(serving).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it('are replicas or prefill and decode, never both', async () => {
    const host = hostsOf(['replica', 1], ['decode', 1]);
    expect(await problemsOf(withHost(host))).toEqual([
      'scenario.host.type: expected replica only, or prefill and decode, got a list',
    ]);
  });

  it('have lists of one length, that of the engines too', async () => {
    const host = { ...hostsOf(['decode', 1], ['decode', 1]), type: ['decode'] };
    const report = changed(withHost(host), 'scenario.platform', { engine: [{}, {}, {}] });
    expect(await problemsOf(report)).toEqual([
      'scenario.host.accelerator: expected a list as long as host.type, 1 and not 2, got a list',
      'scenario.platform.engine: expected a list as long as host.type, 1 and not 3, got a list',
    ]);
  });

  it('of an unknown role are refused', async () => {
    const host = hostsOf(['replica', 1], ['router', 1]);
    expect(await problemsOf(withHost(host))).toContain(
      'scenario.host.type: expected a list of replica, prefill, decode, got a list',
    );
  });
});

describe('the load of a report v0.1', () => {
  it.each([
    [{ max_concurrency: 16, request_rate: 'inf' }, 16, Number.POSITIVE_INFINITY],
    [{ max_concurrency: null, request_rate: 2.5 }, null, 2.5],
    [{ max_concurrency: '8', request_rate: '3' }, 8, 3],
    [{}, null, null],
  ])('of vLLM is in its arguments: %j', async (args, concurrency, requestsPerSecond) => {
    const { load } = await soundReport(withLoad({ name: 'vllm-benchmark', args }));
    expect(load).toMatchObject({ concurrency, requestsPerSecond });
  });

  it('may be .inf in YAML', async () => {
    const text = JSON.stringify(
      withLoad({ name: 'vllm-benchmark', args: { request_rate: 'X', max_concurrency: 'X' } }),
    ).replaceAll('"X"', '.inf');
    const { measurements } = await readReport(text);
    expect(measurements[0]?.load).toMatchObject({
      concurrency: null,
      requestsPerSecond: Number.POSITIVE_INFINITY,
    });
  });

  it('that is no number is refused', async () => {
    const load = withLoad({ name: 'vllm-benchmark', args: { max_concurrency: 'many' } });
    expect(await problemsOf(load)).toEqual([
      'scenario.load.args.max_concurrency: expected requests under way: a number ≥ 1, got "many"',
    ]);
  });

  const guidellm = (args: object, stage?: number) =>
    withLoad({ name: 'guidellm', args, ...(stage !== undefined && { metadata: { stage } }) });

  it('of GuideLLM is that of its stage', async () => {
    const data = ["{'prompt_tokens': 50, 'output_tokens': 60}"];
    const args = { profile: 'constant', rate: [1, 5, 10], data };
    expect((await soundReport(guidellm(args, 1))).load).toEqual({
      concurrency: null,
      requestsPerSecond: 5,
      inputTokens: 50,
      outputTokens: 60,
    });
    expect((await soundReport(guidellm(args))).load.requestsPerSecond).toBe(1);
  });

  it.each([
    ['concurrent streams', { profile: 'concurrent', rate: [4, 8] }, 8, null],
    ['streams of a profile', { profile: { type_: 'concurrent', streams: [4, 8] } }, 8, null],
    ['one after the other', { profile: 'synchronous' }, 1, null],
    ['all at once', { profile: 'throughput' }, null, Number.POSITIVE_INFINITY],
    ['a sweep, whose rate counts stages', { profile: 'sweep', rate: 10 }, null, null],
  ])('of GuideLLM: %s', async (_, args, concurrency, requestsPerSecond) => {
    const { load } = await soundReport(guidellm(args, 1));
    expect(load).toMatchObject({ concurrency, requestsPerSecond });
  });

  it('of GuideLLM may be known from what it measured, which is said', async () => {
    const args = { profile: { measured_concurrencies: [1, 7.5] } };
    const { load, notes } = await soundReport(guidellm(args, 1));
    expect(load.concurrency).toBe(7.5);
    expect(notes).toContainEqual(expect.stringContaining('measured_concurrencies'));
  });

  it('of inference-perf is in its configuration, by stage', async () => {
    const args = {
      load: { stages: [{ rate: 2 }, { rate: 8 }] },
      data: { shared_prefix: { question_len: 100, system_prompt_len: 2048, output_len: 1000 } },
    };
    const report = withLoad({ name: 'inference-perf', args, metadata: { stage: 1 } });
    expect((await soundReport(report)).load).toEqual({
      concurrency: null,
      requestsPerSecond: 8,
      inputTokens: 2148,
      outputTokens: 1000,
    });
    const anyStage = withLoad({ name: 'inference-perf', args });
    expect((await soundReport(anyStage)).load.requestsPerSecond).toBeNull();
  });
});

describe('times per token of GuideLLM', () => {
  const report = (tpot: number) => {
    const latency = {
      time_to_first_token: { units: 'ms', mean: 200 },
      time_per_output_token: { units: 'ms/token', mean: tpot },
      inter_token_latency: { units: 'ms/token', mean: 20 },
    };
    return changed(withLoad({ name: 'guidellm' }), 'metrics.latency', latency);
  };

  it('with the first one in it are E2E / tokens', async () => {
    const { latencies, notes } = await soundReport(report(2200 / 101));
    expect(latencies.tpot?.mean).toBeCloseTo(0.02, 12);
    expect(latencies.normalizedTpot?.mean).toBeCloseTo(2.2 / 101, 12);
    expect(notes).toEqual([expect.stringContaining('taken as normalized')]);
  });

  it('of old versions, without the first one but divided by all, are left out', async () => {
    const { latencies, notes } = await soundReport(report(2000 / 101));
    expect(latencies.tpot?.mean).toBeCloseTo(0.02, 12);
    expect(latencies.normalizedTpot).toBeNull();
    expect(notes).toEqual([expect.stringContaining('is left out')]);
  });
});

describe('the TEE mode of a report v0.1', () => {
  it.each([
    ['metadata', { tee_mode: 'cc' }, 'cc'],
    ['scenario.metadata', { tee: 'off' }, 'off'],
    ['scenario.host', { ...hostsOf(['replica', 1]), metadata: { cc_mode: 'on' } }, 'cc'],
    ['scenario.load.args', { tee: false }, 'off'],
    ['metadata', { note: 'ran with cc' }, null],
    ['metadata', 'tee off', null],
  ])('is what %s says under a key for it: %j', async (path, value, mode) => {
    expect((await soundReport(changed(REPORT_01, path, value))).teeMode).toBe(mode);
  });

  it('is unknown where the report contradicts itself, and it is said', async () => {
    const report = changed(changed(REPORT_01, 'metadata', { tee: 'on' }), 'scenario.metadata', {
      tee: 'off',
    });
    const { teeMode, notes } = await soundReport(report);
    expect(teeMode).toBeNull();
    expect(notes).toEqual(['the TEE mode is taken as unknown: it is said to be "on" and "off"']);
  });
});

describe('a report without requests', () => {
  const nop = { ...REPORT_01, metrics: zeroed(REPORT_01.metrics) };

  it('knows no times and rates, whatever zeros its schema asks for', async () => {
    const report = changed(nop, 'scenario.load', { name: 'nop' });
    const { latencies, throughput, outputTokens, notes, durationSeconds } =
      await soundReport(report);
    expect([latencies.ttft, latencies.e2e, outputTokens]).toEqual([null, null, null]);
    expect(throughput.totalTokensPerSecond).toBeNull();
    expect(durationSeconds).toBe(100);
    expect(notes).toEqual(['no request was made: lengths, times and rates of 0 are unknown']);
  });

  it('is not one where all of them failed', async () => {
    const failed = changed(
      changed(nop, 'metrics.requests.total', 5),
      'metrics.requests.failures',
      5,
    );
    const { throughput, requests } = await soundReport(failed);
    expect(throughput.totalTokensPerSecond).toBe(0);
    expect(requests.completed).toBe(0);
  });
});

function zeroed(metrics: typeof REPORT_01.metrics): object {
  const text = JSON.stringify(metrics, (key, value) =>
    typeof value === 'number' && key !== 'duration' ? 0 : value,
  );
  return JSON.parse(text);
}

describe('what PyYAML makes of members of enumerations', () => {
  const python = (text: string): string =>
    text.replace('units: ms\n', 'units: !!python/object/apply:schema.Units\n        - ms\n');

  it('is their value', async () => {
    const text = python(stringify(REPORT_01));
    expect(text).toContain('!!python');
    const { measurements, issues } = await readReport(text);
    expect(issues).toEqual([]);
    expect(measurements[0]?.latencies.ttft?.mean).toBeCloseTo(0.2, 12);
  });

  it('is no value where it calls something with more than one', async () => {
    const text = python(stringify(REPORT_01)).replace('- ms\n', '- ms\n        - s\n');
    const { issues } = await readReport(text);
    expect(issues).toEqual([
      expect.stringMatching(/time_to_first_token\.units: expected text, got a list$/),
    ]);
  });
});
