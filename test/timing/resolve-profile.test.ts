import { describe, expect, it } from 'vitest';
import { NOTHING_ADDED } from '../../src/timing/added.js';
import { NO_FACTORS } from '../../src/timing/factors.js';
import { createTiming } from '../../src/timing/timing.js';
import { choose, h100, issuesOf, readProfile, resolved, SINGLE_SERVER } from './support.js';

const MODELS = ['llama3-8b', 'granite-7b'];

describe('resolveTiming', () => {
  it('resolves a single exponential server from a few lines', () => {
    const { timing, gpu } = resolved(readProfile(SINGLE_SERVER), choose());
    expect(gpu).toEqual({ memoryGiB: 10, reserveGiB: 0 });
    expect(timing).toMatchObject({
      profile: 'p',
      profileSha256: 'hash',
      write: { baseSeconds: 0, perRequestSeconds: 0 },
      busyLoopInferenceRate: 1,
      models: [{ added: NOTHING_ADDED }],
    });
    const server = createTiming(timing);
    expect(server.batchSeconds(0, 1, 0.25)).toBeCloseTo(-Math.log(0.75), 12);
    expect(server.loadSeconds(0, { first: true, previous: -1, beforePrevious: -1 }, 0.5)).toBe(0);
    expect([server.maxBatch(0), server.definedUpTo(0)]).toEqual([Infinity, Infinity]);
  });

  it('puts the models in the order of the scenario', () => {
    const { timing } = resolved(h100(), choose({ models: MODELS }));
    expect(timing.models.map(({ name }) => name)).toEqual(MODELS);
    expect(timing.models.map(({ bestBatch }) => bestBatch)).toEqual([64, 48]);
    expect(timing.believed.off.map(({ bestBatch }) => bestBatch)).toEqual([64, 48]);
  });

  it('says what the GPU is and how long requests were, and null where the profile does not', () => {
    const known = resolved(h100(), choose({ models: MODELS })).timing;
    expect(known.gpuName).toBe('NVIDIA H100 80 GB HBM3');
    expect(known.models.map(({ tokens }) => tokens)).toEqual([
      { input: null, output: 50 },
      { input: null, output: 50 },
    ]);
    const unknown = resolved(readProfile(SINGLE_SERVER), choose()).timing;
    expect(unknown.gpuName).toBeNull();
    expect(unknown.models[0]?.tokens).toEqual({ input: null, output: null });
  });

  it('takes profiled times unless told otherwise', () => {
    const document = h100();
    const profiled = choose({ models: MODELS, swapTimes: 'profiled', batchTimes: 'profiled' });
    expect(resolved(document, choose({ models: MODELS }))).toEqual(resolved(document, profiled));
  });

  it('believes the profiled tables whatever the run takes', () => {
    const document = h100();
    const seen = choose({
      models: MODELS,
      mode: 'cc',
      swapTimes: 'disk',
      batchTimes: 'in-experiment',
    });
    const { believed, models } = resolved(document, seen).timing;
    expect(models.map(({ swap, batch }) => [swap.form, batch.form])).toEqual([
      ['disk', 'line'],
      ['disk', 'line'],
    ]);
    expect(believed).toEqual(resolved(document, choose({ models: MODELS })).timing.believed);
    expect(believed.cc.map(({ load }) => load.mean)).toEqual([11.0054, 8.9661]);
  });

  it('knows no belief of a mode that was not measured', () => {
    const { believed } = resolved(readProfile(SINGLE_SERVER), choose()).timing;
    expect(believed.off).toHaveLength(1);
    expect(believed.cc).toEqual([]);
  });

  it('draws an exponential with its own spread in every form', () => {
    const yaml = SINGLE_SERVER.replace(
      '{ load: { mean: 0 } }',
      '{ load: { mean: 3 }, family: exponential }',
    );
    const { timing } = resolved(readProfile(yaml), choose());
    expect(timing.models[0]?.swap).toMatchObject({
      load: { mean: 3, sd: 3 },
      unload: { mean: 0, sd: 0 },
    });
    const history = { first: false, previous: -1, beforePrevious: -1 };
    const load = createTiming(timing).loadSeconds(0, history, 0.9);
    expect(load).toBeCloseTo(3 * Math.log(10), 12);
  });

  it('takes a spread without a family as lognormal', () => {
    const yaml = SINGLE_SERVER.replace('a: 1, family: exponential', 'a: 1, cv: 0.5');
    expect(resolved(readProfile(yaml), choose()).timing.models[0]?.batch.family).toBe('lognormal');
  });
});

