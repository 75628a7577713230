import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Measurement, quantileOf, type Statistic } from '../../src/analysis/measurement.js';
import { EXPORT_FORMATS } from '../../src/cli/choices.js';
import { EXPORT_FORMS } from '../../src/cli/export/forms.js';
import { loadMeasurements } from '../../src/cli/measured/measurements.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { expectSameTo12Digits } from '../support/twelve-digits.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();
const KNOWN = SMALL_SCENARIO.replace('memoryGiB: 80 }', 'name: A GPU, memoryGiB: 80 }').replace(
  'bestBatch: 4',
  'bestBatch: 4\n        tokens: { output: 20 }',
);

async function run(scenario: string, folder: string, ...more: string[]): Promise<void> {
  writeFileSync(at(`${folder}.yaml`), scenario);
  const line = ['run', at(`${folder}.yaml`), '--out', at(folder), ...more];
  expect(await sealsim(...line)).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  await run(KNOWN, 'run', '--replications', '2');
  await run(SMALL_SCENARIO, 'unknown');
  const trace = Array.from({ length: 30 }, (_, i) => `${i / 2},tiny,${100 + i},${i + 1}`);
  writeFileSync(at('t.csv'), `t_s,model,inputTokens,outputTokens\n${trace.join('\n')}\n`);
  const arrivals = 'arrivals: { process: trace, file: t.csv }';
  await run(KNOWN.replace('arrivals: { process: poisson, rate: 2 }', arrivals), 'traced');
});

async function load(...paths: string[]): Promise<readonly Measurement[]> {
  return (await loadMeasurements(paths, 'DIR', () => {})).measurements;
}

/** Readers take different quantiles of what is listed one by one. */
function medianOnly(statistic: Statistic | null) {
  return statistic && { ...statistic, quantiles: quantileOf(statistic, 0.5) };
}

/** What no form but the neutral one is asked to keep: where it stands, and requests one by one. */
function figuresOf(measurement: Measurement | undefined) {
  if (measurement === undefined) throw new Error('no measurement');
  const { origin, teeMode, model, gpu, serving, load: offered, requests } = measurement;
  const { durationSeconds, throughput } = measurement;
  const normalizedTpot = medianOnly(measurement.latencies.normalizedTpot);
  const latencies = { ...measurement.latencies, normalizedTpot };
  const inputTokens = medianOnly(measurement.inputTokens);
  const outputTokens = medianOnly(measurement.outputTokens);
  const { totalInputTokens, totalOutputTokens, onTime, goodputRequestsPerSecond } = measurement;
  return {
    ...{ origin, teeMode, model, gpu, serving, offered, requests, durationSeconds, inputTokens },
    ...{ outputTokens, throughput, latencies, totalInputTokens, totalOutputTokens, onTime },
    goodputRequestsPerSecond,
  };
}

describe('runs among measurements', () => {
  it('are read where they lie, one a replication, with the figures of their summary', async () => {
    const [first, second] = await load(at('run'));
    expect([first?.repetition, second?.repetition]).toEqual([0, 1]);
    const [names = '', row = ''] = readFileSync(at('run', 'replications.csv'), 'utf8').split('\n');
    const cells = row.split(',');
    const figure = (name: string) => Number(cells[names.split(',').indexOf(name)]);
    expect(first?.requests.total).toBe(figure('requests_received'));
    expect(first?.latencies.e2e?.mean).toBeCloseTo(figure('latency_mean_s'), 12);
    const { completed } = first?.requests ?? {};
    const toSample = Math.sqrt((completed ?? 0) / ((completed ?? 0) - 1));
    expect((first?.latencies.e2e?.sd ?? 0) * toSample).toBeCloseTo(figure('latency_sd_s'), 12);
    const p95 = first?.latencies.e2e?.quantiles.find(({ p }) => p === 0.95)?.value;
    expect(p95).toBeCloseTo(figure('latency_p95_s'), 12);
    const attained = (first?.onTime?.requests ?? 0) / (first?.requests.total ?? 1);
    expect(attained).toBeCloseTo(figure('attainment_received'), 12);
  });
});

