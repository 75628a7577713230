import { InvariantError } from '../../errors.js';
import type { MeasuredRun } from '../../interop/measured.js';
import type { Scenario } from '../../scenario/types.js';
import { NO_PREFETCH } from '../../serving/batch/config.js';
import { findStrategy } from '../../serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../../serving/batch/strategies/strategy.js';
import { TABLES_AS_THEY_ARE } from '../../timing/belief/config.js';
import type { CalibratedServer, ReplaySettings } from './settings.js';

/** A run as a scenario: its own arrivals, setting and strategy on a calibrated server. */
export function replayScenario(
  run: MeasuredRun,
  models: readonly string[],
  server: CalibratedServer,
  settings: ReplaySettings,
): Scenario {
  const { durationSeconds, slaSeconds, teeMode } = run;
  const { profile, sigmas } = settings.timerBelief(run);
  const rules = { ...settings.rules };
  if (server.raceProbability !== null && rules.raceProbability > 0) {
    rules.raceProbability = server.raceProbability;
  }
  return {
    name: run.id,
    seed: `${settings.seed} ${run.id}`,
    replications: settings.seeds,
    durationSeconds,
    drainSeconds: settings.drainSeconds,
    horizon: 'terminating',
    models,
    slaSeconds: models.map(() => slaSeconds),
    teeMode,
    workload: replayWorkload(run, models),
    timing: server.timing,
    server: {
      engine: 'batch',
      gpus: 1,
      placement: { kind: 'free' },
      semantics: 'as-published',
      rules,
      memory: { ...server.gpu, residentModels: 1, eviction: 'lru' },
      preload: [],
      prefetch: NO_PREFETCH,
      pageCacheGiB: null,
      unloadWhenIdle: false,
    },
    strategy: {
      name: strategyOf(run).name,
      module: null,
      timerProfile: profile,
      options: { ...settings.options, timerSigmas: sigmas },
    },
    believed: TABLES_AS_THEY_ARE,
    metrics: { latency: 'exact' },
  };
}

function replayWorkload(run: MeasuredRun, models: readonly string[]): Scenario['workload'] {
  const { arrivals } = run.requests;
  return {
    arrivals: {
      process: 'trace',
      file: run.id,
      sha256: '',
      columns: { time: '', model: '' },
      times: arrivals,
      models: run.requests.models,
      lengths: null,
    },
    mix: models.map(() => 1 / models.length),
    modelCount: models.length,
    durationSeconds: run.durationSeconds,
  };
}

/** The strategy of a run, in the source's spelling. @throws InvariantError when there is none. */
export function strategyOf(run: MeasuredRun): StrategyDefinition {
  const strategy = findStrategy(run.strategy);
  if (strategy === undefined) {
    throw new InvariantError('a measured run of an unknown strategy', {
      run: run.id,
      strategy: run.strategy,
    });
  }
  return strategy;
}
