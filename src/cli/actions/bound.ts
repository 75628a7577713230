import {
  type BoundedReplication,
  boundReplication,
  type PolicyOutcome,
  runPolicy,
} from '../../experiment/bound/run-bound.js';
import { monotonicSeconds } from '../../host/clock.js';
import { boundCsv } from '../../report/bound/bound-csv.js';
import { boundJson } from '../../report/bound/bound-json.js';
import { boundTable } from '../../report/bound/bound-table.js';
import type { BoundReport } from '../../report/bound/report.js';
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
    const replications = await boundAll(command);
    if (replications.length === 0) {
      terminal.err('Interrupted before any replication was finished.\n');
      return EXIT.interrupted;
    }
    const asked = command.scenario.replications;
    const complete = replications.length === asked;
    const report = reportOf(command, replications);
    let written = '';
    if (folder !== null) {
      folder.append('summary.json', [toJson(boundJson(report))]);
      folder.append('bound.csv', [boundCsv(report)]);
      written = folder.commit({
        status: complete ? 'complete' : 'interrupted',
        scenarios: command.policies.map(({ scenario }) => scenario),
        replications: { asked, finished: replications.length },
        inputs: await loader.inputs(...command.policies),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(boundJson(report)) : boundTable(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return complete ? EXIT.done : EXIT.interrupted;
  });
};

/** Replications one after the other, those that were finished when Ctrl-C was pressed. */
async function boundAll(command: BoundCommand): Promise<readonly BoundedReplication[]> {
  const { scenario, policies, timeLimitSeconds } = command;
  const finished: BoundedReplication[] = [];
  const pieces = scenario.replications * (1 + policies.length);
  await driveUntilInterrupted(policies, pieces, async (driver) => {
    for (let replication = 0; replication < scenario.replications; replication++) {
      const outcomes: PolicyOutcome[] = [];
      for (const policy of policies) {
        outcomes.push(await driver.drive(runPolicy(policy, replication)));
      }
      const end = monotonicSeconds() + timeLimitSeconds;
      const isOver = (): boolean => monotonicSeconds() > end;
      const possible = await driver.drive(boundReplication(command, replication, isOver));
      finished.push({ ...possible, policies: outcomes });
    }
  });
  return finished;
}

function reportOf(
  { scenario }: BoundCommand,
  replications: readonly BoundedReplication[],
): BoundReport {
  const { name, seed, models, slaSeconds, teeMode } = scenario;
  return { name, seed, models, slaSeconds, teeMode, replications };
}
