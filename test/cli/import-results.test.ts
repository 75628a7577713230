import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMeasurements } from '../../src/cli/measured/measurements.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { SINCERE_FOLDER } from '../interop/data-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_RESULTS } from './small-results.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function small(format: string): string {
  const found = SMALL_RESULTS.find((each) => each.format === format);
  if (found === undefined) throw new Error(`no results of ${format}`);
  return found.text;
}

const load = (...paths: string[]) => loadMeasurements(paths, 'DIR', () => undefined);

const POWER = `timestamp, power.draw [W], utilization.gpu [%]
2025/10/24 10:20:31.000, 300.00 W, 90 %
2025/10/24 10:20:32.000, 320.00 W, 95 %
`;

describe('results of a tree of experiments', () => {
  it('have the labels of their folders, and the power beside them', async () => {
    const tree = at('ko');
    for (const mode of ['tee_on', 'tee_off']) {
      for (const number of [0, 1]) {
        const stem = `${tree}/llama-8b/${mode}/run_repetition_${number}`;
        write(`${stem}.json`, small('vllm'));
        write(`${stem}_power_metrics.csv`, POWER);
      }
    }
    const { measurements, warnings, notRead, inputs } = await load(tree);
    expect({ warnings, notRead }).toEqual({ warnings: [], notRead: [] });
    expect(inputs).toHaveLength(8);
    expect(
      measurements.map(({ experiment, condition, teeMode, repetition, modelSizeB, power }) => ({
        labels: [experiment, condition, teeMode, repetition, modelSizeB],
        watts: [...(power?.watts ?? [])],
      })),
    ).toEqual(
      ['off', 'cc'].flatMap((mode) =>
        [0, 1].map((number) => ({
          labels: ['ko', 'llama-8b', mode, number, 8],
          watts: [300, 320],
        })),
      ),
    );
  });

  it('keep their labels and power through the neutral form', async () => {
    const { code } = await sealsim('import', 'vllm', at('ko'), '--out', at('ko-out'));
    expect(code).toBe(0);
    const direct = await load(at('ko'));
    const again = await load(at('ko-out'));
    expect(again.measurements).toEqual(direct.measurements);
    expect(again.notRead).toEqual([]);
  });

  it('count once when their neutral form lies beside them', async () => {
    const { measurements, warnings } = await load(at('ko'), at('ko-out'));
    expect(measurements).toHaveLength(4);
    expect(warnings).toHaveLength(4);
    expect(warnings[0]).toMatch(/run_repetition_0\.json: found twice, counted once$/);
  });

  it('without the power of one are refused', async () => {
    write(at('gap', '8b', 'tee_on', 'a_repetition_0.json'), small('vllm'));
    write(at('gap', '8b', 'tee_on', 'a_repetition_1.json'), small('vllm'));
    write(at('gap', '8b', 'tee_on', 'a_repetition_1_power_metrics.csv'), POWER);
    const { code, err } = await sealsim('import', 'vllm', at('gap'), '--out', at('never'));
    expect(code).toBe(2);
    expect(err).toBe(
      `${at('gap', '8b', 'tee_on', 'a_repetition_0.json')}:1:1: expected a_repetition_0_power_metrics.csv beside it, got none\n`,
    );
    expect(existsSync(at('never'))).toBe(false);
  });
});