describe('resolveTiming, of swaps by history', () => {
  const MODE = `{ batch: { profiled: { a: 1 } }, swap: {
    profiled: { load: { mean: 1 }, unload: { mean: 0.5 } },
    history: {
      first: { mean: 2 },
      returning: { mean: 3, sd: 0.3, after: { b: { mean: 4, sd: 0.4 } } },
      otherwise: { mean: 5 } } } }`;
  const MODEL = `{ weightsGiB: 1, bestBatch: 1, off: ${MODE}, cc: ${MODE} }`;
  const YAML = `
gpu: { memoryGiB: 10 }
busyLoop: { loadExtraSeconds: { a: { off: 3, cc: 7 }, b: 5 } }
models: { a: ${MODEL}, b: ${MODEL} }
`;

  const timing = (parts: object) =>
    resolved(readProfile(YAML), choose({ swapTimes: 'history', ...parts })).timing;

  it('puts what follows each model at that model’s index', () => {
    const swap = timing({ models: ['b', 'a'] }).models[1]?.swap;
    expect(swap).toMatchObject({
      form: 'history',
      load: 1,
      unload: 0.5,
      returning: [
        { mean: 4, sd: 0.4 },
        { mean: 3, sd: 0.3 },
      ],
      otherwise: [
        { mean: 5, sd: 0 },
        { mean: 5, sd: 0 },
      ],
      family: 'lognormal',
      runCv: 0,
    });
  });

  it('takes the second load as any other, unless it is given', () => {
    expect(timing({ models: ['a'] }).models[0]?.swap).toMatchObject({ second: { mean: 5, sd: 0 } });
  });

  it('takes the busy loop’s seconds of the mode, those of off under factors', () => {
    const extra = (parts: object) =>
      timing({ models: ['a', 'b'], ...parts }).models.map((m) => m.busyLoopLoadExtraSeconds);
    const factors = { ...NO_FACTORS, load: 2 };
    expect(extra({ mode: 'off' })).toEqual([3, 5]);
    expect(extra({ mode: 'cc' })).toEqual([7, 5]);
    expect(extra({ mode: 'cc', factors })).toEqual([3, 5]);
  });
});

describe('resolveTiming, when the scenario asks for what the profile does not have', () => {
  it('names each model it lacks, and the nearest it has', () => {
    const choice = choose({
      profile: 'h100-sincere',
      models: ['lama3-8b', 'constructor', 'gemma-7b'],
    });
    const known = 'a model of profile h100-sincere (granite-7b, gemma-7b, llama3-8b)';
    expect(issuesOf(h100(), choice)).toEqual([
      {
        in: 'scenario',
        path: ['models', 'mix', 'lama3-8b'],
        expected: known,
        got: 'lama3-8b',
        hint: 'did you mean "llama3-8b"?',
      },
      {
        in: 'scenario',
        path: ['models', 'mix', 'constructor'],
        expected: known,
        got: 'constructor',
      },
    ]);
  });

  it('says only that the profile is empty when it is', () => {
    const empty = readProfile('{ gpu: { memoryGiB: 1 }, models: {} }');
    expect(issuesOf(empty, choose({ models: ['a', 'b'] }))).toEqual([
      { in: 'profile', path: ['models'], expected: 'at least one model', got: 'none' },
    ]);
  });

  it('names the swap and batch times that exist', () => {
    const choice = choose({ swapTimes: 'disk', batchTimes: 'in-experiment' });
    expect(issuesOf(readProfile(SINGLE_SERVER), choice)).toEqual([
      {
        in: 'scenario',
        path: ['server', 'swapTimes'],
        expected: 'profiled',
        got: 'disk',
        hint: 'profile p has no disk of only in mode off',
      },
      {
        in: 'scenario',
        path: ['server', 'batchTimes'],
        expected: 'profiled',
        got: 'in-experiment',
        hint: 'profile p has no in-experiment of only in mode off',
      },
    ]);
  });

  it('asks for factors when cc was not measured', () => {
    expect(issuesOf(readProfile(SINGLE_SERVER), choose({ mode: 'cc' }))).toEqual([
      {
        in: 'scenario',
        path: ['tee', 'mode'],
        expected: 'off: profile p has no cc measurement of only',
        got: 'cc',
        hint: 'tee.preset or tee.factors can stand for one',
      },
    ]);
  });

  it('reports problems of the profile and of its use together', () => {
    const yaml = SINGLE_SERVER.replace('a: 1, family: exponential', 'a: 0');
    const issues = issuesOf(readProfile(yaml), choose({ models: ['onyl'] }));
    expect(issues.map((issue) => issue.in)).toEqual(['profile', 'scenario']);
  });
});
