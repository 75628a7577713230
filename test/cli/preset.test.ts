import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealsim } from './run-in-process.js';

const SCENARIO = `name: small
durationSeconds: 120
sla: { seconds: 40 }
tee: { mode: cc }
arrivals: { process: poisson, rate: 3 }
models: { mix: { granite-7b: 0.4, gemma-7b: 0.6 } }
server: { profile: h100-sincere, swapTimes: history }
strategy: { name: best-batch+timer }
`;

describe('sealsim preset', () => {
  it('shows numbers, what they do, what acts on nothing, what nobody knows, and evidence', async () => {
    const { code, out, err } = await sealsim('preset', 'h100-hopper', '--sizes', '1,32');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /load\.ratio +loads +2\.527 – 2\.659, range over the three models +2\.589 +×/,
    );
    expect(out).toMatch(
      /granite-7b +load +3\.553 +9\.200 +8\.966 +\+0\.234 +1\.026 +load \+5\.646/,
    );
    expect(out).toMatch(/gemma-7b +batch of 32 /);
    expect(out).toContain('launch: launches per step are not known: launchesPerStep has no claim');
    expect(out).toContain('kernel: not chosen: nothing does (use.kernel)');
    expect(out).toContain('tee.coldStart.attestationSeconds');
    expect(out).toMatch(/throughput-vllm-bf16 +– +1 +128 +11\.3 +10\.5 +−0\.8/);
    expect(out).toContain('arXiv 2409.03992');
    expect(out).not.toMatch(/[^\S\n]\n|undefined|NaN/);
  });

  it('prints the same as one JSON document', async () => {
    const { code, out } = await sealsim('preset', 'blackwell', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.presets).toMatchObject([{ name: 'blackwell', architecture: 'blackwell' }]);
    const load = report.effects.find(({ name }: { name: string }) => name === 'load-blackwell');
    expect(load).toMatchObject({ actsOn: 'load', factors: { load: 34 } });
    const durations: { operation: string; offSeconds: number; presetSeconds: number }[] =
      report.durations;
    for (const { operation, offSeconds, presetSeconds } of durations) {
      const ratio = operation === 'load' ? 34 : 1;
      expect(presetSeconds).toBeCloseTo(ratio * offSeconds, 9);
    }
    expect(report.unknowns).toHaveLength(4);
  });

  it('names everything that is wrong at once', async () => {
    const { code, err } = await sealsim(
      ...['preset', 'h100-hoper', '--profile', 'h100', '--sizes', '1,0'],
    );
    expect(code).toBe(2);
    const [preset, profile, sizes, ...more] = err.trim().split('\n');
    expect(preset).toMatch(
      /^PRESET: expected a TEE preset \(.*\), or the path of one, got "h100-hoper" \(did you mean "h100-hopper"\?\)$/,
    );
    expect(profile).toMatch(/^--profile: expected a profile .* got "h100"/);
    expect(sizes).toBe(
      '--sizes: expected whole numbers from 1 to 1000000, separated by commas, got "1,0"',
    );
    expect(more).toEqual([]);
  });

  it('shows another effect than the presets would have act, and refuses what cannot', async () => {
    const { out } = await sealsim('preset', 'h100-hopper', '--use', 'load=transfer-pageable-h2d');
    // 25.1 GiB at 2.62 instead of 10.1 GB/s.
    expect(out).toMatch(/granite-7b +load +3\.553 +11\.172 +8\.966 /);
    const wrong = await sealsim(
      ...['preset', 'h100-hopper', '--use', 'load=launch', '--use', 'loads=load'],
    );
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^--use: expected what=effect, what being one of load, step, /m);
    expect(wrong.err).toContain('got "loads=load" (did you mean "load"?)');
    expect(wrong.err).toMatch(/^--use load: expected one of transfer-pinned-h2d, .* got launch/m);
  });

  it('does not mix GPU generations', async () => {
    const { code, err } = await sealsim('preset', 'h100-hopper', 'blackwell');
    expect([code, err]).toEqual([
      2,
      'PRESET: expected presets of one GPU generation, got hopper (h100-hopper) and blackwell (blackwell)\n',
    ]);
  });
});

describe('sealsim list presets', () => {
  it('names presets and what they say of themselves', async () => {
    const { out } = await sealsim('list', 'presets', '--json');
    const { presets } = JSON.parse(out);
    expect(presets.map(({ name }: { name: string }) => name)).toContain('h100-hopper');
    // A line about each: the first sentence of what it says.
    for (const { summary } of presets) expect(summary).toMatch(/^[^\n]{20,200}\.$/);
    const profiles = JSON.parse((await sealsim('list', 'profiles', '--json')).out);
    expect(profiles).toEqual({ profiles: [expect.objectContaining({ name: 'h100-sincere' })] });
  });
});

describe('runs with presets', () => {
  let folder = '';
  let scenario = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'preset-'));
    scenario = join(folder, 'small.yaml');
    writeFileSync(scenario, SCENARIO);
  });
  const run = async (name: string, ...sets: string[]): Promise<string> => {
    const out = join(folder, name);
    const { code, err } = await sealsim(
      ...['run', scenario, '--out', out, ...sets.flatMap((set) => ['--set', set])],
    );
    expect([code, err]).toEqual([0, '']);
    return out;
  };

  it('are byte for byte those with the same factors written by hand', async () => {
    const preset = await run(
      'preset',
      ...['tee.preset=h100-hopper', 'tee.use.step=none', 'tee.use.firstLoad=none'],
      'tee.effects.load.ratio=2.5',
    );
    const byHand = await run('by-hand', 'tee.factors.load=2.5');
    for (const file of ['requests.csv', 'batches.csv', 'timeline.csv', 'summary.json']) {
      const [one, other] = [preset, byHand].map((at) => readFileSync(join(at, file), 'utf8'));
      expect(one).toBe(other);
    }
    const { inputs } = JSON.parse(readFileSync(join(preset, 'manifest.json'), 'utf8'));
    const presets = inputs.filter(({ what }: { what: string }) => what === 'tee preset');
    expect(presets.map(({ name }: { name: string }) => name)).toEqual([
      ...['h100-hopper', 'ispass25-hopper', 'sincere-h100'],
      ...['phala-h100-nvl', 'phala-h200', 'chrapek-h100', 'pipellm-h100'],
    ]);
  });

  it('compare cc with off, which drops them, whether they are set or stand in the file', async () => {
    const axis = ['--axis', 'tee.mode=off,cc', '--json'];
    const isSet = await sealsim(
      ...['compare', scenario, '--set', 'tee.preset=h100-hopper', ...axis],
    );
    const file = join(folder, 'with-preset.yaml');
    writeFileSync(file, SCENARIO.replace('mode: cc', 'mode: cc, preset: h100-hopper'));
    const stands = await sealsim('compare', file, ...axis);
    const measured = await sealsim('compare', scenario, ...axis);
    expect([isSet.code, isSet.out]).toEqual([0, stands.out]);
    expect(measured.out).not.toBe(isSet.out);
  });
});
