import { describe, expect, it } from 'vitest';
import { load, problemsOf, scenarioText } from './small-world.js';

const GAMMA = scenarioText({ arrivals: '{ process: gamma, rate: 4, shape: 1 }' });

/** A profile with one model of the given name. */
function profileOf(name: string): string {
  return `{ gpu: { memoryGiB: 80 }, models: { "${name}": { weightsGiB: 1, bestBatch: 4,
    off: { batch: { profiled: { a: 1 } }, swap: { profiled: { load: { mean: 1 } } } } } } }`;
}

describe('--set', () => {
  it('replaces a value before anything is checked', async () => {
    const broken = scenarioText({ durationSeconds: 'x' });
    const scenario = await load(broken, { sets: ['durationSeconds=50'] });
    expect(scenario.durationSeconds).toBe(50);
  });

  it('creates mappings on the way', async () => {
    const sets = ['server.gpu.residentModels=2', 'strategy.sizes.alpha=3'];
    const scenario = await load(scenarioText(), { sets });
    expect(scenario.server.memory.residentModels).toBe(2);
    expect(scenario.strategy.options.sizes).toEqual({ alpha: 3 });
  });

  it('lets the later of two for one path hold', async () => {
    const sets = ['sla.seconds=10', 'sla.seconds=20'];
    expect((await load(scenarioText(), { sets })).slaSeconds).toEqual([20, 20]);
  });

  it('reads values as YAML', async () => {
    const sets = ['sla={ seconds: 5, perModel: { beta: 7 } }', 'seed="007"', 'name=a=b'];
    const scenario = await load(scenarioText(), { sets });
    expect(scenario).toMatchObject({ slaSeconds: [5, 7], seed: '007', name: 'a=b' });
  });

  it('makes options of the file give way when it names another strategy', async () => {
    const strategy = '{ name: select-batch+timer, rateWindow: 7, timerSigmas: 2 }';
    const text = scenarioText({ strategy });
    const scenario = await load(text, { sets: ['strategy.name=fcfs'] });
    expect(scenario.strategy.name).toBe('fcfs');
  });

  it('is refused an option that the strategy does not read, also beside a new name', async () => {
    const sets = ['strategy.name=fcfs', 'strategy.batchCap=4'];
    expect(await problemsOf(load(scenarioText(), { sets }))).toEqual([
      '--set strategy.batchCap: expected only options that fcfs reads (none), got "batchCap"',
    ]);
  });

  it('reaches into lists and appends to them', async () => {
    const text = scenarioText({
      strategy: '{ name: select-batch+timer, allowedSizes: [8, 16] }',
      arrivals: '{ process: superposition, of: [{ process: poisson, rate: 1 }] }',
    });
    const sets = [
      'strategy.allowedSizes.0=4',
      'strategy.allowedSizes[2]=32',
      'arrivals.of.0.rate=9',
    ];
    const { strategy, workload } = await load(text, { sets });
    expect(strategy.options.allowedSizes).toEqual([4, 16, 32]);
    expect(workload.arrivals).toMatchObject({ of: [{ arrivals: { rate: 9 } }] });
  });

  it.each([
    'sla.perModel.llama-3.1=5',
    'sla.perModel["llama-3.1"]=5',
    "sla['perModel'].llama-3.1=5",
  ])('knows a model name with a dot: %s', async (set) => {
    const text = scenarioText({
      models: '{ mix: { llama-3.1: 1 } }',
      server: `{ profile: ${profileOf('llama-3.1')} }`,
    });
    expect((await load(text, { sets: [set] })).slaSeconds).toEqual([5]);
  });

  it('changes one alias of a value without the other', async () => {
    const text = scenarioText({
      models: '{ mix: &m { alpha: 0.5, beta: 0.5 } }',
      arrivals: '{ process: poisson, rate: 1 }',
    }).replace('arrivals: { process: poisson, rate: 1 }\n', '');
    const arrivals =
      'arrivals: { process: superposition, of: [{ process: poisson, rate: 1, mix: *m }] }\n';
    const sets = ['arrivals.of.0.mix.alpha=0.2', 'arrivals.of.0.mix.beta=0.8'];
    const { workload } = await load(text + arrivals, { sets });
    expect(workload.mix).toEqual([0.5, 0.5]);
    expect(workload.arrivals).toMatchObject({ of: [{ mix: [0.2, 0.8] }] });
  });

  it('is reported at its path when it is wrong, and hides nothing in the file', async () => {
    const text = scenarioText({ durationSeconds: '-1' });
    expect(await problemsOf(load(text, { sets: ['sla.seconds=-2'] }))).toEqual([
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got -1',
      '--set sla.seconds: expected a number > 0 and ≤ 1e9, got -2',
    ]);
  });
});

describe('--set of a choice', () => {
  it('drops what the file says for another arrival process', async () => {
    const { workload } = await load(GAMMA, { sets: ['arrivals.process=bursty'] });
    expect(workload.arrivals).toMatchObject({ process: 'bursty', burstSeconds: [1, 3] });
  });

  it('keeps what the file says for both', async () => {
    const { workload } = await load(GAMMA, { sets: ['arrivals.process=poisson'] });
    expect(workload.arrivals).toEqual({ process: 'poisson', rate: 4, first: 'gap' });
  });

  it('does not drop keys that no process has', async () => {
    const text = scenarioText({ arrivals: '{ process: gamma, rate: 4, shap: 1 }' });
    expect(await problemsOf(load(text, { sets: ['arrivals.process=ramp'] }))).toHaveLength(1);
  });

  it('does not drop what is itself set', async () => {
    const sets = ['arrivals.process=bursty', 'arrivals.shape=2'];
    expect(await problemsOf(load(GAMMA, { sets }))).toEqual([
      expect.stringMatching(/^--set arrivals\.shape: expected one of process, .* got the unknown/),
    ]);
  });

  it('switches a member of a superposition and leaves its mix', async () => {
    const of = '[{ process: gamma, rate: 4, shape: 2, mix: { beta: 1 } }]';
    const text = scenarioText({ arrivals: `{ process: superposition, of: ${of} }` });
    const { workload } = await load(text, { sets: ['arrivals.of.0.process=ramp'] });
    expect(workload.arrivals).toMatchObject({
      of: [{ arrivals: { process: 'ramp', maxRate: 7 }, mix: [0, 1] }],
    });
  });

  it('replaces a module by a name', async () => {
    const text = scenarioText({ strategy: '{ module: ./m.mjs }' });
    const { strategy } = await load(text, { sets: ['strategy.name=fcfs'] });
    expect(strategy).toMatchObject({ name: 'fcfs', module: null });
  });

  it('replaces a shape by a cv', async () => {
    const { workload } = await load(GAMMA, { sets: ['arrivals.cv=2'] });
    expect(workload.arrivals).toMatchObject({ shape: 0.25 });
  });

  it('drops TEE factors with the mode that they are for', async () => {
    const text = scenarioText({ tee: '{ mode: cc, factors: { load: 2 } }' });
    const scenario = await load(text, { sets: ['tee.mode=off'] });
    expect(scenario.timing.models[1]?.swap).toMatchObject({ load: { mean: 5 } });
  });
});

describe('--seed and --replications', () => {
  it('stand in place of what the scenario says', async () => {
    const text = scenarioText({ seed: '1', replications: '2' });
    const request = { seed: 'x', replications: 7, sets: ['seed=3'] };
    expect(await load(text, request)).toMatchObject({ seed: 'x', replications: 7 });
  });
});
