import { describe, expect, it } from 'vitest';
import { countArrivals } from '../../../src/experiment/arrivals-preview.js';
import { runReplication } from '../../../src/experiment/replicate.js';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { batchProfile } from '../../../src/report/figures/batch-profile.js';
import type { FigureDefinition, FigureOptions } from '../../../src/report/figures/figure.js';
import { gpuTimeline } from '../../../src/report/figures/gpu-timeline.js';
import { inputPatterns } from '../../../src/report/figures/input-patterns.js';
import { loadingTimes } from '../../../src/report/figures/loading-times.js';
import { timelineRows } from '../../../src/report/figures/timeline-rows.js';
import { findStrategy } from '../../../src/serving/batch/strategies/registry.js';
import { simulatedResults } from '../../support/sweep-results.js';
import { buildFigure } from './draw-figure.js';

const SCENARIO = 'scenarios/sincere.yaml';

function sweep(
  axes: Readonly<Record<string, readonly string[]>>,
  sets: readonly string[] = [],
  keep = false,
): Promise<SweepResults> {
  const all = ['durationSeconds=100', ...sets];
  return simulatedResults({ scenario: SCENARIO, axes, sets: all, replications: 1, keep });
}

type Row = Readonly<Record<string, unknown>>;

/** All rows of data in a specification, in order. */
function rowsOf(spec: unknown): readonly Row[] {
  if (typeof spec !== 'object' || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) =>
    key === 'data' ? (value as { readonly values: readonly Row[] }).values : rowsOf(value),
  );
}

async function rows(
  definition: FigureDefinition,
  results: SweepResults,
  options: Partial<FigureOptions> = {},
): Promise<readonly Row[]> {
  return rowsOf((await buildFigure(definition, results, options)).spec);
}

describe('loading-times', () => {
  it('shows what the profile says and what the runs take, in both modes', async () => {
    const shown = await rows(loadingTimes, await sweep({ 'tee.mode': ['off', 'cc'] }));
    const gemma = shown.filter(({ model }) => model === 'gemma-7b');
    // Profiled: reference [data]; in the runs: profiles/h100-sincere.yaml.
    expect(gemma).toContainEqual(
      expect.objectContaining({ kind: 'profiled', series: 'CC on', mean: 12.0832 }),
    );
    expect(gemma).toContainEqual(
      expect.objectContaining({ kind: 'profiled', series: 'CC off', mean: 4.6755 }),
    );
    const kinds = gemma.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['profiled', 'in the runs', 'first of a run']));
    for (const { mean, low, high } of gemma) {
      expect(Number(high) - Number(mean)).toBeCloseTo(Number(mean) - Number(low), 10);
    }
  });

  it('shows profiled loads once when the runs take the same', async () => {
    const shown = await rows(loadingTimes, await sweep({}, ['server.swapTimes=profiled']));
    expect(new Set(shown.map(({ kind }) => kind))).toEqual(new Set(['profiled']));
    expect(shown).toHaveLength(3);
  });

  it('adds what factors of a TEE add to every load', async () => {
    const factors = ['tee.factors={ load: 1, perSwapSeconds: 2 }'];
    const of = async (mode: string, sets: readonly string[]) =>
      (await rows(loadingTimes, await sweep({ 'tee.mode': [mode] }, sets)))
        .filter(({ kind }) => kind === 'in the runs')
        .map(({ mean }) => Number(mean));
    const [plain, added] = [await of('off', []), await of('cc', factors)];
    expect(plain).toHaveLength(3);
    plain.forEach((mean, at) => {
      expect(added[at]).toBeCloseTo(mean + 2, 10);
    });
  });

  it.each(['disk', 'history'])('tells loads apart by what was loaded before: %s', async (form) => {
    const shown = await rows(loadingTimes, await sweep({}, [`server.swapTimes=${form}`]));
    const mean = (wanted: string): number =>
      Number(shown.find(({ kind, model }) => kind === wanted && model === 'gemma-7b')?.['mean']);
    expect(mean('profiled')).toBeLessThan(mean('model before last'));
    expect(mean('model before last')).toBeLessThan(mean('any other'));
    expect(mean('first of a run')).toBeGreaterThan(0);
  });

  it('asks which cells are meant when they differ', async () => {
    const results = await sweep({ 'server.swapTimes': ['disk', 'in-experiment'] });
    await expect(buildFigure(loadingTimes, results)).rejects.toThrow(
      '--where: expected cells that have the same loading times, got 2 different ones with CC on (try --where server.swapTimes=…)',
    );
    const where = { 'server.swapTimes': ['disk'] };
    await expect(buildFigure(loadingTimes, results, { where })).resolves.toBeDefined();
  });
});

