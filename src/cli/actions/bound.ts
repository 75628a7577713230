import {
  type BoundedReplication,
  boundReplication,
  type PolicyOutcome,
  runPolicy,
} from '../../experiment/bound/run-bound.js';
import { monotonicSeconds } from '../../host/clock.js';
import { boundCsv } from '../../report/bound/bound-csv.js';
import { boundJson } from '../../report/bound/bound-json.js';
import { boundText } from '../../report/bound/bound-table.js';
import type { BoundGridReport, BoundReport } from '../../report/bound/report.js';
import { toJson } from '../../report/json.js';
import { type BoundCommand, readBoundCommand } from '../bound/request.js';
import type { Execute } from '../command-spec.js';
import { driveUntilInterrupted } from '../drive.js';
import { EXIT } from '../exit-code.js';
import { Stopwatch, withResultFolder } from '../result-folder.js';
import { ScenarioLoader } from '../scenario-loader.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** Bounds what any scheduler could serve on time, and sets policies beside it. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const command = await readBoundCommand(invocation, loader);
  return withResultFolder(invocation, async (folder) => {
    const report = reportOf(command, await boundAll(command));
    const finished = report.cells.reduce((sum, { replications }) => sum + replications.length, 0);
    if (finished === 0) {
      terminal.err('Interrupted before any replication was finished.\n');
      return EXIT.interrupted;
    }
    const asked = command.cells.length * command.replications;
    const complete = finished === asked;
    let written = '';
    if (folder !== null) {
      folder.append('summary.json', [toJson(boundJson(report))]);
      folder.append('bound.csv', [boundCsv(report)]);
      const policies = command.cells.flatMap((cell) => cell.policies);
      written = folder.commit({
        status: complete ? 'complete' : 'interrupted',
        scenarios: policies.map(({ scenario }) => scenario),
        replications: { asked, finished },
        inputs: await loader.inputs(...policies),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(boundJson(report)) : boundText(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return complete ? EXIT.done : EXIT.interrupted;
  });
};

/**
 * By cell, the replications that were finished when Ctrl-C was pressed. One replication of all
 * cells comes before the next.
 */
async function boundAll({
  cells,
  replications,
  timeLimitSeconds,
}: BoundCommand): Promise<readonly (readonly BoundedReplication[])[]> {
  const finished: BoundedReplication[][] = cells.map(() => []);
  const policies = cells.flatMap((cell) => cell.policies);
  const pieces = replications * (cells.length + policies.length);
  await driveUntilInterrupted(policies, pieces, async (driver) => {
    for (let replication = 0; replication < replications; replication++) {
      for (const [at, cell] of cells.entries()) {
        const outcomes: PolicyOutcome[] = [];
        for (const policy of cell.policies) {
          outcomes.push(await driver.drive(runPolicy(policy, replication)));
        }
        const end = monotonicSeconds() + timeLimitSeconds;
        const isOver = (): boolean => monotonicSeconds() > end;
        const bounded = boundReplication(cell, replication, outcomes, isOver);
        finished[at]?.push(await driver.drive(bounded));
      }
    }
  });
  return finished;
}

/** Of the cells of which anything is finished. */
function reportOf(
  { axes, cells }: BoundCommand,
  finished: readonly (readonly BoundedReplication[])[],
): BoundGridReport {
  const reports = cells.flatMap(({ cell, scenario }, at): BoundReport[] => {
    const replications = finished[at] ?? [];
    if (replications.length === 0) return [];
    const { name, seed, models, slaSeconds, teeMode } = scenario;
    return [{ settings: cell.values, name, seed, models, slaSeconds, teeMode, replications }];
  });
  return { axes, cells: reports };
}
