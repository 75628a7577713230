import { solveInThread } from '../../host/ilp-worker.js';
import type { Solved } from '../../planning/best.js';
import { problemOf } from '../../planning/plan.js';
import { singleTypesOf } from '../../planning/singles.js';
import { stoppedEarly } from '../../planning/stopped.js';
import type { ModeReport, PlanReport } from '../../report/plan/report.js';
import { InterruptedError, Interruption } from '../interruption.js';
import type { PlanCommand } from './request.js';

/** Solves a plan in every mode that was asked for; null: Ctrl-C was pressed. */
export async function solveCommand({
  plan,
  modes,
  timeLimitSeconds,
}: PlanCommand): Promise<PlanReport | null> {
  const interruption = new Interruption();
  try {
    const problems = modes.map((mode) => problemOf(plan, mode));
    const task = { problems, timeLimitSeconds };
    const { solved, loadSeconds } = await solveInThread(task, interruption.raised);
    const [first, ...others] = modes;
    const report = (mode: (typeof modes)[number], at: number): ModeReport => {
      const problem = problemOf(plan, mode);
      const found: Solved = solved[at] ?? stoppedEarly(problem, timeLimitSeconds);
      const leftOut = plan.gpus.filter((gpu) => gpu[mode] === null).map(({ name }) => name);
      return { mode, problem, solved: found, singles: singleTypesOf(problem), leftOut };
    };
    return {
      plan,
      modes: [report(first, 0), ...others.map((mode, at) => report(mode, at + 1))],
      loadSeconds,
      timeLimitSeconds,
    };
  } catch (error) {
    if (error instanceof InterruptedError) return null;
    throw error;
  } finally {
    interruption.end();
  }
}