describe('batch-profile', () => {
  it('shows the measured points, and what the runs take for every size', async () => {
    const results = await sweep({}, ['server.batchTimes=profiled']);
    const shown = await rows(batchProfile, results);
    const model = results.description.cells[0]?.scenario.timing.models[2];
    const batch = model?.batch;
    if (batch?.form !== 'table') throw new Error('a table was expected');
    const llama = shown.filter((row) => row['model'] === 'llama3-8b');
    batch.sizes.forEach((size, at) => {
      const seconds = batch.mean[at] ?? 0;
      // As a measured point and on the line, in both panels.
      const there = llama.filter((row) => row['size'] === size && row['seconds'] === seconds);
      expect(there).toHaveLength(4);
      expect(there[0]?.['rate']).toBeCloseTo(size / seconds, 10);
    });
    const sizes = new Set(llama.map(({ size }) => size));
    expect(sizes.size).toBe(Math.min(batch.sizes.at(-1) ?? 0, model?.maxBatch ?? 0));
  });

  it('says why its lines step, where they do', async () => {
    const captions = ['profiled', 'in-experiment'].map(async (times) => {
      const results = await sweep({ 'tee.mode': ['cc'] }, [`server.batchTimes=${times}`]);
      return (await buildFigure(batchProfile, results)).caption;
    });
    const [profiled, inExperiment] = await Promise.all(captions);
    expect(profiled).not.toContain('step');
    expect(inExperiment).toContain('Lines step where another range of sizes begins');
  });

  it('asks which cells are meant when they differ', async () => {
    const results = await sweep({ 'server.batchTimes': ['profiled', 'in-experiment'] });
    await expect(buildFigure(batchProfile, results)).rejects.toThrow(
      'try --where server.batchTimes=…',
    );
  });
});

describe('input-patterns', () => {
  it('counts the requests that the simulation gets', async () => {
    const results = await sweep({ 'arrivals.process': ['gamma', 'bursty', 'ramp'] });
    for (const { scenario } of results.description.cells) {
      const counts = countArrivals(scenario, 0, [0, scenario.durationSeconds], 7);
      const strategy = findStrategy(scenario.strategy.name);
      if (strategy === undefined) throw new Error('no strategy');
      const work = runReplication({ scenario, strategy }, 0);
      let last = work.next();
      while (last.done !== true) last = work.next();
      expect(counts.reduce((sum, count) => sum + count)).toBe(last.value.requests.received);
      expect(counts).toHaveLength(15);
    }
  });

  it('counts in a window as in the whole', async () => {
    const [cell] = (await sweep({})).description.cells;
    if (cell === undefined) throw new Error('no cell');
    const whole = countArrivals(cell.scenario, 0, [0, 100], 1);
    expect(countArrivals(cell.scenario, 0, [20, 45], 1)).toEqual(whole.slice(20, 45));
    expect(countArrivals(cell.scenario, 0, [20, 20.5], 1)).toHaveLength(1);
  });

  it('shows each pattern once, whatever else the cells differ in', async () => {
    const results = await sweep({
      'tee.mode': ['off', 'cc'],
      'arrivals.process': ['gamma', 'ramp'],
      'sla.seconds': ['40', '60'],
    });
    const { spec } = await buildFigure(inputPatterns, results);
    expect((spec as { readonly concat: readonly unknown[] }).concat).toHaveLength(2);
    const text = JSON.stringify(spec);
    for (const heading of ['"gamma"', '"ramp"']) expect(text).toContain(`"text":[${heading}]`);
  });

  it('refuses a trace, which the results do not hold', async () => {
    const results = await simulatedResults({
      scenario: 'scenarios/trace.yaml',
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 1,
    });
    await expect(buildFigure(inputPatterns, results)).rejects.toThrow(
      'got a trace, which results do not hold',
    );
  });

  it.each([
    [{ from: 150 }, '--from: expected a window within the run, 0 to 100 s, got 150'],
    [{ from: 100 }, '--from'],
    [{ to: 0 }, '--to'],
  ])('refuses a window outside the run: %j', async (options, message) => {
    await expect(buildFigure(inputPatterns, await sweep({}), options)).rejects.toThrow(message);
  });
});

