import type { BelievedTiming } from '../../timing/types.js';
import type { Seconds } from '../../units.js';
import type { PrefetchConfig } from './config.js';
import type { StrategyOptions } from './strategies/strategy.js';

/** What a strategy under test is told of its world. */
export interface HarnessSetup {
  readonly models: readonly string[];
  /** One SLA for all models, s. Default 60. */
  readonly slaSeconds?: Seconds;
  readonly options?: Partial<StrategyOptions>;
  /** Most models in memory, the first loaded makes room. Default: 1. */
  readonly residentModels?: number;
  /** What may be brought in while the GPU works. Default: none. */
  readonly prefetch?: PrefetchConfig['to'];
  /** Default: loads of 4 ± 1 s, unloads of 0, batches of 1 + 0.1·n s, best and largest batch 64. */
  readonly believed?: BelievedTiming;
}

/** What is believed if nobody says. */
export const DEFAULT_BELIEFS: BelievedTiming = {
  loadSeconds: () => ({ mean: 4, sd: 1 }),
  unloadSeconds: () => ({ mean: 0, sd: 0 }),
  batchSeconds: (_model, size) => 1 + 0.1 * size,
  bestBatch: () => 64,
  maxBatch: () => 64,
};
