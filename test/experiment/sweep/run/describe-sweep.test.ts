import { describe, expect, it } from 'vitest';
import { describeSweep } from '../../../../src/experiment/sweep/run/describe-sweep.js';
import type { Sweep } from '../../../../src/experiment/sweep/types.js';
import { sha256 } from '../../../../src/host/node-files.js';
import type { Scenario } from '../../../../src/scenario/types.js';
import { buildScenario } from '../../../support/scenario-builder.js';
import { smallDescription } from './small-description.js';

const SMALL = smallDescription({
  columns: { 'tee.mode': ['off', 'cc'] },
  replications: { kind: 'fixed', count: 3 },
});

const SWEEP: Sweep = {
  ...SMALL,
  file: 'sweep.yaml',
  scenarioFile: 's.yaml',
  cells: SMALL.cells.map(({ values, marks }, index) => ({ index, values, marks, settings: [] })),
  ownPaths: ['tee.mode'],
  metrics: ['requests.received'],
  modelReferences: [],
  keep: { latencyHistogram: new Set([1]), timeline: new Set(), requests: new Set([0]) },
};

const SCENARIOS = [buildScenario({ teeMode: 'off' }), buildScenario({ teeMode: 'cc' })];

function describeWith(
  scenarios: readonly Scenario[],
  sweep: Partial<Sweep> = {},
  version = '1.0.0',
) {
  return describeSweep({
    sweep: { ...SWEEP, ...sweep },
    scenarios,
    metrics: SMALL.metrics,
    replications: SWEEP.replications,
    version,
    inputs: [],
    sha256,
  });
}

/** Every scenario with something in its place. */
function changed(change: (scenario: Scenario) => Partial<Scenario>): readonly Scenario[] {
  return SCENARIOS.map((scenario) => ({ ...scenario, ...change(scenario) }));
}

const { identity } = describeWith(SCENARIOS);

describe('describeSweep', () => {
  it('says of every cell what it is called, what is simulated and what is kept', () => {
    const { cells } = describeWith(SCENARIOS);
    expect(cells.map(({ values, scenario, keeps }) => [values, scenario.teeMode, keeps])).toEqual([
      [['off'], 'off', { latencyHistogram: false, timeline: false, requests: true }],
      [['cc'], 'cc', { latencyHistogram: true, timeline: false, requests: false }],
    ]);
  });

  it('is the same sweep when only the places of files differ', () => {
    const module = (path: string) => ({ path, sha256: 'a'.repeat(64) });
    const traced = (file: string) =>
      changed(({ workload, strategy, timing }) => ({
        timing: { ...timing, profile: file },
        strategy: { ...strategy, module: module(file) },
        workload: {
          ...workload,
          arrivals: {
            process: 'trace',
            file,
            sha256: 'b'.repeat(64),
            times: new Float64Array([1, 2]),
            models: null,
            lengths: null,
            columns: { time: 't_s', model: null },
          } as Scenario['workload']['arrivals'],
        },
      }));
    expect(describeWith(traced('/here/x')).identity).toBe(
      describeWith(traced('/there/y')).identity,
    );
    expect(describeWith(traced('/here/x')).identity).not.toBe(identity);
  });

  it.each<[string, readonly Scenario[], Partial<Sweep>]>([
    ['seed', changed(() => ({ seed: 'other' })), {}],
    ['duration', changed(() => ({ durationSeconds: 7 })), {}],
    ['end', changed(() => ({ drainSeconds: 39.4 })), {}],
    ['order of cells', SCENARIOS.toReversed(), {}],
    ['choice of what is kept', SCENARIOS, { keep: { ...SWEEP.keep, timeline: new Set([0]) } }],
    ['comparison', SCENARIOS, { pairing: { column: 'tee.mode', baseline: 'off', margins: {} } }],
    [
      'content of a module',
      changed(({ strategy }) => ({
        strategy: { ...strategy, module: { path: '', sha256: 'c'.repeat(64) } },
      })),
      {},
    ],
  ])('is another sweep with another %s', (_, scenarios, sweep) => {
    expect(describeWith(scenarios, sweep).identity).not.toBe(identity);
  });

  it('is another sweep by another version of sealsim', () => {
    expect(describeWith(SCENARIOS, {}, '1.0.1').identity).not.toBe(identity);
  });

  it("leaves the scenario's own number of replications out: the plan counts", () => {
    expect(describeWith(changed(() => ({ replications: 9 })))).toEqual(describeWith(SCENARIOS));
  });
});
