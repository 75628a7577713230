import { bestBatch } from './best-batch.js';
import { bestBatchPartial } from './best-batch-partial.js';
import { bestBatchPartialTimer } from './best-batch-partial-timer.js';
import { bestBatchTimer } from './best-batch-timer.js';
import { clockwork } from './clockwork.js';
import { edf } from './edf.js';
import { edfDrop } from './edf-drop.js';
import { edfStay } from './edf-stay.js';
import { fcfs } from './fcfs.js';
import { greedy } from './greedy.js';
import { leastSlack } from './least-slack.js';
import { lookAhead } from './look-ahead.js';
import { lookAheadFloor } from './look-ahead-floor.js';
import { lookAheadPrefetch } from './look-ahead-prefetch.js';
import { maxPressure } from './max-pressure.js';
import { proportionalFair } from './proportional-fair.js';
import { selectBatchTimer } from './select-batch-timer.js';
import { slaSelectBatch } from './sla-select-batch.js';
import type { StrategyDefinition } from './strategy.js';
import { swapAmortising } from './swap-amortising.js';

/** Every built-in strategy. A new one is added here and in a file of its own, nowhere else. */
export const strategyRegistry: readonly StrategyDefinition[] = [
  bestBatch,
  bestBatchTimer,
  selectBatchTimer,
  bestBatchPartialTimer,
  bestBatchPartial,
  fcfs,
  greedy,
  edf,
  edfDrop,
  edfStay,
  leastSlack,
  swapAmortising,
  maxPressure,
  slaSelectBatch,
  clockwork,
  lookAhead,
  lookAheadFloor,
  lookAheadPrefetch,
  proportionalFair,
];

/** Finds a strategy by name, in this project's spelling or the papers' (`BestBatch+Timer`). */
export function findStrategy(name: string): StrategyDefinition | undefined {
  const wanted = simplify(name);
  return strategyRegistry.find((strategy) => simplify(strategy.name) === wanted);
}

/** Letters and digits only: spellings differ in case, dashes and plus signs. */
function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
