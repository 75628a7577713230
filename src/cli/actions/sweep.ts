import type { Issue } from '../../errors.js';
import { SweepFolder } from '../../host/sweep-folder.js';
import type { Execute } from '../command-spec.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { InterruptedError, Interruption } from '../interruption.js';
import { Stopwatch } from '../result-folder.js';
import { finishSweep } from '../sweep/finish-sweep.js';
import { readSweepOptions } from '../sweep/options.js';
import {
  cellsToSimulate,
  leastReplications,
  readSweepRequest,
  type SweepRequest,
} from '../sweep/request.js';
import type { SweepSession } from '../sweep/session.js';
import { simulateMissing } from '../sweep/simulate.js';
import { SweepProgress } from '../sweep/sweep-progress.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** Simulates every cell of a sweep; what is finished is kept, whatever happens. */
export const execute: Execute = async (invocation, printTo) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const interruption = new Interruption();
  const progress = await SweepProgress.create(invocation.args[0] ?? '');
  const terminal = progress.around(printTo);
  const issues: Issue[] = [];
  const options = readSweepOptions(invocation, issues);
  const session = { invocation, options, terminal, interruption, progress, stopwatch };
  try {
    const request = await readSweepRequest(invocation, options, issues, (done, total) => {
      progress.checked(done, total);
      interruption.check();
    });
    if (!options.dryRun) return await runSweep(request, session);
    const { printPlan } = await import('../sweep/print-plan.js');
    await printPlan(request, session);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    terminal.err('Interrupted: nothing was written.\n');
    return EXIT.interrupted;
  } finally {
    progress.stop();
    interruption.end();
  }
};

async function runSweep(request: SweepRequest, session: SweepSession): Promise<ExitCode> {
  const { description, path } = request;
  const { invocation, options, terminal, interruption, progress, stopwatch } = session;
  const folder = await SweepFolder.open(path, description, options);
  if (folder.damaged > 0) {
    terminal.err(`${path}: damaged records, simulated again: ${folder.damaged}\n`);
  }
  const cells = cellsToSimulate(description, options).length;
  const counter = progress.counter(cells, leastReplications(description));
  try {
    await simulateMissing(description, options, folder, counter, interruption);
    progress.writing();
    // Signals do not cut this short.
    await finishSweep(folder, { invocation, stopwatch, shard: options.shard, parts: [] }, terminal);
    return EXIT.done;
  } catch (error) {
    // What went wrong is what is reported, not that the disk cannot take the rest either.
    await folder.sync().catch(() => {});
    if (!(error instanceof InterruptedError)) throw error;
    const planned = `${counter.planned}${description.replications.kind === 'fixed' ? '' : ' or more'}`;
    const kept = `are finished and kept in ${path}; --resume goes on from there`;
    const finished =
      counter.done > 0 ? `${counter.done} of ${planned} runs ${kept}` : 'no run is finished';
    terminal.err(`Interrupted: ${finished}.\n`);
    return EXIT.interrupted;
  } finally {
    folder.close();
  }
}