describe('gpu-timeline', () => {
  it('draws every moment of the window at which the GPU does something, once', async () => {
    const results = await sweep({ 'tee.mode': ['off', 'cc'] }, [], true);
    const [from, to] = [30, 75];
    const shown = await rows(gpuTimeline, results, { from, to });
    for (const lane of [0, 1]) {
      const csv = (await results.timelineCsv(lane)) ?? '';
      const busy = timelineRows(csv, [from, to]).filter(({ state }) => state !== 'idle');
      const drawn = shown.filter(
        ({ low }) => Math.floor(Number(low)) === lane && low !== undefined,
      );
      const seconds = (all: readonly Row[]): number =>
        all.reduce((sum, row) => sum + Number(row['end']) - Number(row['start']), 0);
      expect(drawn).toHaveLength(busy.length);
      expect(seconds(drawn)).toBeCloseTo(seconds(busy.map((row) => ({ ...row }))), 9);
    }
  });

  it('says which cells the lanes are of, and leaves out those that are not simulated', async () => {
    const axes = { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['4', '8'] };
    const all = await sweep(axes, [], true);
    const where = { 'arrivals.rate': ['8'] };
    const { caption, spec } = await buildFigure(gpuTimeline, all, { where });
    expect(caption).toContain('Only cells with rate 8.');
    expect(JSON.stringify(spec)).toContain('CC on');
    const begun = { ...all, replications: (cell: number) => (cell === 1 ? 1 : 0) };
    const part = await buildFigure(gpuTimeline, begun, { where });
    expect(part.caption).toContain('Only cells with TEE mode CC off and rate 8.');
    expect(JSON.stringify(part.spec)).not.toContain('CC on');
    const none = buildFigure(gpuTimeline, { ...all, replications: () => 0 });
    await expect(none).rejects.toThrow('a cell with a timeline that is simulated');
  });

  it('cuts what reaches out of the window', () => {
    const csv =
      'start_s,end_s,state,model,batch\n0,10,idle,,\n10,20,load,"a,b",1\n20,30,infer,x,1\n';
    expect(timelineRows(csv, [15, 25])).toEqual([
      { start: 15, end: 20, state: 'load', model: 'a,b', gpu: '' },
      { start: 20, end: 25, state: 'infer', model: 'x', gpu: '' },
    ]);
  });

  it('knows of each row which of several GPUs it is of', () => {
    const csv = 'start_s,end_s,state,model,batch,gpu\n0,9,infer,x,0,1\n0,10,load,y,1,0\n';
    expect(timelineRows(csv, [0, 20]).map(({ model, gpu }) => [model, gpu])).toEqual([
      ['x', '1'],
      ['y', '0'],
    ]);
  });

  it('says what to keep when no timeline was kept', async () => {
    await expect(buildFigure(gpuTimeline, await sweep({}))).rejects.toThrow(
      'gpu-timeline: expected a sweep that keeps timelines of these cells, got none (add "keep: { timeline: true }"',
    );
  });
});
