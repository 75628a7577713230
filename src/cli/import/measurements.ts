import { type Issue, UserError } from '../../errors.js';
import { writeMeasurements } from '../../interop/neutral/write.js';
import { toJson } from '../../report/json.js';
import { importedJson, importedText } from '../../report/measurements/imported.js';
import type { Execute } from '../command-spec.js';
import { resultFolderIssues } from '../data-outputs.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { type LoadedMeasurements, loadMeasurements } from '../measured/measurements.js';
import { warnOfMeasurements } from '../measured/warn-of-measurements.js';
import { Stopwatch, withResultFolder } from '../result-folder.js';
import { collecting } from '../scenario-loader.js';
import { importOptionIssues } from './options.js';

/** Turns results of benchmarks of one format into the neutral form, and says what was read. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const [format = ''] = invocation.args;
    const loaded = await readRequest(invocation, check);
    const { measurements, inputs } = loaded;
    return withResultFolder(invocation, async (folder) => {
      folder?.append('measurements.json', checked(writeMeasurements(measurements), check));
      const written = folder?.commit({
        status: 'complete',
        scenarios: [],
        replications: { asked: measurements.length, finished: measurements.length },
        inputs,
        invocation,
        stopwatch,
      });
      warnOfMeasurements(terminal, loaded);
      const files = inputs.length;
      const said = { format, files, measurements, notRead: loaded.notRead };
      terminal.out(invocation.json ? toJson(importedJson(said)) : importedText(said));
      (invocation.json ? terminal.err : terminal.out)(written ?? '');
      return EXIT.done;
    });
  });

/** @throws UserError with every problem of the options and the files. */
async function readRequest(invocation: Invocation, check: () => void): Promise<LoadedMeasurements> {
  const [format = '', path = ''] = invocation.args;
  const issues: Issue[] = [...importOptionIssues(invocation, 'results')];
  if (invocation.value('--out') === undefined) {
    issues.push(optionIssue('--out', 'a folder for the measurements', 'nothing'));
  }
  issues.push(...resultFolderIssues(invocation, [path], 'results'));
  const loaded = await collecting(issues, loadMeasurements([path], 'IN', check, format));
  if (issues.length > 0 || loaded === undefined) throw new UserError(issues);
  return loaded;
}

function* checked(pieces: Iterable<string>, check: () => void): Iterable<string> {
  for (const piece of pieces) {
    check();
    yield piece;
  }
}
