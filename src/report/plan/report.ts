import type { Solved } from '../../planning/best.js';
import type { Plan, TeeMode } from '../../planning/plan.js';
import type { SingleType } from '../../planning/singles.js';
import type { Fleet, PlanProblem } from '../../planning/types.js';

/** What was found for a plan. */
export interface PlanReport {
  readonly plan: Plan;
  /** At least one; the first is the one that `counts` and `cost` are of. */
  readonly modes: readonly [ModeReport, ...ModeReport[]];
  /** s; null: the solver was not even loaded. */
  readonly loadSeconds: number | null;
  readonly timeLimitSeconds: number;
}

/** What was found in one TEE mode. */
export interface ModeReport {
  readonly mode: TeeMode;
  readonly problem: PlanProblem;
  readonly solved: Solved;
  readonly singles: readonly SingleType[];
  /** GPUs of which the file does not say what they do in this mode. */
  readonly leftOut: readonly string[];
}

/** The fleet that was found; null: none. */
export function fleetOf({ solved: { outcome } }: ModeReport): Fleet | null {
  return outcome.status === 'infeasible' ? null : outcome.fleet;
}

/** Whether a fleet was found in every mode, if perhaps not proved to be the best. */
export function hasFleets(report: PlanReport): boolean {
  return report.modes.every((mode) => fleetOf(mode) !== null);
}

/** Money without the last digits of floating point. */
export function money(value: number): number {
  return Number(value.toPrecision(12));
}
