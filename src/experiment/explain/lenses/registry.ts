import { type Lens, placesLens } from '../lens.js';
import { BELIEF_LENSES } from './beliefs.js';
import { SERVER_LENSES } from './server.js';
import { STRATEGY_LENSES } from './strategy.js';
import { SWAP_LENSES } from './swap.js';

/**
 * Every input that a difference can come from, in the order in which they are applied. Together
 * they are all of a scenario but for what is the same at both ends (seed, replications, models)
 * and what nothing depends on (names, the hash of a profile or a preset, what is uncertain
 * in it, the lengths of requests).
 */
export const LENSES: readonly Lens[] = [
  ...SWAP_LENSES,
  placesLens('batch-times', 'inference time', [
    'timing.models.*.batch',
    'timing.models.*.added.perBatchSeconds',
    'timing.models.*.added.perRequestSeconds',
  ]),
  placesLens('largest-batch', 'largest and best batch', [
    'timing.models.*.maxBatch',
    'timing.models.*.bestBatch',
  ]),
  placesLens('write-time', 'write time', ['timing.write']),
  placesLens('busy-loop', 'busy loop', [
    'timing.busyLoopInferenceRate',
    'timing.models.*.busyLoopLoadExtraSeconds',
  ]),
  ...BELIEF_LENSES,
  ...STRATEGY_LENSES,
  ...SERVER_LENSES,
  placesLens('arrivals', 'arrivals', ['workload.arrivals']),
  placesLens('mix', 'model mix', ['workload.mix']),
  placesLens('sla', 'SLA', ['slaSeconds']),
  placesLens('duration', 'duration', ['durationSeconds', 'workload.durationSeconds']),
  placesLens('drain', 'drain', ['drainSeconds']),
  placesLens('horizon', 'horizon', ['horizon']),
  placesLens('latency-kept', 'how latencies are kept', ['metrics']),
];
