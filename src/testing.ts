/** For those who write strategies: a fake server with a fake clock. */
export { type HarnessSetup, StrategyHarness } from './serving/batch/harness.js';
export type {
  Answer,
  Decision,
  ServerView,
  Strategy,
  StrategyContext,
  StrategyDefinition,
  StrategyOptions,
} from './serving/batch/strategies/strategy.js';
