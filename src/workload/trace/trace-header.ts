import type { Issue } from '../../errors.js';
import { suggest } from '../../suggest.js';
import type { CsvRecord } from './csv-records.js';
import { type IssueList, quoted } from './issue-list.js';

/** Which columns of a trace hold what. */
export interface TraceColumnNames {
  readonly time: string;
  /** Null: the trace is read without models. */
  readonly model: string | null;
  /** When true, a trace that lacks the model column is read without models. */
  readonly modelOptional?: boolean;
  /** Columns of lengths; without them, lengths are not read. */
  readonly inputTokens?: LengthColumn;
  readonly outputTokens?: LengthColumn;
}

/** A column of lengths in tokens. */
export interface LengthColumn {
  readonly name: string;
  /** When true, a trace may lack it. */
  readonly optional: boolean;
}

/** Positions of the columns in a record. */
export interface TraceLayout {
  readonly time: number;
  /** −1: no models. */
  readonly model: number;
  /** −1: not read, or not there. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Names of columns that say the times are not in seconds. */
export const OTHER_UNIT = /_(ns|us|µs|ms|min|h|hours)$/i;
const MAX_LISTED = 12;

/** Finds the columns in the header; null, with issues, when one is missing or there twice. */
export function readHeader(
  record: CsvRecord,
  names: TraceColumnNames,
  issues: IssueList,
): TraceLayout | null {
  const header = record.cells.map((cell) => cell.trim());
  const find = (name: string): number | null => findColumn(record, header, name, issues);
  const time = find(names.time);
  const wanted =
    names.modelOptional === true && !header.includes(names.model ?? '') ? null : names.model;
  const model = wanted === null ? -1 : find(wanted);
  const lengths = (column: LengthColumn | undefined): number | null =>
    column === undefined || (column.optional && !header.includes(column.name))
      ? -1
      : find(column.name);
  const inputTokens = lengths(names.inputTokens);
  const outputTokens = lengths(names.outputTokens);
  if (time === null || model === null || inputTokens === null || outputTokens === null) return null;
  return { time, model, inputTokens, outputTokens };
}

function findColumn(
  record: CsvRecord,
  header: readonly string[],
  name: string,
  issues: IssueList,
): number | null {
  const position = header.indexOf(name);
  if (position === -1) {
    issues.add(record.line, 1, () => missingColumn(header, name));
    return null;
  }
  const second = header.indexOf(name, position + 1);
  if (second === -1) return position;
  issues.add(record.line, record.columns[second] ?? 1, () => ({
    path: name,
    expected: `one column named ${name}`,
    got: 'a second one',
  }));
  return null;
}

function missingColumn(header: readonly string[], name: string): Omit<Issue, 'source'> {
  const listed = header.slice(0, MAX_LISTED).map((cell) => quoted(cell));
  const more = header.length > MAX_LISTED ? ', …' : '';
  const issue = {
    path: name,
    expected: `a column named ${name}`,
    got: `columns ${listed.join(', ')}${more}`,
  };
  const hint = missingColumnHint(header, name);
  return hint === undefined ? issue : { ...issue, hint };
}

function missingColumnHint(header: readonly string[], name: string): string | undefined {
  if (header.some((cell) => cell !== '' && Number.isFinite(Number(cell)))) {
    return 'the first line must name the columns';
  }
  const near = suggest(name, header);
  if (near === undefined) return undefined;
  return OTHER_UNIT.test(near)
    ? `${near} is not in seconds: convert it`
    : `did you mean "${near}"? Columns can be named in the scenario`;
}
