import { describe, expect, it } from 'vitest';
import { arrivalClusters } from '../../../src/calibrate/replay/clusters.js';
import { replayAll } from '../../../src/calibrate/replay/replay-all.js';
import { simulateSeeds } from '../../../src/calibrate/replay/replay-run.js';
import { replayScenario } from '../../../src/calibrate/replay/scenario.js';
import { crossValidated, profileServers } from '../../../src/calibrate/replay/servers.js';
import { SINCERE_REPLAY, sincereTimerBelief } from '../../../src/calibrate/replay/settings.js';
import type { MeasuredRun } from '../../../src/interop/measured.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { h100, readProfile, SINGLE_SERVER } from '../../timing/support.js';
import { figuresOf, MODELS, measuredRun, requestsAt, shippedServer } from './small-data.js';

const SETTINGS = { ...SINCERE_REPLAY, seeds: 3 };

/** A Poisson path of 4 requests/s. */
function path(seed: string, seconds = 300): number[] {
  const draws = createRunKey(seed, 0).keyed('path');
  const times: number[] = [];
  for (let time = 0, at = 0; time < seconds; at++) {
    times.push(time);
    time -= Math.log(draws.at(at, 0)) / 4;
  }
  return times;
}

function finish<Result>(work: Generator<number, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('a measured run as a scenario', () => {
  it('replays the arrivals before the stop, and none after it', () => {
    const run = measuredRun({ requests: requestsAt([0, 1, 299.9, 300, 300.2]) });
    const scenario = replayScenario(run, MODELS, shippedServer(), SETTINGS);
    expect(scenario.workload.durationSeconds).toBe(300);
    expect(scenario.drainSeconds).toBe(39.4);
    const [figures] = simulateSeeds(run, MODELS, shippedServer(), SETTINGS);
    // Three requests arrive; their timers expire and they are served.
    expect(figures?.lost).toBeCloseTo(1 / 3, 12);
  });

  it.each([
    ['off', '20240920_101010', { profile: 'off', sigmas: 1 }],
    ['off', '20241005_101010', { profile: 'off', sigmas: 1 }],
    ['cc', '20240930_235959', { profile: 'cc', sigmas: 2 }],
    ['cc', '20241001_000000', { profile: 'off', sigmas: 1 }],
  ] as const)('believes in mode %s at %s: %o', (teeMode, startedAt, belief) => {
    expect(sincereTimerBelief(measuredRun({ teeMode, startedAt }))).toEqual(belief);
  });

  it('refuses a strategy that does not exist, naming the run', () => {
    const run = measuredRun({ id: 'odd', strategy: 'NoBatch' });
    expect(() => replayScenario(run, MODELS, shippedServer(), SETTINGS)).toThrow('odd');
  });

  it('uses the fitted rate of double triggers, but not against rules that switch them off', () => {
    const server = { ...shippedServer(), raceProbability: 0.2 };
    const rulesOf = (rules: typeof SETTINGS.rules) =>
      replayScenario(measuredRun(), MODELS, server, { ...SETTINGS, rules }).server.rules;
    expect(rulesOf(SETTINGS.rules).raceProbability).toBe(0.2);
    expect(rulesOf({ ...SETTINGS.rules, raceProbability: 0 }).raceProbability).toBe(0);
  });
});

describe('replaying', () => {
  const run = measuredRun({ requests: requestsAt(path('a')) });

  it('is determined by the seed, and differs between seeds, runs and replays of other seeds', () => {
    const server = shippedServer();
    const figures = simulateSeeds(run, MODELS, server, SETTINGS);
    expect(simulateSeeds(run, MODELS, server, SETTINGS)).toEqual(figures);
    expect(figures[0]).not.toEqual(figures[1]);
    expect(simulateSeeds({ ...run, id: 'b' }, MODELS, server, SETTINGS)).not.toEqual(figures);
    expect(simulateSeeds(run, MODELS, server, { ...SETTINGS, seed: '2' })).not.toEqual(figures);
  });

  it('of more seeds begins with the same ones', () => {
    const server = shippedServer();
    const many = simulateSeeds(run, MODELS, server, { ...SETTINGS, seeds: 5 });
    expect(many.slice(0, 3)).toEqual(simulateSeeds(run, MODELS, server, SETTINGS));
  });

  it('asks for the server of each run, and reports how far it is', () => {
    const runs = [run, { ...run, id: 'cc', teeMode: 'cc' as const }];
    const data = {
      models: MODELS,
      cases: runs.map((each) => ({ run: each, figures: figuresOf(1) })),
    };
    const work = replayAll(data, ({ teeMode }) => shippedServer(teeMode), SETTINGS);
    expect(work.next()).toEqual({ value: 0.5, done: false });
    const [off, cc] = finish(work);
    expect(off?.predictions.overallThroughput.mean).toBeGreaterThan(
      cc?.predictions.overallThroughput.mean ?? Number.POSITIVE_INFINITY,
    );
  });
});

describe('servers', () => {
  const profile = {
    document: h100(),
    profile: 'h100-sincere',
    sha256: '',
    swapTimes: 'disk',
    batchTimes: 'in-experiment',
    raceProbability: null,
  } as const;

  it('of a profile are resolved in the TEE mode of the run', () => {
    const serverOf = profileServers(profile, MODELS);
    const off = serverOf(measuredRun());
    expect(off).toEqual(shippedServer('off'));
    expect(serverOf(measuredRun({ id: 'other' }))).toBe(off);
    expect(serverOf(measuredRun({ teeMode: 'cc' }))).toEqual(shippedServer('cc'));
  });

  it('of a profile that lacks what is asked for are refused with every problem', () => {
    const serverOf = profileServers({ ...profile, document: readProfile(SINGLE_SERVER) }, [
      'only',
      'other',
    ]);
    expect(() => serverOf(measuredRun())).toThrow(/other/);
  });

  it('when cross-validated were fitted without the fold of the run, once per fold', () => {
    const runs = [1, 2, 1, 3].map((nominalRate, at) => measuredRun({ id: `${at}`, nominalRate }));
    const fits: [string, string[]][] = [];
    const serverOf = crossValidated(
      runs,
      ({ nominalRate }) => `${nominalRate}`,
      (outside, fold) => {
        fits.push([fold, outside.map(({ id }) => id)]);
        return () => shippedServer();
      },
    );
    for (const run of runs) serverOf(run);
    expect(fits).toEqual([
      ['1', ['1', '3']],
      ['2', ['0', '2', '3']],
      ['3', ['0', '1', '2']],
    ]);
  });
});

describe('runs that share an arrival path', () => {
  const shifted = (seed: string, by: number): MeasuredRun['requests'] =>
    requestsAt(path(seed).map((time) => time + by));

  it('are found by their arrivals, a fraction of a second apart', () => {
    const runs = [
      measuredRun({ requests: shifted('a', 0) }),
      measuredRun({ requests: shifted('b', 0) }),
      measuredRun({ requests: shifted('a', 0.4) }),
    ];
    expect(arrivalClusters(runs)).toEqual([0, 1, 0]);
  });

  it('are of one pattern and mean', () => {
    const requests = shifted('a', 0);
    const runs = [measuredRun({ requests }), measuredRun({ requests, pattern: 'ramp' })];
    expect(arrivalClusters(runs)).toEqual([0, 1]);
  });
});
