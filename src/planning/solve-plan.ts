import type { Solved } from './best.js';
import type { IlpSolver } from './ilp.js';
import { solvePooled } from './solve.js';
import { solvePerInstance } from './solve-instances.js';
import type { PlanProblem } from './types.js';

/** The best fleet for a problem, packed as it says. */
export function solvePlan(
  problem: PlanProblem,
  solver: IlpSolver,
  timeLimitSeconds: number,
): Promise<Solved> {
  return problem.packing === 'pooled'
    ? solvePooled(problem, solver, timeLimitSeconds)
    : solvePerInstance(problem, solver, timeLimitSeconds);
}
