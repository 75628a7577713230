import { describe, expect, it } from 'vitest';
import { load, problemsOf, scenarioText } from './small-world.js';

const PRESET = `description: made up
architecture: hopper
sources: { bench: a bench }
effects:
  load:
    kind: load
    source: bench
    hardware: none
    conditions: none
    confidence: none
    ratio: { value: 2.5, low: 2, high: 3, spread: range }
  kernel:
    kind: kernel
    source: bench
    hardware: none
    conditions: none
    confidence: none
    ratio: { value: 1.1 }
  copies:
    kind: transfer
    source: bench
    hardware: none
    conditions: none
    confidence: none
    direction: host-to-device
    memory: pageable
    off: { fixedSeconds: { value: 0 }, gigabytesPerSecond: { value: 10 } }
    cc: { fixedSeconds: { value: 0.5 }, gigabytesPerSecond: { value: 2.5 } }
use: { load: load }
`;
const STEP = `description: made up
architecture: hopper
sources: { bench: a bench }
effects:
  step:
    kind: step
    source: bench
    hardware: none
    conditions: none
    confidence: none
    perStepSeconds: { value: 0.01 }
    perSequenceSeconds: { value: 0.001 }
`;
const FILES = { 'profiles/tee/small-tee.yaml': PRESET, 'step.yaml': STEP };

const withTee = (tee: string, more: Readonly<Record<string, string>> = {}) =>
  load(scenarioText({ tee, ...more }), {}, FILES);
const problemsWith = (tee: string, files: Readonly<Record<string, string>> = {}) =>
  problemsOf(load(scenarioText({ tee }), {}, { ...FILES, ...files }));

