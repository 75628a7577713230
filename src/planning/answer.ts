import type { Solved } from './best.js';
import type { PlanProblem } from './types.js';

/** What a solver in another thread is asked. */
export interface PlanTask {
  /** Of one workload; solved one after the other. */
  readonly problems: readonly PlanProblem[];
  /** Of each. */
  readonly timeLimitSeconds: number;
}

/** What it says: errors as data, because only their texts survive being sent. */
export type PlanMessage =
  /** The library is there: time begins to count. */
  | { readonly kind: 'loaded'; readonly loadSeconds: number }
  | { readonly kind: 'solved'; readonly at: number; readonly solved: Solved }
  | { readonly kind: 'bug'; readonly message: string };
