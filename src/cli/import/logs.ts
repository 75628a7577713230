import { type Issue, UserError } from '../../errors.js';
import { writeMeasuredCsv } from '../../interop/measured-csv/write.js';
import { type Comparison, compareWithDerived } from '../../interop/sincere/compare.js';
import { describeComparison } from '../../interop/sincere/describe-comparison.js';
import { describeImport } from '../../interop/sincere/describe-import.js';
import { importJson } from '../../interop/sincere/import-json.js';
import type { ImportedLogs } from '../../interop/sincere/log-report.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { resultFolderIssues } from '../data-outputs.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { readLogFolder } from '../measured/logs.js';
import { readDerivedFolder } from '../measured/tables.js';
import { Stopwatch, withResultFolder } from '../result-folder.js';
import { collecting, type InputFile } from '../scenario-loader.js';
import { importOptionIssues } from './options.js';

/** What was read. */
interface Request {
  readonly imported: ImportedLogs;
  /** Null when there is nothing to compare with. */
  readonly comparison: Comparison | null;
  readonly inputs: readonly InputFile[];
}

/** Turns logs into the neutral CSV form, and says what was read and what was not. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const { imported, comparison, inputs } = await readRequest(invocation, check);
    return withResultFolder(invocation, async (folder) => {
      for (const { table, text } of writeMeasuredCsv(imported.data)) {
        check();
        folder?.append(`${table}.csv`, text);
      }
      const runs = imported.data.runs.length;
      const written = folder?.commit({
        status: 'complete',
        scenarios: [],
        replications: { asked: runs, finished: runs },
        inputs,
        invocation,
        stopwatch,
      });
      const lines = [
        ...describeImport(imported),
        ...(comparison === null ? [] : describeComparison(comparison)),
      ];
      const result = invocation.json
        ? toJson(importJson(imported, comparison))
        : `${lines.join('\n')}\n`;
      terminal.out(result);
      (invocation.json ? terminal.err : terminal.out)(written ?? '');
      return EXIT.done;
    });
  });

/** @throws UserError with every problem of the options, the logs and the tables. */
async function readRequest(invocation: Invocation, check: () => void): Promise<Request> {
  const [, folder = ''] = invocation.args;
  const against = invocation.value('--against');
  const issues: Issue[] = [
    ...importOptionIssues(invocation, 'logs'),
    ...outProblems(invocation, folder, against),
  ];
  const logs = await collecting(issues, readLogFolder(folder, check));
  const tables =
    against === undefined ? null : await collecting(issues, readDerivedFolder(against, check));
  if (issues.length > 0 || logs === undefined || tables === undefined) throw new UserError(issues);
  return {
    imported: logs.imported,
    comparison: tables && compareWithDerived(logs.imported, tables.derived),
    inputs: [...logs.files.inputs, ...(tables?.files.inputs ?? [])],
  };
}

function outProblems(
  invocation: Invocation,
  logs: string,
  against: string | undefined,
): readonly Issue[] {
  if (invocation.value('--out') === undefined) {
    return [optionIssue('--out', 'a folder for the tables', 'nothing')];
  }
  const folders = against === undefined ? [logs] : [logs, against];
  return resultFolderIssues(invocation, folders, folders.length === 1 ? 'logs' : 'logs or tables');
}
