import { type Issue, UserError } from '../../errors.js';
import type { ModelIndex } from '../../units.js';
import type { MeasuredRun } from '../measured.js';
import { forEachLine, type TextEnd } from '../text-lines.js';
import { LogReader } from './log-reader.js';
import type { ImportedLogs, LogReport } from './log-report.js';
import { parseRunName, RUN_NAME_FORM, type RunName, runId, SINCERE_MODELS } from './run-name.js';
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
 * @throws UserError with every log that is no experiment log, or was cut off before its end.
 */
export async function importSincereLogs(files: AsyncIterable<LogFile>): Promise<ImportedLogs> {
  const models = new ModelNames();
  const runs: MeasuredRun[] = [];
  const reports: LogReport[] = [];
  const issues: Issue[] = [];
  for await (const file of files) {
    const name = parseRunName(file.name);
    if (name === null) {
      issues.push(issueAt(file.name, 1, `a name like ${RUN_NAME_FORM}`, baseName(file.name)));
      continue;
    }
    const reader = new LogReader(models.indexOf);
    const end = await forEachLine(file.bytes, (line, number) => reader.accept(line, number));
    reader.finish();
    const problem = damageOf(end, file.name) ?? problemOf(reader, end, name, file.name);
    if (problem !== null) {
      issues.push(problem);
      continue;
    }
    const run = measuredRun(uniqueId(runId(name), runs), name, reader);
    runs.push(run);
    reports.push(reportOf(run.id, file.name, end.lines, reader));
  }
  if (issues.length > 0) throw new UserError(issues);
  return { data: { models: models.names, runs }, report: { runs: reports } };
}

/** Models in the order in which SINCERE lists them; others follow as they are met. */
class ModelNames {
  readonly names: string[] = [...SINCERE_MODELS];
  readonly #indices = new Map<string, ModelIndex>(this.names.map((name, index) => [name, index]));

  readonly indexOf = (name: string): ModelIndex => {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    const index = this.names.length;
    this.names.push(name);
    this.#indices.set(name, index);
    return index;
  };
}

/** What shows that the file is not the text that was written; null for nothing. */
function damageOf({ lines, isTooLong, brokenLine }: TextEnd, file: string): Issue | null {
  if (brokenLine !== null) return issueAt(file, brokenLine, 'text in UTF-8', 'bytes that are not');
  if (isTooLong) return issueAt(file, lines + 1, 'lines of text', 'a line without end');
  return null;
}

/** Why the log cannot be used; null when it can. */
function problemOf(reader: LogReader, end: TextEnd, name: RunName, file: string): Issue | null {
  if (reader.requests.length === 0) {
    return issueAt(file, end.lines, 'the log of an experiment', 'no request in it');
  }
  if (!end.isComplete)
    return issueAt(file, end.lines, 'a whole last line', 'a log that was cut off');
  const seconds = (reader.lastAt - reader.requests.earliest()) / 1000;
  if (Number.isNaN(reader.printed.endAt) && seconds < name.durationSeconds) {
    const expected = `the line END, or ${name.durationSeconds} s of log`;
    return issueAt(file, end.lines, expected, `a log that stops after ${seconds.toFixed(1)} s`);
  }
  return null;
}

function issueAt(file: string, line: number, expected: string, got: string): Issue {
  const source = { kind: 'file', file, line: Math.max(1, line), column: 1 } as const;
  return { source, path: '', expected, got };
}

/** Two logs of one name, from two folders, are two runs. */
function uniqueId(id: string, runs: readonly MeasuredRun[]): string {
  const same = runs.filter((run) => run.id === id || run.id.startsWith(`${id}#`)).length;
  return same === 0 ? id : `${id}#${same + 1}`;
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
