import type { Scenario } from '../../src/scenario/types.js';
import type { DispatchRules } from '../../src/serving/batch/config.js';
import type { ServerView, Strategy } from '../../src/serving/batch/strategies/strategy.js';
import type { Dispatch } from './dispatch.js';
import type { Operations } from './operations.js';
import type { PollThread } from './poll-thread.js';
import type { Threads } from './threads.js';
import type { TimerThread } from './timer-thread.js';
import type { World } from './world.js';

/** Everything that makes up the reference server; each part finds the others here. */
export interface System {
  readonly scenario: Scenario;
  readonly rules: DispatchRules;
  readonly strategy: Strategy;
  readonly view: ServerView;
  readonly world: World;
  readonly threads: Threads;
  readonly operations: Operations;
  readonly dispatch: Dispatch;
  readonly timers: TimerThread;
  readonly poll: PollThread;
}