describe('files in a folder', () => {
  it('are read once, whatever names lead to them, and links to folders are not followed', async () => {
    const file = write(at('once', 'a.json'), small('vllm'));
    symlinkSync('a.json', at('once', 'b.json'));
    linkSync(file, at('once', 'c.json'));
    symlinkSync('..', at('once', 'loop'));
    const { measurements } = await load(at('once'), file, at('once'));
    expect(measurements.map(({ id }) => id)).toEqual([file]);
  });

  it('that share an identifier are numbered', async () => {
    const neutral = (seconds: number) =>
      JSON.stringify({
        format: 'sealsim-measurements',
        version: 1,
        measurements: [{ id: 'a', durationSeconds: seconds }],
      });
    write(at('same', 'x.json'), neutral(1));
    write(at('same', 'y.json'), neutral(2));
    const { measurements } = await load(at('same'));
    expect(measurements.map(({ id, durationSeconds }) => [id, durationSeconds])).toEqual([
      ['a', 1],
      ['a (2)', 2],
    ]);
  });

  it('that are no results are named, those of ours and other kinds are not', async () => {
    write(at('mixed', 'a.json'), small('vllm'));
    write(at('mixed', 'other.json'), '{"some": "thing"}');
    write(at('mixed', 'pod.yaml'), 'kind: Pod\n---\nkind: Service\n');
    write(at('mixed', 'figure.vl.json'), '{}');
    write(at('mixed', '.hidden.json'), 'not JSON');
    write(at('mixed', 'table.csv'), 'a,b\n');
    const { notRead } = await load(at('mixed'));
    expect(notRead).toEqual([at('mixed', 'other.json'), at('mixed', 'pod.yaml')]);
    const { err, code } = await sealsim('import', 'vllm', at('mixed'), '--out', at('mixed-out'));
    expect(code).toBe(0);
    expect(err).toContain('other.json and 1 more: not read: no results of a benchmark');
    expect((await load(at('mixed-out'))).notRead).toEqual([]);
  });

  it('of models that pool are passed over in a folder, and refused where they are named', async () => {
    const {
      output_throughput: _,
      total_output_tokens: __,
      mean_ttft_ms: ___,
      ...pooled
    } = JSON.parse(small('vllm'));
    const file = write(at('pooled', 'embed.json'), JSON.stringify(pooled));
    write(at('pooled', 'a.json'), small('vllm'));
    const what = 'results of a model that pools, which generates nothing';
    const { measurements, warnings } = await load(at('pooled'));
    expect(measurements).toHaveLength(1);
    expect(warnings).toEqual([`${file}: not read: ${what}`]);
    const { code, err } = await sealsim('import', 'vllm', file, '--out', at('pooled-out'));
    expect({ code, err }).toEqual({
      code: 2,
      err: `${file}:1:1: expected results of a benchmark, got ${what}\n`,
    });
  });

  it('of inference-perf are its stages, with the model of its configuration', async () => {
    const folder = at('perf');
    write(`${folder}/stage_0_lifecycle_metrics.json`, small('inference-perf'));
    write(`${folder}/summary_lifecycle_metrics.json`, small('inference-perf'));
    write(`${folder}/per_request_lifecycle_metrics.json`, '[{"request": "…"}');
    write(`${folder}/config.yaml`, 'server: { model_name: some/model }\n');
    const { measurements, warnings, notRead } = await load(folder);
    expect(measurements.map(({ model }) => model)).toEqual(['some/model']);
    expect(notRead).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/per_request_.*: not read: requests one by one/),
      expect.stringMatching(/summary_.*: not read: all stages taken together/),
    ]);
  });
});

const PUBLISHED = ['llm-d', 'vllm'].map((name) => join(dirname(SINCERE_FOLDER ?? ''), name));

describe.skipIf(!PUBLISHED.every((path) => existsSync(path)))(
  'published results (skipped where they are not at hand)',
  () => {
    it('are all found, among files that are none', async () => {
      const { measurements, notRead } = await load(...PUBLISHED);
      const count = (format: string) =>
        measurements.filter(({ source }) => source.format === format).length;
      // shared/data/README.md: two examples and two real reports, 94 runs, 9 results.
      expect([count('llm-d-report'), count('llm-d-prism'), count('vllm')]).toEqual([4, 94, 9]);
      expect(new Set(measurements.map(({ id }) => id)).size).toBe(measurements.length);
      expect(notRead.map((path) => basename(path))).toEqual([
        'br_v0_1_json_schema.json',
        'br_v0_2_1_json_schema.json',
        'vllm_bench_serve_result_keys.json',
      ]);
    });
  },
);

describe('runs of sealsim', () => {
  it('are measurements, a replication each, beside results of others', async () => {
    const scenario = write(at('sim.yaml'), SMALL_SCENARIO);
    const run = ['run', scenario, '--replications', '2', '--out', at('all', 'run')];
    expect((await sealsim(...run)).code).toBe(0);
    write(at('all', 'a.json'), small('vllm'));
    const { measurements, notRead } = await load(at('all'));
    expect(measurements.map(({ origin }) => origin)).toEqual([
      'measured',
      'simulated',
      'simulated',
    ]);
    expect(notRead).toEqual([]);
    const imported = await sealsim('import', 'vllm', at('all'), '--out', at('all-out'));
    expect(imported.out).toContain('1 measurement of vllm, from 1 file');
  });
});

