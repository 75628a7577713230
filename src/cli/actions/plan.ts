import { toJson } from '../../report/json.js';
import { planCsv } from '../../report/plan/plan-csv.js';
import { planFigure } from '../../report/plan/plan-figure.js';
import { planJson, planJsonWithTimes } from '../../report/plan/plan-json.js';
import { planText } from '../../report/plan/plan-text.js';
import { hasFleets, type PlanReport } from '../../report/plan/report.js';
import { isMet, type VerifiedMode } from '../../report/plan/verification.js';
import { verificationCsv } from '../../report/plan/verification-csv.js';
import { verificationJson } from '../../report/plan/verification-json.js';
import { verificationText } from '../../report/plan/verification-text.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { appendFigure } from '../plan/figure-files.js';
import { type PlanCommand, readPlanCommand } from '../plan/request.js';
import { solveCommand } from '../plan/solve.js';
import { verifyReport } from '../plan/verify.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** Finds the cheapest fleet for a workload; exits with 1 if there is none, or it misses its target. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const command = await readPlanCommand(invocation);
  return withResultFolder(invocation, async (folder) => {
    const report = await solveCommand(command);
    const verified = report && (await verifiedOf(report, command));
    if (report === null || verified === null) {
      terminal.err('Interrupted: nothing was written.\n');
      return EXIT.interrupted;
    }
    let written = '';
    if (folder !== null) {
      const warnings = await appendFiles(folder, report, verified);
      for (const warning of warnings) terminal.err(`plan.svg: ${warning}\n`);
      written = folder.commit({
        status: 'complete',
        scenarios: [],
        replications: { asked: 1, finished: 1 },
        inputs: command.inputs,
        invocation,
        stopwatch,
      });
    }
    terminal.out(
      invocation.json
        ? toJson(withVerified(planJsonWithTimes(report), verified))
        : planText(report) + textOf(verified),
    );
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return hasFleets(report) && verified.every(isMet) ? EXIT.done : EXIT.failed;
  });
};

/** What was asked to be simulated; null: Ctrl-C was pressed. */
function verifiedOf(
  report: PlanReport,
  { verify }: PlanCommand,
): Promise<readonly VerifiedMode[] | null> {
  return verify === null ? Promise.resolve([]) : verifyReport(report, verify);
}

function withVerified(json: object, verified: readonly VerifiedMode[]): object {
  return verified.length === 0 ? json : { ...json, verification: verificationJson(verified) };
}

function textOf(verified: readonly VerifiedMode[]): string {
  return verified.length === 0 ? '' : `\n${verificationText(verified)}`;
}

/** @returns what a reader of the figure may stumble over. */
async function appendFiles(
  folder: ResultFolder,
  report: PlanReport,
  verified: readonly VerifiedMode[],
): Promise<readonly string[]> {
  folder.append('summary.json', [toJson(withVerified(planJson(report), verified))]);
  folder.append('plan.csv', [planCsv(report)]);
  if (verified.length > 0) folder.append('verification.csv', [verificationCsv(verified)]);
  return appendFigure(folder, 'plan', planFigure(report), report.plan.name);
}
