import { type Issue, UserError } from '../../errors.js';
import type { ModelIndex } from '../../units.js';
import type { MeasuredRun } from '../measured.js';
import { forEachLine } from '../text-lines.js';
import { issueAt, logProblem } from './log-problem.js';
import { LogReader } from './log-reader.js';
import type { ImportedLogs, LogReport } from './log-report.js';
import { parseRunName, RUN_NAME_FORM, runId, SINCERE_MODELS } from './run-name.js';
import { measuredRun, reportOf } from './run-of-log.js';

/** An experiment log. */
export interface LogFile {
  /** Its name, with or without folders; it tells the run's setting (see `parseRunName`). */
  readonly name: string;
  /** Its bytes, decompressed. Errors of the iterable pass through. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads raw logs of SINCERE's experiments. Memory beyond the result is that of one run's ids.
 * @throws UserError with every log that is no experiment log, is damaged, was cut off before its
 * end, or is of a run that another one is of too.
 */
export async function importSincereLogs(files: AsyncIterable<LogFile>): Promise<ImportedLogs> {
  const runs: MeasuredRun[] = [];
  const reports: LogReport[] = [];
  const issues: Issue[] = [];
  const seen = new Map<string, string>();
  for await (const file of files) {
    const name = parseRunName(file.name);
    if (name === null) {
      issues.push(issueAt(file.name, 1, `a name like ${RUN_NAME_FORM}`, baseName(file.name)));
      continue;
    }
    const first = seen.get(runId(name));
    if (first !== undefined) {
      issues.push(issueAt(file.name, 1, 'each run once', `the run of ${first} again`));
      continue;
    }
    seen.set(runId(name), file.name);
    const reader = new LogReader(modelIndexOf);
    const end = await forEachLine(file.bytes, (line, number) => reader.accept(line, number));
    reader.finish();
    const problem = logProblem(reader, end, file.name);
    if (problem !== null) {
      issues.push(problem);
      continue;
    }
    const run = measuredRun(runId(name), name, reader);
    runs.push(run);
    reports.push(reportOf(run.id, file.name, end.lines, reader));
  }
  if (issues.length > 0) throw new UserError(issues);
  return { data: { models: SINCERE_MODELS, runs }, report: { runs: reports } };
}

/** Models are numbered as SINCERE lists them. */
const MODEL_INDICES: ReadonlyMap<string, ModelIndex> = new Map(
  SINCERE_MODELS.map((name, index) => [name, index]),
);

function modelIndexOf(name: string): ModelIndex | undefined {
  return MODEL_INDICES.get(name);
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
