import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkPreset } from '../../src/timing/tee/check-preset.js';
import { presetSchema } from '../../src/timing/tee/preset-schema.js';
import { SGLANG_CURVE } from '../calibrate/tee/data.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

/** Made up: 1 ms a step and 10 µs a sequence on top of steps of 5 ms + 0.2 ms a sequence. */
function pairs(): string {
  const rows = [1, 4, 16, 64].map((n) => {
    const step = 0.005 + 0.0002 * n;
    return `${n},${n / step},${n / (step + 0.001 + 0.00001 * n)}`;
  });
  return ['concurrency,output_tok_s_off,output_tok_s_cc', ...rows, ''].join('\n');
}

beforeAll(() => {
  mkdirSync(at('data'));
  writeFileSync(at('data', 'pairs.csv'), pairs());
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
});

function calibrate(...options: readonly string[]) {
  return sealsim('calibrate', 'tee', '--from', at('data', 'pairs.csv'), ...options);
}

describe('calibrate tee', () => {
  it('prints ratios, the cost of a step, and what other forms would have predicted', async () => {
    const { code, out, err } = await calibrate();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('4 settings have runs with the TEE off and on.');
    expect(out).toContain('TEE on / off by concurrency');
    expect(out).toContain('  per step      1.000 ms\n  per sequence  10.00 µs\n');
    expect(out).toMatch(/largest error +0\.00 +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d/);
  });

  it('gives the same as one JSON document', async () => {
    const { out } = await calibrate('--json', '--fit-at', '4,16,64');
    const { settings, ratios, curves, prefill, notes } = JSON.parse(out);
    expect({ settings, prefill, notes }).toEqual({ settings: 4, prefill: [], notes: [] });
    expect(ratios.concurrency[0]).toMatchObject({ group: '1', ci95: null, comparison: 'paired' });
    expect(curves[0]).toMatchObject({ fitAt: [4, 16, 64], concurrencies: [1, 4, 16, 64] });
    const [form] = curves[0].forms;
    expect(form.form).toBe('step+sequence');
    expect(form.perStepSeconds.value).toBeCloseTo(0.001, 12);
    expect(form.perSequenceSeconds.value).toBeCloseTo(0.00001, 14);
    expect(form.largestError).toBeLessThan(1e-9);
  });

  it('writes a preset that the schema takes, and that a scenario runs with', async () => {
    const { code, out } = await calibrate('--out', at('Mine, v2.yaml'));
    expect(code).toBe(0);
    expect(out).toContain(`Wrote ${at('Mine, v2.yaml')}\n`);
    const document = presetSchema.parse(parse(readFileSync(at('Mine, v2.yaml'), 'utf8')));
    expect(checkPreset(document)).toEqual([]);
    expect(document.name).toBe('mine-v2');
    const steps = ['--set', 'tee.effects.step.stepsPerBatch=100'];
    const cc = ['--set', 'tee.mode=cc', '--set', `tee.preset=${at('Mine, v2.yaml')}`, ...steps];
    const run = await sealsim('run', at('s.yaml'), ...cc, '--json');
    expect(run.err).toBe('');
    const off = await sealsim('run', at('s.yaml'), '--json');
    const latency = ({ out: text }: { out: string }) => JSON.parse(text).latencySeconds.mean;
    expect(latency(run)).toBeGreaterThan(latency(off) + 0.1);
  });

  it('writes the same bytes every time, and replaces a file by --force only', async () => {
    const out = at('same.yaml');
    await calibrate('--out', out);
    const before = readFileSync(out, 'utf8');
    expect((await calibrate('--out', out)).code).toBe(2);
    expect((await calibrate('--out', out, '--force', '--json')).err).toBe(`Wrote ${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe(before);
  });
});

describe('calibrate tee of results of vllm bench serve, in a tree of experiments', () => {
  const concurrencies = [1, 8, 64];

  /** 1 ms a step and 10 µs a sequence more, with repetitions a half percent around that. */
  function writeTree(): void {
    for (const [size, fixed] of [['8b', 0.005] as const, ['70b', 0.03] as const]) {
      for (const [at_, n] of concurrencies.entries()) {
        for (const mode of ['off', 'on']) {
          const folder = at('tree', 'exp', `llama-${size}-c${n}`, `tee_${mode}`);
          mkdirSync(folder, { recursive: true });
          const step = fixed + 0.0002 * n + (mode === 'on' ? 0.001 + 0.00001 * n : 0);
          for (const repetition of [0, 1, 2]) {
            const noise = 1 + 0.005 * Math.sin(7 * repetition + 3 * at_ + mode.length);
            const result = vllmResult(size, n, (n / step) * noise);
            writeFileSync(join(folder, `r_repetition_${repetition}.json`), result);
          }
        }
      }
    }
  }

  function vllmResult(size: string, n: number, outputThroughput: number): string {
    const tokens = 100 * 10 * n;
    return JSON.stringify({
      date: '20260101-000000',
      backend: 'vllm',
      model_id: `llama-${size}`,
      tokenizer_id: 't',
      num_prompts: 10 * n,
      request_rate: 'inf',
      max_concurrency: n,
      duration: tokens / outputThroughput,
      completed: 10 * n,
      total_input_tokens: 1280 * n,
      total_output_tokens: tokens,
      request_throughput: outputThroughput / 100,
      output_throughput: outputThroughput,
      total_token_throughput: outputThroughput * 2.28,
      input_length: 128,
      output_length: 100,
    });
  }

  it('compares independent repetitions, and finds the cost of each model within its interval', async () => {
    writeTree();
    const { code, out } = await sealsim('calibrate', 'tee', '--from', at('tree'), '--json');
    expect(code).toBe(0);
    const { settings, ratios, curves, notes } = JSON.parse(out);
    expect({ settings, notes }).toEqual({ settings: 6, notes: [] });
    const [overall] = ratios.overall;
    expect(overall).toMatchObject({ comparison: 'independent', runsOff: 18, runsCc: 18 });
    expect(ratios.condition.map(({ group }: { group: string }) => group)).toEqual([
      ...['llama-8b-c1', 'llama-8b-c8', 'llama-8b-c64'],
      ...['llama-70b-c1', 'llama-70b-c8', 'llama-70b-c64'],
    ]);
    expect(curves).toHaveLength(2);
    for (const { concurrencies: at_, forms } of curves) {
      expect(at_).toEqual(concurrencies);
      const [stepLow, stepHigh] = forms[0].perStepSeconds.ci95;
      expect(stepLow).toBeLessThan(0.001);
      expect(stepHigh).toBeGreaterThan(0.001);
      const [low, high] = forms[0].perSequenceSeconds.ci95;
      expect(low).toBeLessThan(0.00001);
      expect(high).toBeGreaterThan(0.00001);
    }
    const loss = 0.00101 / (0.0052 + 0.00101);
    const [ofOne] = ratios.condition;
    expect(ofOne.ci95[0]).toBeLessThan(1 - loss);
    expect(ofOne.ci95[1]).toBeGreaterThan(1 - loss);
  });

  it('writes a preset of one model only, and not into the data', async () => {
    const { err } = await sealsim(
      ...['calibrate', 'tee', '--from', at('tree'), '--out', at('two.yaml')],
    );
    expect(err).toContain('--from: expected results of one model and one length');
    expect(err).toContain('got 2 such curves (as --out writes one preset)');
    const inside = at('tree', 'exp', 'llama-8b-c1', 'tee_on', 'p.yaml');
    const line = ['calibrate', 'tee', '--from', at('tree'), '--out', inside];
    const refused = await sealsim(...line);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--out: expected a file in another folder than that of the data');
  });
});

describe('calibrate tee refuses', () => {
  it.each([
    [
      'no --from',
      [],
      '--from: expected results of benchmarks with the TEE on and off, got nothing',
    ],
    ['a file that is not there', ['--from', 'nowhere.csv'], 'nowhere.csv:1:1: expected'],
    ['a folder without results', ['--from', 'EMPTY'], 'results of benchmarks, as --from'],
    ['one concurrency', ['--fit-at', '4'], 'two or more different concurrencies'],
    ['the same one twice', ['--fit-at', '4,4'], 'two or more different concurrencies'],
    ['what is no number', ['--fit-at', '4,many'], '"4,many"'],
    ['what was not measured', ['--fit-at', '1,5'], 'some of the concurrencies 1, 4, 16, 64'],
    ['a base profile', ['--base', 'h100-sincere'], '--base: expected an option of calibrate tee'],
  ])('%s', async (name, options, expected) => {
    mkdirSync(at('empty'), { recursive: true });
    const from = name === 'no --from' || options.includes('--from');
    const words = options.map((word) => (word === 'EMPTY' ? at('empty') : word));
    const given = from ? [] : ['--from', at('data', 'pairs.csv')];
    const { code, out, err } = await sealsim('calibrate', 'tee', ...given, ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(expected);
  });

  it('a preset in the place of the data, by whatever link, even by force', async () => {
    symlinkSync(at('data', 'pairs.csv'), at('link.yaml'));
    for (const out of [at('data', 'pairs.csv'), at('link.yaml')]) {
      const { code, err } = await calibrate('--out', out, '--force');
      expect(code).toBe(2);
      expect(err).toContain('--out: expected');
    }
    expect(readFileSync(at('data', 'pairs.csv'), 'utf8')).toBe(pairs());
  });

  it('a preset of a TEE that is faster, and writes none', async () => {
    const faster = pairs().replace('off', 'ON').replace('cc', 'off').replace('ON', 'cc');
    writeFileSync(at('faster.csv'), faster);
    const line = ['calibrate', 'tee', '--from', at('faster.csv'), '--out', at('faster.yaml')];
    const { code, err } = await sealsim(...line);
    expect(code).toBe(2);
    expect(err).toContain('--from: expected results that are slower with the TEE on');
    expect(existsSync(at('faster.yaml'))).toBe(false);
  });

  it('with every problem at once', async () => {
    writeFileSync(at('bad.csv'), 'concurrency,output_tok_s_off,output_tok_s_cc\n1,x,y\n');
    const line = ['calibrate', 'tee', '--from', at('bad.csv'), '--fit-at', 'no', '--base', 'x'];
    const { code, err } = await sealsim(...line, '--out', at('none', 'p.yaml'));
    expect(code).toBe(2);
    for (const part of ['bad.csv:2:3', 'bad.csv:2:5', '--fit-at', '--base', '--out']) {
      expect(err).toContain(part);
    }
  });

  it('--fit-at with another engine', async () => {
    const { err } = await sealsim('calibrate', 'batch-server', '--fit-at', '1,2');
    expect(err).toContain('--fit-at: expected an option of calibrate batch-server');
  });
});

describe.skipIf(SGLANG_CURVE === undefined)(
  'the curve of sglang PR 15188 (skipped without shared/data or SEALSIM_DATA)',
  () => {
    it('gives what docs/tee-calibration.md says', async () => {
      const { out } = await sealsim('calibrate', 'tee', '--from', SGLANG_CURVE ?? '');
      const table = out.slice(out.indexOf('concurrency    measured')).trimEnd();
      expect(readFileSync('docs/tee-calibration.md', 'utf8')).toContain(table);
    });
  },
);
