/**
 * sealsim as a library: load a scenario, simulate it, summarise it; read a sweep file, and the
 * results that `sealsim sweep` has written; and the types that a scheduling strategy of one's own
 * is written against.
 */
export { formatIssue, InvariantError, type Issue, UserError } from './errors.js';
export type * from './events/facts.js';
export type { SweepResults } from './experiment/results/types.js';
export { type Effect, effectsOf } from './experiment/statistics/effects.js';
export { type RankedGroup, rankingsOf } from './experiment/statistics/ranking.js';
export type { SweepDescription } from './experiment/store/types.js';
export { readSweep, type SweepReading } from './experiment/sweep/read-sweep.js';
export type { Sweep, SweepCell, SweepColumn } from './experiment/sweep/types.js';
export { nodeFiles } from './host/node-files.js';
export { nodeStrategies } from './host/strategy-modules.js';
export { type OpenedResults, openResults } from './host/sweep-results.js';
export { Alarm, Kernel } from './kernel/kernel.js';
export type { RunSummary } from './metrics/summary.js';
export { type RunContext, SummaryObserver } from './metrics/summary-observer.js';
export { loadScenario, type ScenarioRequest } from './scenario/load.js';
export type { FilePort, StrategyPort } from './scenario/ports.js';
export { Sources } from './scenario/sources.js';
export type { Scenario } from './scenario/types.js';
export { findStrategy, strategyRegistry } from './serving/batch/strategies/registry.js';
export {
  type Answer,
  type ClearTimerDecision,
  type Decision,
  type DropDecision,
  defineStrategy,
  type GpuActivity,
  type LoadDecision,
  type PollRequest,
  type PrefetchDecision,
  type ReleaseDecision,
  type ServerView,
  type Strategy,
  type StrategyContext,
  type StrategyDefinition,
  type StrategyOptions,
  type TimerDecision,
} from './serving/batch/strategies/strategy.js';
export { type Run, simulate } from './simulate.js';
export type { BelievedTiming, TeeMode } from './timing/types.js';
