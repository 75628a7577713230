import type { Scenario } from '../../../scenario/types.js';
import type { DispatchRules } from '../../../serving/batch/config.js';
import { type Lens, placesLens, where } from '../lens.js';

const RULES: Readonly<Record<keyof DispatchRules, string>> = {
  slot: 'slots',
  lockOrder: 'lock order',
  emptyTimerOverwrites: 'empty timers',
  leavingThreadFirst: 'leaving thread first',
  timerPollSeconds: 'timer poll interval',
  timerThreadBlocks: 'blocking timer thread',
  timerSnapshotStale: 'stale timer sweep',
  timerResetBy: 'reset of timers',
  partial: 'partial batches',
  busyLoop: 'busy-loop rule',
  raceProbability: 'race',
  writeResults: 'held for writing',
  batchLimit: 'batch limit',
  tieOrder: 'order of ties',
};

/** All rules at once: `as-published` and `lossless` are names of settings of the rules. */
const semantics = where(
  (a, b) => !sameSemantics(a, b),
  placesLens('semantics', 'semantics', ['server.semantics', 'server.rules']),
);

/** Each rule alone, where both ends have the same semantics. */
const rules = (Object.keys(RULES) as (keyof DispatchRules)[]).map((rule) =>
  where(sameSemantics, placesLens(`rules.${rule}`, RULES[rule], [`server.rules.${rule}`])),
);

export const SERVER_LENSES: readonly Lens[] = [
  semantics,
  ...rules,
  placesLens('gpus', 'number of GPUs', ['server.gpus', 'server.placement']),
  placesLens('gpu-memory', 'GPU memory', ['server.memory']),
  placesLens('weights', 'weights', ['timing.models.*.weightsGiB']),
  placesLens('preload', 'preloaded models', ['server.preload']),
  placesLens('prefetch', 'prefetch', ['server.prefetch']),
  placesLens('page-cache', 'page cache', ['server.pageCacheGiB']),
  placesLens('unload-when-idle', 'unloading when idle', ['server.unloadWhenIdle']),
];

function sameSemantics(a: Scenario, b: Scenario): boolean {
  return a.server.semantics === b.server.semantics;
}
