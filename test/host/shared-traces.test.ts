import { describe, expect, it } from 'vitest';
import { SharedTraces } from '../../src/host/shared-traces.js';
import type { Scenario } from '../../src/scenario/types.js';
import type { TraceConfig } from '../../src/workload/config.js';
import { simulateBriefly } from '../support/brief-simulation.js';
import { buildScenario } from '../support/scenario-builder.js';

const TRACE: TraceConfig = {
  process: 'trace',
  file: 't.csv',
  sha256: '',
  columns: { time: 't_s', model: 'model' },
  times: Float64Array.of(0.5, 1, 4),
  models: Uint16Array.of(0, 1, 0),
  lengths: { input: Int32Array.of(10, 20, 30), output: null },
};
const WITH_TRACE = buildScenario({ models: [{}, {}], arrivals: TRACE });
const SUPERPOSED = buildScenario({
  arrivals: {
    process: 'superposition',
    of: [
      { arrivals: { process: 'poisson', rate: 1, first: 'gap' }, mix: [1] },
      { arrivals: { ...TRACE, models: null }, mix: [1] },
    ],
  },
});

function traceOf({ workload }: Scenario): TraceConfig {
  const { arrivals } = workload;
  const all =
    arrivals.process === 'superposition' ? arrivals.of.map((m) => m.arrivals) : [arrivals];
  const trace = all.find((one) => one.process === 'trace');
  if (trace === undefined) throw new Error('no trace');
  return trace;
}

describe('shared traces', () => {
  it.each([
    ['a trace', WITH_TRACE],
    ['a superposition with one', SUPERPOSED],
  ])('hold what %s held, in shared memory', (_, scenario) => {
    const shared = new SharedTraces().share(scenario);
    expect(shared).toEqual(scenario);
    const { times, models } = traceOf(shared);
    expect(times.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(models?.buffer ?? times.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(traceOf(shared).lengths?.input?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(simulateBriefly(shared)).toEqual(simulateBriefly(scenario));
  });

  it('are not copied when a scenario is posted', () => {
    const shared = new SharedTraces().share(WITH_TRACE);
    expect(traceOf(structuredClone(shared)).times.buffer).toBeInstanceOf(SharedArrayBuffer);
    const posted = traceOf(structuredClone(shared)).times;
    expect(posted).toEqual(TRACE.times);
    traceOf(shared).times[0] = 0.25;
    expect(posted[0]).toBe(0.25);
  });

  it('are made once of a trace that scenarios have in common', () => {
    const traces = new SharedTraces();
    const first = traces.share(WITH_TRACE);
    const other = traces.share({ ...WITH_TRACE, seed: 'other' });
    expect(traceOf(other).times).toBe(traceOf(first).times);
    expect(traceOf(other).models).toBe(traceOf(first).models);
    expect(traceOf(traces.share(first)).times).toBe(traceOf(first).times);
  });

  it('leave a scenario without traces as it is', () => {
    const scenario = buildScenario({});
    expect(new SharedTraces().share(scenario)).toBe(scenario);
  });
});
