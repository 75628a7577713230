import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTeeExperiment, writeTeeExperiment } from '../../scripts/make-tee-experiment.mjs';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();
const { truth, runs: all } = makeTeeExperiment(7);
/** Three repetitions: files take most of the time. */
const runs = all.filter(({ repetition }) => repetition < 3);
const ALONE = ['--sla', String(truth.slaSeconds)];

beforeAll(() => writeTeeExperiment(at('tree'), { truth, runs }));

async function analyzed(...words: readonly string[]) {
  const { code, out } = await sealsim('analyze', ...words, '--json');
  expect(code).toBe(0);
  return JSON.parse(out);
}

/** A tree of just one condition, whose results a test may change. */
function small(
  name: string,
  change: (result: Record<string, unknown>, mode: string) => Record<string, unknown>,
): string {
  for (const mode of ['off', 'cc']) {
    const folder = join(at(name), 'throughput', 'llama-8b', mode === 'cc' ? 'tee_on' : 'tee_off');
    mkdirSync(folder, { recursive: true });
    for (const repetition of [0, 1]) {
      const result = {
        ...{ backend: 'vllm', model_id: 'llama-8b', num_prompts: 100, request_rate: 'inf' },
        ...{ max_concurrency: 8, duration: 60 + repetition, completed: 100, failed: 0 },
        ...{ total_input_tokens: 12800, total_output_tokens: 12800 },
        ...{ request_throughput: 100 / (60 + repetition) },
        ...{ output_throughput: 12800 / (60 + repetition) },
        ...{ total_token_throughput: 25600 / (60 + repetition) },
      };
      writeFileSync(
        join(folder, `repetition_${repetition}.json`),
        JSON.stringify(change(result, mode)),
      );
      const power = ['timestamp, power.draw [W], utilization.gpu [%]'];
      for (let second = 0; second <= 60; second++) {
        const clock = `00:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
        power.push(`2026/01/01 ${clock}.000, 300.00 W, ${second < 6 ? 0 : 95} %`);
      }
      writeFileSync(
        join(folder, `repetition_${repetition}_power_metrics.csv`),
        `${power.join('\n')}\n`,
      );
    }
  }
  return at(name);
}

describe('analyze, of a tree of files whose truth is known', () => {
  it('gives the overheads, the knee, the energy and the price', async () => {
    const json = await analyzed(at('tree'), ...ALONE);
    expect(json.summary.runs).toBe(runs.length);
    expect(json.summary.cost).toBeCloseTo((json.summary.seconds / 3600) * 7, 9);
    const [knee] = json.saturation[0].curves;
    expect(knee.knee.at).toBe(truth.saturation.knee);
    expect(
      json.sequenceLength[0].addedTime.map(({ quantity }: { quantity: string }) => quantity),
    ).toEqual(['ttft_mean_s', 'e2e_mean_s']);
    const sections = [
      json.throughputAndLatency,
      json.energy.conditions,
      json.operations.conditions,
    ];
    for (const section of sections) {
      expect(section).toHaveLength(truth.conditions.length);
      for (const { experiment, condition, off, effect } of section) {
        const known = truth.conditions.find(
          (one) => one.experiment === experiment && one.condition === condition,
        );
        for (const [name, figure] of Object.entries<{ mean: number; n: number }>(off)) {
          const value = known?.off[name];
          if (value === undefined || name.includes('idle') || name.includes('on_time')) continue;
          expect(figure.n).toBe(3);
          expect(Math.abs(figure.mean / value - 1)).toBeLessThan(0.05);
          const ratio = (known?.cc[name] ?? Number.NaN) / value;
          expect(Math.abs(effect[name].overhead - (ratio - 1))).toBeLessThan(0.06);
        }
      }
    }
  });

  it('prints the sections of the notebook, and names what it left out', async () => {
    const { code, out, err } = await sealsim('analyze', at('tree'), ...ALONE);
    expect(code).toBe(0);
    const titles = out.match(/^\d\. .*$/gm);
    expect(titles).toEqual([
      '0. Data summary',
      '1. Throughput and latency',
      '2. Saturation point',
      '3. Sequence length overhead',
      '4. Energy efficiency',
      '5. Price of operations',
    ]);
    expect(out).toMatch(/output throughput {2}off +10 +64 \[32, 128\]/);
    expect(out).toMatch(/Added to E2E, ms: .* per input token \+ .* per output token/);
    expect(err).toContain('truth.json: no results of a form that is known');
  });

  it('writes the files that have data, with their figures', async () => {
    const options = [...ALONE, '--out', at('out'), '--format', 'svg'];
    const { code, err } = await sealsim('analyze', at('tree'), ...options);
    expect(code).toBe(0);
    expect(err).not.toContain('overlap');
    const figures = ['tee-throughput', 'saturation', 'sequence-length', 'energy', 'operations'];
    expect(readdirSync(at('out')).sort()).toEqual(
      [
        ...['conditions.csv', 'energy.csv', 'manifest.json', 'operations.csv', 'overheads.csv'],
        ...['runs.csv', 'saturation.csv', 'sequence-length.csv', 'summary.json'],
        ...figures.flatMap((name) => [`${name}.svg`, `${name}.vl.json`, `${name}.caption.txt`]),
      ].sort(),
    );
    const summary = JSON.parse(readFileSync(at('out', 'summary.json'), 'utf8'));
    expect(summary.summary.runs).toBe(runs.length);
    const labels = summary.throughputAndLatency.map(({ label }: { label: string }) => label);
    expect(labels.slice(-3)).toEqual([
      'throughput_latency/llama-3.1-8b',
      'throughput_latency/qwen3-14b',
      'throughput_latency/llama-3.1-70b',
    ]);
    const manifest = JSON.parse(readFileSync(at('out', 'manifest.json'), 'utf8'));
    expect(manifest.inputs.length).toBeGreaterThanOrEqual(2 * runs.length);
  });
});

describe('analyze', () => {
  it('takes prices by mode, and what idle means', async () => {
    const tree = small('prices', (result) => result);
    const options = ['--price', '6', '--price-cc', '9', '--currency', 'USD', '--idle-watts', '300'];
    const json = await analyzed(tree, ...options);
    const [{ off, effect }] = json.operations.conditions;
    expect(off.cost_per_1000_requests.mean).toBeCloseTo((6 / 3600) * 60.5 * 10, 9);
    expect(effect.cost_per_1000_requests.overhead).toBeCloseTo(0.5, 9);
    expect(json.energy.conditions[0].off.idle_share.mean).toBe(1);
    expect(json.options.prices).toEqual({ off: 6, cc: 9, currency: 'USD' });
    const byUse = await analyzed(tree);
    expect(byUse.energy.conditions[0].off.idle_share.mean).toBeCloseTo(5.5 / 60, 9);
  });

  it('warns of failures by file, and goes on', async () => {
    const tree = small('failures', (result, mode) =>
      mode === 'cc' ? { ...result, completed: 97, failed: 3 } : result,
    );
    const { code, err, out } = await sealsim('analyze', tree);
    expect(code).toBe(0);
    expect(err).toMatch(/tee_on.repetition_0\.json: .*3 failed/);
    expect(out).toContain('5. Price of operations');
  });

  it('says what it cannot say', async () => {
    const { out } = await sealsim(
      'analyze',
      small('plain', (result) => result),
    );
    expect(out).toContain('No condition was run under more than one load.');
    expect(out).toContain('Every condition was run with one length only.');
    expect(out).toContain('no SLA: give one with --sla');
    expect(out).toContain('all 4 runs:');
  });

  it('sets runs of the simulator beside measured ones, and averages neither with the other', async () => {
    const tree = small('mixed', (result) => result);
    writeFileSync(at('mixed.yaml'), SMALL_SCENARIO);
    for (const mode of ['off', 'cc']) {
      const options = ['--set', `tee.mode=${mode}`, '--replications', '3'];
      const out = ['--out', at('simulated', mode)];
      expect((await sealsim('run', at('mixed.yaml'), ...options, ...out)).code).toBe(0);
    }
    const { summary, throughputAndLatency } = await analyzed(tree, at('simulated'));
    expect(summary.runs).toBe(4 + 2 * 3);
    const cells = throughputAndLatency.map(
      ({ origin, off, cc }: { origin: string; off: object; cc: object }) => [
        origin,
        Reflect.get(off, 'requests_per_second').n,
        Reflect.get(cc, 'requests_per_second').n,
      ],
    );
    expect(cells).toEqual([
      ['measured', 2, 2],
      ['simulated', 3, 3],
    ]);
    const simulated = throughputAndLatency[1];
    // Off and on saw the same requests, replication by replication; measured runs did not.
    const paired = throughputAndLatency.map(
      ({ effect }: { effect: Record<string, { paired: boolean }> }) =>
        effect['requests_per_second']?.paired,
    );
    expect(paired).toEqual([false, true]);
    expect(simulated.condition).toMatch(/^[\w-]+, [\w+-]+$/);
    expect(Object.keys(simulated.off)).toContain('e2e_mean_s');
    expect(Object.keys(simulated.off)).not.toContain('tpot_mean_s');
  });

  it('leaves out the files and figures that have no data', async () => {
    const tree = small('little', (result) => result);
    const out = ['--out', at('little-out'), '--format', 'svg'];
    expect((await sealsim('analyze', tree, ...out)).code).toBe(0);
    const { options } = await analyzed(tree);
    expect(JSON.parse(readFileSync(at('little-out', 'summary.json'), 'utf8')).options).toEqual(
      options,
    );
    expect((await sealsim('analyze', tree, ...out)).code).toBe(2);
    const names = readdirSync(at('little-out'));
    expect(names).toContain('energy.csv');
    expect(names.filter((name) => /^(saturation|sequence-length)/.test(name))).toEqual([]);
  });

  it('tells everything that is wrong at once, and writes nothing', async () => {
    const wrong = [
      ...['--price', '0', '--price-cc', 'x', '--currency', '7 €', '--sla', '-1'],
      ...['--idle-watts', '', '--format', 'gif', '--out', at('never')],
    ];
    const { code, out, err } = await sealsim('analyze', at('nowhere'), ...wrong);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const option of [
      '--price',
      '--price-cc',
      '--currency',
      '--sla',
      '--idle-watts',
      '--format',
    ]) {
      expect(err).toMatch(new RegExp(`^${option}: expected `, 'm'));
    }
    expect(err).toContain('nowhere');
    expect(err.trim().split('\n')).toHaveLength(7);
    expect(readdirSync(at('.'))).not.toContain('never');
  });
});