describe('export', () => {
  it('has every form that the command line names', () => {
    expect(Object.keys(EXPORT_FORMS)).toEqual([...EXPORT_FORMATS]);
  });

  it.each(EXPORT_FORMATS)('as %s reads back as the run, to 12 digits', async (format) => {
    const line = ['export', format, at('traced'), '--out', at(`traced-${format}`)];
    expect(await sealsim(...line)).toMatchObject({ code: 0, err: '' });
    const [back, ...others] = await load(at(`traced-${format}`));
    const [original] = await load(at('traced'));
    expect(others).toEqual([]);
    expectSameTo12Digits(figuresOf(back), figuresOf(original));
    expect(original?.inputTokens).toMatchObject({ min: 100, max: 129 });
  });

  it('writes a file a replication, and a manifest that lists them', async () => {
    const line = ['export', 'vllm', at('run'), '--input-tokens', '64', '--out', at('two')];
    const { code, out } = await sealsim(...line);
    expect(code).toBe(0);
    expect(out).toContain('note: lengths of prompts are from the options given');
    const names = ['small_repetition_0.json', 'small_repetition_1.json'];
    expect(readdirSync(at('two')).sort()).toEqual(['manifest.json', ...names]);
    const manifest = JSON.parse(readFileSync(at('two', 'manifest.json'), 'utf8'));
    expect(manifest.files.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(manifest.inputs.map(({ name }: { name: string }) => name)).toEqual([
      at('run', 'manifest.json'),
      at('run', 'requests.csv'),
    ]);
    const [first] = await load(at('two'));
    expect(first).toMatchObject({ inputTokens: { mean: 64 }, outputTokens: { mean: 20 } });
  });

  it('replaces what it wrote before, by force', async () => {
    const report = ['export', 'llm-d-report-0.1', at('run'), '--input-tokens', '64'];
    expect((await sealsim(...report, '--out', at('again'))).code).toBe(0);
    expect((await sealsim(...report, '--out', at('again'))).code).toBe(2);
    const other = ['export', 'vllm', at('traced'), '--out', at('again'), '--force', '--json'];
    const { code, out } = await sealsim(...other);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ format: 'vllm', files: ['small_repetition_0.json'] });
    expect(readdirSync(at('again')).sort()).toEqual(['manifest.json', 'small_repetition_0.json']);
  });

  it('names what a form requires and the run does not say, and writes nothing', async () => {
    const line = ['export', 'llm-d-report-0.1', at('unknown'), '--out', at('none')];
    const { code, err } = await sealsim(...line);
    expect(code).toBe(2);
    expect(err.trimEnd().split('\n')).toEqual([
      '--input-tokens: expected the mean input length, which llm-d-report-0.1 requires, got nothing, as in the run',
      '--output-tokens: expected the mean output length, which llm-d-report-0.1 requires, got nothing, as in the run',
      `${at('unknown', 'manifest.json')}:1:1: expected the name of the GPU, which llm-d-report-0.1 requires, got nothing`,
    ]);
    expect(readdirSync(at()).includes('none')).toBe(false);
  });

  it('says what is wrong with its options also where there is no run', async () => {
    const lengths = ['--input-tokens', 'x', '--output-tokens', 'any-model=20'];
    const line = ['export', 'vllm', at('nowhere'), ...lengths, '--out', at('none')];
    const { code, err } = await sealsim(...line);
    expect(code).toBe(2);
    const [option, folder, ...more] = err.trimEnd().split('\n').sort();
    expect(more).toEqual([]);
    expect(folder).toMatch(/manifest\.json:1:1: expected a readable file, got no such file$/);
    expect(option).toMatch(/^--input-tokens: expected tokens from 1 to /);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('writes what is not known as such where the form allows it', async () => {
    const line = ['export', 'vllm', at('unknown'), '--out', at('bare')];
    expect((await sealsim(...line)).code).toBe(0);
    const text = readFileSync(at('bare', 'small_repetition_0.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ total_input_tokens: null, output_throughput: null });
  });

  it.each([
    [
      ['--input-tokens', 'many'],
      '--input-tokens: expected tokens from 1 to 10000000, or model=tokens, got "many"',
    ],
    [
      ['--input-tokens', '0'],
      '--input-tokens: expected tokens from 1 to 10000000, or model=tokens, got "0"',
    ],
    [
      ['--input-tokens', 'tny=5'],
      '--input-tokens: expected a model of the run (tiny), got "tny=5" (did you mean "tiny"?)',
    ],
    [
      ['--output-tokens', '5', '--output-tokens', '6'],
      '--output-tokens: expected one length of all models, got "6"',
    ],
    [
      ['--input-tokens', '5'],
      '--input-tokens: expected no length, as requests.csv has those of all requests, got one',
    ],
  ])('refuses %j', async (options, problem) => {
    const line = ['export', 'vllm', at('traced'), '--out', at('refused'), ...options];
    expect(await sealsim(...line)).toEqual({ code: 2, out: '', err: `${problem}\n` });
    expect(readdirSync(at()).includes('refused')).toBe(false);
  });

  it.each([
    ['no --out', ['export', 'vllm', 'RUN'], '--out: expected a folder for the files, got nothing'],
    [
      'a folder without a run',
      ['export', 'vllm', 'HERE', '--out', 'OUT'],
      'HERE/manifest.json:1:1: expected a readable file, got no such file',
    ],
    [
      'the folder of the run as its output',
      ['export', 'vllm', 'RUN', '--out', 'RUN', '--force'],
      '--out: expected another folder than that of the run, got RUN',
    ],
  ])('refuses %s', async (_, words, problem) => {
    const placed = (text: string) =>
      text.replace('RUN', at('traced')).replace('HERE', at()).replace('OUT', at('refused'));
    const { code, err } = await sealsim(...words.map(placed));
    expect({ code, err }).toEqual({ code: 2, err: `${placed(problem)}\n` });
  });
});
