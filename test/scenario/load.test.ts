import { describe, expect, it } from 'vitest';
import { AS_PUBLISHED, LOSSLESS } from '../../src/serving/batch/config.js';
import { defaultStrategyOptions } from '../../src/serving/batch/strategies/strategy.js';
import { TABLES_AS_THEY_ARE } from '../../src/timing/belief/config.js';
import { withMeanDurations } from '../../src/timing/mean-durations.js';
import { load, PROFILE, problemsOf, scenarioText } from './small-world.js';

const CSV = 't_s,model\n0.5,beta\n2,alpha\n2,beta\n';

describe('loadScenario', () => {
  it('fills in every default', async () => {
    const scenario = await load(scenarioText());
    expect(scenario).toMatchObject({
      name: 's',
      seed: '1',
      replications: 1,
      drainSeconds: Number.POSITIVE_INFINITY,
      horizon: 'terminating',
      models: ['alpha', 'beta'],
      slaSeconds: [60, 60],
      teeMode: 'off',
      metrics: { latency: 'exact' },
      workload: { mix: [0.4, 0.6], modelCount: 2, durationSeconds: 100 },
      server: {
        semantics: 'lossless',
        rules: LOSSLESS,
        memory: { memoryGiB: 80, reserveGiB: 0, residentModels: 1, eviction: 'lru' },
        preload: [],
        unloadWhenIdle: false,
      },
      strategy: { name: 'best-batch', module: null, timerProfile: 'off' },
    });
    expect(scenario.strategy.options).toEqual(defaultStrategyOptions);
  });

  it('keeps the order of the mix as the order of the models', async () => {
    const models = '{ mix: { beta: 0.9, alpha: 0.1 } }';
    const scenario = await load(scenarioText({ models }));
    expect(scenario.models).toEqual(['beta', 'alpha']);
    expect(scenario.workload.mix).toEqual([0.9, 0.1]);
    expect(scenario.timing.models.map(({ name }) => name)).toEqual(['beta', 'alpha']);
  });

  it('gives models that only `names` lists the probability 0', async () => {
    const models = '{ names: [beta, alpha], mix: { alpha: 1 } }';
    const { workload } = await load(scenarioText({ models }));
    expect(workload.mix).toEqual([0, 1]);
  });

  it('takes the SLA of a model before the general one', async () => {
    const sla = '{ seconds: 60, perModel: { beta: 5 } }';
    expect((await load(scenarioText({ sla }))).slaSeconds).toEqual([60, 5]);
  });

  it('accepts probabilities whose sum is off by rounding only', async () => {
    const models = '{ mix: { alpha: 0.7, beta: 0.2, gamma: 0.1 } }';
    const profile = `{ gpu: { memoryGiB: 80 }, models: { alpha: &m { weightsGiB: 1, bestBatch: 1,
      off: { batch: { profiled: { a: 1 } }, swap: { profiled: { load: { mean: 1 } } } } },
      beta: *m, gamma: *m } }`;
    expect(0.7 + 0.2 + 0.1).not.toBe(1);
    const scenario = await load(scenarioText({ models, server: `{ profile: ${profile} }` }));
    expect(scenario.timing.profile).toBe('inline');
  });

  it('reads a seed that is a number and the same as text alike', async () => {
    const number = await load(scenarioText({ seed: '42' }));
    const text = await load(scenarioText({ seed: '"42"' }));
    expect(number.seed).toBe(text.seed);
  });

  it('starts from the named semantics and changes single rules', async () => {
    const server = '{ profile: small, semantics: as-published, rules: { lockOrder: lifo } }';
    const scenario = await load(scenarioText({ server }));
    expect(scenario.server.rules).toEqual({ ...AS_PUBLISHED, lockOrder: 'lifo' });
  });

  it('takes memory from the scenario before the profile', async () => {
    const server = '{ profile: small, gpu: { memoryGiB: 60, reserveGiB: 4 }, preload: [beta] }';
    const scenario = await load(scenarioText({ server }));
    expect(scenario.server.memory).toMatchObject({ memoryGiB: 60, reserveGiB: 4 });
    expect(scenario.server.preload).toEqual([1]);
  });

  it('spreads one batch size over all models', async () => {
    const strategy = '{ name: best-batch, sizes: 12 }';
    const scenario = await load(scenarioText({ strategy }));
    expect(scenario.strategy.options.sizes).toEqual({ alpha: 12, beta: 12 });
  });

  it('accepts a strategy in the papers’ spelling', async () => {
    const strategy = '{ name: BestBatch+PartialBatch+Timer }';
    const scenario = await load(scenarioText({ strategy }));
    expect(scenario.strategy.name).toBe('best-batch+partial-batch+timer');
  });

  it('lets timers believe the mode of the run unless told otherwise', async () => {
    const models = '{ mix: { alpha: 1 } }';
    const own = await load(scenarioText({ models, tee: '{ mode: cc }' }));
    expect(own.strategy.timerProfile).toBe('cc');
    const strategy = '{ name: best-batch, timerProfile: off }';
    const other = await load(scenarioText({ models, strategy, tee: '{ mode: cc }' }));
    expect(other.strategy.timerProfile).toBe('off');
  });

  it('has beliefs that are the tables of the profile, until told otherwise', async () => {
    expect((await load(scenarioText())).believed).toEqual(TABLES_AS_THEY_ARE);
    const sets = ['believed.loadFactor=0.8', 'believed.noise.cv=0.3', 'believed.learning.weight=1'];
    const { believed } = await load(scenarioText({ believed: '{ times: actual }' }), { sets });
    expect(believed).toEqual({
      ...TABLES_AS_THEY_ARE,
      times: 'actual',
      loadFactor: 0.8,
      noise: { cv: 0.3 },
      learning: { weight: 1 },
    });
  });

  it('takes the means of durations that are not to vary', async () => {
    const noisy = PROFILE.replace('mean: 4', 'mean: 4, sd: 2');
    const timingOf = async (server: string) =>
      (await load(scenarioText({ server }), {}, { 'profiles/small.yaml': noisy })).timing;
    const measured = await timingOf('{ profile: small }');
    const still = await timingOf('{ profile: small, variability: none }');
    expect(still).toEqual(withMeanDurations(measured));
    expect(measured.models[0]?.swap).toMatchObject({ family: 'lognormal', load: { sd: 2 } });
    expect(still.models[0]?.swap).toMatchObject({ family: 'constant', load: { mean: 4, sd: 0 } });
  });

  it('takes the means of a load path’s stages too', async () => {
    const path = 'loadPath: { cv: 0.5, stages: [{ name: copy, place: gpu, giBPerSecond: 4 }] }';
    const swapOf = async (more: string) =>
      (await load(scenarioText({ server: `{ profile: small, ${path}${more} }` }))).timing.models[0]
        ?.swap;
    expect(await swapOf('')).toMatchObject({ form: 'stages', cv: 0.5, family: 'lognormal' });
    expect(await swapOf(', variability: none')).toMatchObject({ cv: 0, family: 'constant' });
  });

  it('applies TEE factors to the off measurement', async () => {
    const tee = '{ mode: cc, factors: { load: 3, perSwapSeconds: 2 } }';
    const { timing } = await load(scenarioText({ tee }));
    expect(timing.models[1]?.swap).toMatchObject({ load: { mean: 15 } });
    expect(timing.models[0]?.added.perSwapSeconds).toBe(2);
  });

  it('finds a profile and a trace relative to the scenario', async () => {
    const arrivals = '{ process: trace, file: data/t.csv }';
    const server = '{ profile: ./mine.yaml }';
    const text = scenarioText({ arrivals, server, models: '{ names: [alpha, beta] }' });
    const { timing, workload } = await load(text, {}, { 'mine.yaml': PROFILE, 'data/t.csv': CSV });
    expect(timing.profile).toBe('./mine.yaml');
    expect(workload.arrivals).toMatchObject({
      process: 'trace',
      file: 'data/t.csv',
      columns: { time: 't_s', model: 'model' },
      times: Float64Array.of(0.5, 2, 2),
      models: Uint16Array.of(1, 0, 1),
      lengths: null,
    });
  });

  it('reads the lengths of a trace, unless it is told not to', async () => {
    const csv = 't_s,inputTokens,answer\n1,300,20\n2,,0\n';
    const lengthsBy = async (columns: string) => {
      const arrivals = `{ process: trace, file: t.csv, columns: { ${columns} } }`;
      const { workload } = await load(scenarioText({ arrivals }), {}, { 't.csv': csv });
      return workload.arrivals.process === 'trace' ? workload.arrivals.lengths : undefined;
    };
    const input = Int32Array.of(300, -1);
    expect(await lengthsBy('time: t_s')).toEqual({ input, output: null });
    const output = Int32Array.of(20, 0);
    expect(await lengthsBy('outputTokens: answer')).toEqual({ input, output });
    expect(await lengthsBy('inputTokens: null')).toBeNull();
    await expect(lengthsBy('inputTokens: prompt')).rejects.toThrow(
      't.csv:1:1 prompt: expected a column named prompt, got columns "t_s", "inputTokens", "answer"',
    );
  });

  it('draws the models of a trace that has none', async () => {
    const arrivals = '{ process: trace, file: t.csv }';
    const { workload } = await load(scenarioText({ arrivals }), {}, { 't.csv': 't_s\n1\n' });
    expect(workload.arrivals).toMatchObject({ columns: { model: null }, models: null });
    expect(workload.mix).toEqual([0.4, 0.6]);
  });

  it('reads a file with a byte order mark and Windows line ends', async () => {
    const text = `\uFEFF${scenarioText().replaceAll('\n', '\r\n')}`;
    expect((await load(text)).models).toEqual(['alpha', 'beta']);
  });

  it('accepts anchors and aliases', async () => {
    const text = scenarioText({ name: '&n x', seed: '*n' });
    expect(await load(text)).toMatchObject({ name: 'x', seed: 'x' });
  });

  it('passes free-form options on as they are', async () => {
    const strategy = '{ module: own.mjs, options: { depth: 4, tags: [a, { b: null }] } }';
    const { options } = (await load(scenarioText({ strategy }))).strategy;
    expect(options.custom).toEqual({ depth: 4, tags: ['a', { b: null }] });
  });

  it('refuses a missing file and a folder', async () => {
    const missing = load(scenarioText(), { file: 'nope.yaml' });
    expect(await problemsOf(missing)).toEqual([
      'nope.yaml:1:1: expected a scenario file, got no such file',
    ]);
    const folder = load(scenarioText(), { file: 'profiles' });
    expect(await problemsOf(folder)).toEqual([
      'profiles:1:1: expected a scenario file, got a folder',
    ]);
  });

  it('stops after 200 problems and counts the rest', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => `zz${index}: 1\n`).join('');
    const lines = await problemsOf(load(scenarioText() + keys));
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toMatch(/expected at most 200 problems, got 50 more$/);
  });
});
