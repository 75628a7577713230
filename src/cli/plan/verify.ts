import { fleetsThatMeet, verifyPlan } from '../../planning/verify/verify-plan.js';
import { fleetOf, type PlanReport } from '../../report/plan/report.js';
import type { VerifiedMode } from '../../report/plan/verification.js';
import { driveUntilInterrupted } from '../drive.js';
import type { VerifyRequest } from './verify-options.js';

/**
 * Simulates the fleets of a plan, in the modes that have one.
 * @returns null: Ctrl-C was pressed.
 */
export async function verifyReport(
  { modes }: PlanReport,
  { options, untilMet }: VerifyRequest,
): Promise<readonly VerifiedMode[] | null> {
  const planned = modes.flatMap((report) => {
    const fleet = fleetOf(report);
    return fleet === null ? [] : [{ mode: report.mode, problem: report.problem, fleet }];
  });
  const verified: VerifiedMode[] = [];
  const pieces = planned.length * (untilMet ? 2 : 1);
  await driveUntilInterrupted([], pieces, async (driver) => {
    for (const { mode, problem, fleet } of planned) {
      const verification = await driver.drive(verifyPlan(problem, fleet, options));
      const met = untilMet ? await driver.drive(fleetsThatMeet(problem, fleet, options)) : null;
      verified.push({ mode, problem, verification, met });
    }
  });
  return verified.length < planned.length ? null : verified;
}