describe('import of results', () => {
  it('says how many, of what, and what was left out', async () => {
    const file = write(at('said', 'a.json'), small('guidellm'));
    const { code, out, err } = await sealsim('import', 'guidellm', file, '--out', at('said-out'));
    expect(code).toBe(0);
    expect(out).toBe(
      `1 measurement of guidellm, from 1 file\nmodels: some/model\nWrote to ${at('said-out')}: measurements.json, manifest.json\n`,
    );
    expect(err).toBe(
      `${file}: tpot is inter_token_latency_ms, weighted by tokens; of itl only the mean is known\n`,
    );
  });

  it('prints one JSON document with --json', async () => {
    const file = write(at('json', 'a.json'), small('llm-d-prism'));
    const result = await sealsim('import', 'llm-d-prism', file, '--out', at('json-out'), '--json');
    expect(result.code).toBe(0);
    expect(JSON.parse(result.out)).toMatchObject({
      format: 'llm-d-prism',
      files: 1,
      notRead: [],
      measurements: [{ id: file, model: 'Llama-3.1-70B', gpu: 'H100' }],
    });
    expect(result.err).toContain('Wrote to');
  });

  it('writes the same bytes again', async () => {
    const file = write(at('twice', 'a.json'), small('vllm'));
    for (const out of ['one', 'two']) await sealsim('import', 'vllm', file, '--out', at(out));
    const [one, two] = ['one', 'two'].map((out) => readFileSync(at(out, 'measurements.json')));
    expect(one).toEqual(two);
  });

  it('refuses, all at once, another format, options of other kinds, and no place to write', async () => {
    const file = write(at('wrong', 'a.json'), small('vllm'));
    const line = ['import', 'guidellm', file, '--model', 'x', '--from', '3', '--against', 'y'];
    const { code, out, err } = await sealsim(...line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n')).toEqual([
      '--against: expected logs to import, got guidellm: results',
      '--model: expected traces to import, got guidellm: results',
      '--from: expected traces to import, got guidellm: results',
      '--out: expected a folder for the measurements, got nothing',
      `${file}:1:1: expected results of guidellm, got those of vllm`,
      '',
    ]);
  });

  it('refuses to write where it reads', async () => {
    const file = write(at('home', 'a.json'), small('vllm'));
    const { code, err } = await sealsim(
      'import',
      'vllm',
      at('home'),
      '--out',
      at('home'),
      '--force',
    );
    expect(code).toBe(2);
    expect(err).toContain('--out: expected another folder than that of the results');
    expect(existsSync(file)).toBe(true);
  });

  it('says of a file that is no result that it is none', async () => {
    const file = write(at('none', 'a.json'), '{"some": "thing"}');
    const { code, err } = await sealsim('import', 'vllm', file, '--out', at('none-out'));
    expect(code).toBe(2);
    expect(err).toBe(
      `${file}:1:1: expected results of a benchmark, got a form that is not known\n`,
    );
  });
});

describe('numbers that contradict one another', () => {
  const rate = (text: string): string =>
    text.replace('"request_throughput":7.9', '"request_throughput":9.9');

  it.each([
    ['import', ['vllm'], ['--out']],
    ['analyze', [], []],
    ['pareto', [], []],
  ])('are named by %s', async (command, before, after) => {
    const folder = at('odd', command);
    const file = write(join(folder, 'a.json'), rate(small('vllm')));
    const out = after.flatMap((option) => [option, at('odd', `${command}-out`)]);
    const { code, err } = await sealsim(command, ...before, folder, ...out);
    expect(code).toBe(0);
    expect(err).toContain(`${file}: total rate is 2376.2 tokens/s, but request rate`);
  });

  it('in many results are not all listed', async () => {
    for (let number = 0; number < 20; number++)
      write(at('many', `${number}.json`), rate(small('vllm')));
    const { warnings } = await load(at('many'));
    expect(warnings).toHaveLength(13);
    expect(warnings.at(-1)).toMatch(/^… and \d+ more numbers that contradict others$/);
  });
});