describe('tee.preset', () => {
  it('is the off measurement with its effects, as factors written by hand are', async () => {
    const { timing } = await withTee('{ mode: cc, preset: small-tee }');
    const byHand = await withTee('{ mode: cc, factors: { load: 2.5, inference: 1.1 } }');
    const { presets, teeRanges, ...durations } = timing;
    expect(durations).toEqual({ ...byHand.timing, presets: undefined, teeRanges: undefined });
    expect(presets).toEqual([
      { name: 'small-tee', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(teeRanges.map(({ path, value }) => [path, value])).toEqual([
      ['tee.effects.load.ratio', 2.5],
    ]);
  });

  it('takes other numbers, another effect, and factors on top', async () => {
    const { timing } = await withTee(
      '{ mode: cc, preset: small-tee, use: { load: copies }, effects: { copies: { cc: { gigabytesPerSecond: 5 } } }, factors: { load: 2, perSwapSeconds: 1 } }',
    );
    const [alpha] = timing.models;
    expect(alpha?.swap).toMatchObject({ load: { mean: 8 } });
    expect(alpha?.added.perSwapSeconds).toBe(1.5);
    expect(alpha?.added.perGiBSeconds).toBeCloseTo(1.073741824 * (0.2 - 0.1), 12);
    const believed = timing.believed.cc[0]?.load.mean ?? 0;
    expect(believed).toBeCloseTo(8 + 1.5 + 20 * 1.073741824 * 0.1, 12);
  });

  it('adds steps to batches, and beliefs know of it', async () => {
    const steps = 'effects: { step: { stepsPerBatch: 20 } }';
    const { timing } = await withTee(`{ mode: cc, preset: [small-tee, step.yaml], ${steps} }`);
    const added = { perBatchSeconds: 0.2, perRequestSeconds: 0.02 };
    expect(timing.models[0]?.added).toMatchObject(added);
    expect(timing.believed.cc[0]?.added).toEqual(added);
    expect(timing.believed.off[0]?.added).toEqual({ perBatchSeconds: 0, perRequestSeconds: 0 });
    expect(timing.presets.map(({ name }) => name)).toEqual(['small-tee', 'step.yaml']);
  });

  it('does not guess how many steps a batch has', async () => {
    expect(await problemsWith('{ mode: cc, preset: step.yaml }')).toEqual([
      's.yaml:7:26 tee.preset: expected a profile that says how many tokens an answer has (models.NAME.tokens.output), got none for alpha, beta in small (stepsPerBatch of the effect under tee.effects can say it, tee.use can leave it out)',
    ]);
  });

  it('is dropped with the mode off on the command line, and refused in the file', async () => {
    const text = scenarioText({ tee: '{ mode: cc, preset: small-tee, keyReleaseSeconds: 1 }' });
    const { teeMode, timing } = await load(text, { sets: ['tee.mode=off'] }, FILES);
    expect([teeMode, timing.presets]).toEqual(['off', []]);
    const off = '{ mode: off, preset: small-tee, coldStart: { attestationSeconds: 1 } }';
    expect(await problemsWith(off)).toEqual([
      's.yaml:7:27 tee.preset: expected preset with mode cc only, got preset with mode off',
      's.yaml:7:49 tee.coldStart: expected coldStart with mode cc only, got coldStart with mode off',
    ]);
  });

  it('is refused where nothing acts, as cc would be off under another name', async () => {
    const evidence = `description: made up
architecture: hopper
sources: { bench: a bench }
effects:
  slower:
    kind: throughput
    source: bench
    hardware: none
    conditions: none
    confidence: none
    points: [{ loss: 0.1 }]
`;
    const files = { 'evidence.yaml': evidence };
    expect(await problemsWith('{ mode: cc, preset: evidence.yaml }', files)).toEqual([
      's.yaml:7:26 tee.preset: expected a preset that has an effect that acts, or tee.factors or tee.coldStart beside it, got evidence.yaml: nothing acts, cc would be off',
    ]);
    for (const more of [
      'factors: { inference: 1.1 }',
      'coldStart: { gpuAttachSeconds: 0 }',
      'keyReleaseSeconds: 1',
      'use: { step: none }',
    ]) {
      const text = scenarioText({ tee: `{ mode: cc, preset: evidence.yaml, ${more} }` });
      const { teeMode } = await load(text, {}, { ...FILES, ...files });
      expect(teeMode).toBe('cc');
    }
  });

  it('stands beside an axis of the mode: off, set later, drops it', async () => {
    const text = scenarioText({ tee: '{ mode: cc }' });
    const setFirst = { sets: ['tee.preset=small-tee', 'tee.effects.load.ratio=2', 'tee.mode=off'] };
    const off = await load(text, setFirst, FILES);
    expect([off.teeMode, off.timing.presets]).toEqual(['off', []]);
    const cc = await load(text, { sets: ['tee.preset=small-tee', 'tee.mode=cc'] }, FILES);
    expect(cc.timing.presets).toHaveLength(1);
    for (const later of ['tee.preset=small-tee', 'tee={ mode: off, preset: small-tee }']) {
      const setLast = load(text, { sets: ['tee.mode=off', later] }, FILES);
      expect(await problemsOf(setLast)).toEqual([
        '--set tee.preset: expected preset with mode cc only, got preset with mode off',
      ]);
    }
  });

  it.each([
    [
      '{ mode: cc, preset: smal-tee }',
      's.yaml:7:26 tee.preset: expected a TEE preset (small-tee), or the path of one, got "smal-tee" (did you mean "small-tee"?)',
    ],
    [
      '{ mode: cc, preset: [small-tee, gone.yaml] }',
      's.yaml:7:38 tee.preset.1: expected a TEE preset (small-tee), or the path of one, got "gone.yaml", which does not exist',
    ],
    [
      '{ mode: cc, preset: small-tee, use: { load: launch } }',
      's.yaml:7:50 tee.use.load: expected one of load, copies, none, got launch',
    ],
    [
      '{ mode: cc, preset: small-tee, effects: { load: { ratio: -1 } } }',
      's.yaml:7:63 tee.effects.load.ratio: expected a number > 0, got -1',
    ],
    [
      '{ mode: cc, preset: small-tee, effects: { copies: { cc: { fixedSeconds: 1 } } } }',
      's.yaml:7:48 tee.effects.copies: expected an effect that acts (load, kernel), got copies (tee.use.load chooses)',
    ],
    [
      '{ mode: cc, effects: { load: { ratio: 2 } } }',
      's.yaml:7:27 tee.effects: expected effects beside tee.preset only, got effects without one',
    ],
  ])('%s is refused', async (tee, line) => {
    expect(await problemsWith(tee)).toEqual([line]);
  });

  it('names every problem of a preset where it stands', async () => {
    const broken = `description: made up
architecture: hoper
sources: { bench: a bench }
effects:
  load: { kind: load, source: bensh, hardware: a, conditions: b, confidence: c, ratio: { value: 0 } }
`;
    const spread = `description: made up
architecture: hopper
sources: { bench: a bench }
effects:
  load: { kind: load, source: bensh, hardware: a, conditions: b, confidence: c, ratio: { value: 4, low: 1, high: 2, spread: x } }
`;
    const lines = await problemsWith('{ mode: cc, preset: [broken.yaml, spread.yaml] }', {
      'broken.yaml': broken,
      'spread.yaml': spread,
    });
    expect(lines).toEqual([
      expect.stringMatching(/^broken.yaml:2:15 architecture: expected .*hopper.*got "hoper"/),
      expect.stringMatching(
        /^broken.yaml:5:\d+ effects.load.ratio.value: expected a number > 0.*got 0/,
      ),
      expect.stringMatching(
        /^spread.yaml:5:\d+ effects.load.source: expected a name under sources, got bensh \(did you mean "bench"\?\)/,
      ),
      expect.stringMatching(
        /^spread.yaml:5:\d+ effects.load.ratio: expected low ≤ value ≤ high, got 1, 4, 2/,
      ),
    ]);
  });

  it('refuses presets that include themselves, or have a name twice', async () => {
    const loop = 'description: a\narchitecture: hopper\ninclude: [other.yaml]\n';
    const files = { 'loop.yaml': loop, 'other.yaml': loop.replace('other', 'loop') };
    expect(await problemsWith('{ mode: cc, preset: loop.yaml }', files)).toEqual([
      'other.yaml:3:11 include.0: expected presets that do not include themselves, got "loop.yaml"',
    ]);
    const copy = { 'copy.yaml': PRESET.replace('2.5', '2.6') };
    expect(await problemsWith('{ mode: cc, preset: [small-tee, copy.yaml] }', copy)).toEqual([
      's.yaml:7:26 tee.preset: expected presets whose effects have different names, got load, kernel, copies twice',
    ]);
  });
});

describe('what nobody has measured', () => {
  it('is on top of measured times too: once a run, or every load', async () => {
    const only = { models: '{ mix: { alpha: 1 } }' };
    const plain = await withTee('{ mode: cc }', only);
    expect(plain.timing.models[0]?.added).toMatchObject({ perSwapSeconds: 0, firstLoadSeconds: 0 });
    const { timing } = await withTee(
      '{ mode: cc, coldStart: { cvmBootSeconds: 20, gpuAttachSeconds: 4, attestationSeconds: 3 }, keyReleaseSeconds: 2 }',
      only,
    );
    expect(timing.models[0]?.added).toMatchObject({ perSwapSeconds: 2, firstLoadSeconds: 27 });
    expect(timing.believed.cc[0]?.load.mean).toBe(4 + 2);
    expect(timing.believed.off[0]?.load.mean).toBe(4);
  });
});

describe('presets and load paths', () => {
  const stages = (pipeline: string, gpuStages: number): string =>
    `{ profile: small, loadPath: { pipeline: ${pipeline}, stages: [{ name: disk, place: disk, giBPerSecond: 2 }${', { name: copy, place: gpu, giBPerSecond: 20 }'.repeat(gpuStages)}] } }`;
  const tee = '{ mode: cc, preset: small-tee, use: { load: copies } }';
  // 2.5 GB/s less 10 GB/s, a GiB.
  const perGiB = 1.073741824 * (0.4 - 0.1);

  it('stages one after the other: copies on top', async () => {
    const { timing } = await withTee(tee, { server: stages('serial', 1) });
    const [alpha] = timing.models;
    expect(alpha?.added.perGiBSeconds).toBeCloseTo(perGiB, 12);
    expect(timing.believed.cc[0]?.load.mean).toBeCloseTo(10 + 1 + 20 * perGiB + 0.5, 9);
  });

  it('overlapped stages: the copy is slower, and hides behind a slower disk', async () => {
    const { timing } = await withTee(tee, { server: stages('overlapped', 1) });
    const [alpha] = timing.models;
    expect(alpha?.added).toMatchObject({ perGiBSeconds: 0, perSwapSeconds: 0.5 });
    const copy = 1 / 20 + perGiB;
    // Twenty chunks of a GiB: the disk all the time, the copy of the last chunk after it.
    expect(copy).toBeLessThan(0.5);
    expect(timing.believed.cc[0]?.load.mean).toBeCloseTo(20 * 0.5 + copy + 0.5, 9);
  });

  it('overlapped stages without one copy to slow down are refused', async () => {
    for (const count of [0, 2]) {
      const lines = await problemsOf(withTee(tee, { server: stages('overlapped', count) }));
      expect(lines).toEqual([
        expect.stringContaining(
          `server.loadPath.stages: expected one stage with place: gpu, which the seconds per GiB of the TEE slow down, got ${count} of them`,
        ),
      ]);
    }
  });
});
