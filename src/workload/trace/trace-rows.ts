import { didYouMean } from '../../suggest.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { CsvRecord } from './csv-records.js';
import { type IssueList, quoted } from './issue-list.js';
import { MOST_TOKENS, NOT_KNOWN } from './request-lengths.js';
import { TraceColumns } from './trace-columns.js';
import type { TraceColumnNames, TraceLayout } from './trace-header.js';

const DECIMAL = /^\s*[+-]?[\d.]+(e[+-]?\d+)?\s*$/i;
/** A cell that is wrong. */
const WRONG = -2;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/** Checks the rows of a trace and keeps their values. */
export class TraceRows {
  readonly columns: TraceColumns;
  readonly #names: TraceColumnNames;
  readonly #layout: TraceLayout;
  readonly #models: readonly string[];
  readonly #modelIndex: ReadonlyMap<string, ModelIndex>;
  readonly #issues: IssueList;
  #previous: Seconds = 0;
  #count = 0;

  constructor(
    names: TraceColumnNames,
    layout: TraceLayout,
    models: readonly string[],
    issues: IssueList,
  ) {
    this.columns = new TraceColumns({
      models: layout.model >= 0,
      inputTokens: layout.inputTokens >= 0,
      outputTokens: layout.outputTokens >= 0,
    });
    this.#names = names;
    this.#layout = layout;
    this.#models = models;
    this.#modelIndex = new Map(models.map((name, index) => [name, index]));
    this.#issues = issues;
  }

  /** Rows seen, right or wrong. */
  get count(): number {
    return this.#count;
  }

  add(record: CsvRecord): void {
    this.#count++;
    const time = this.#readTime(record);
    const model = this.#layout.model < 0 ? 0 : this.#readModel(record);
    const { inputTokens, outputTokens } = this.#layout;
    const input = inputTokens < 0 ? NOT_KNOWN : this.#readTokens(record, 'inputTokens');
    const output = outputTokens < 0 ? NOT_KNOWN : this.#readTokens(record, 'outputTokens');
    if (time >= 0 && model >= 0 && input !== WRONG && output !== WRONG) {
      this.columns.push(time, model, input, output);
    }
  }

  /** The row's time; NaN, with an issue, when it has none that is right. */
  #readTime(record: CsvRecord): Seconds {
    const cell = record.cells[this.#layout.time];
    const time = cell === undefined ? Number.NaN : parseDecimal(cell);
    if (!(time >= 0)) {
      this.#rejectTime(record, cell);
      return Number.NaN;
    }
    if (time < this.#previous) this.#rejectOrder(record, time, this.#previous);
    this.#previous = time;
    return time;
  }

  /** The row's model; −1, with an issue, when it is not a known one. */
  #readModel(record: CsvRecord): ModelIndex {
    const cell = record.cells[this.#layout.model];
    const model = cell === undefined ? undefined : this.#modelIndex.get(cell.trim());
    if (model !== undefined) return model;
    this.#rejectModel(record, cell?.trim() ?? '');
    return -1;
  }

  /** A length; `NOT_KNOWN` for an empty cell, `WRONG`, with an issue, for one that is none. */
  #readTokens(record: CsvRecord, which: 'inputTokens' | 'outputTokens'): number {
    const cell = record.cells[this.#layout[which]];
    if (cell !== undefined && cell.trim() === '') return NOT_KNOWN;
    const tokens = cell === undefined ? Number.NaN : parseDecimal(cell);
    if (Number.isInteger(tokens) && tokens >= 0 && tokens <= MOST_TOKENS) return tokens;
    this.#reject(record, this.#layout[which], () => ({
      path: this.#names[which]?.name ?? which,
      expected: `tokens, a whole number from 0 to ${MOST_TOKENS}, or nothing`,
      got: cell === undefined ? 'no cell' : quoted(cell.trim()),
    }));
    return WRONG;
  }

  #rejectTime(record: CsvRecord, cell: string | undefined): void {
    const text = cell?.trim() ?? '';
    this.#reject(record, this.#layout.time, () => ({
      path: this.#names.time,
      expected: 'seconds since the start of the trace, a number ≥ 0',
      got: text === '' ? 'nothing' : quoted(text),
      ...(DATE.test(text) && { hint: 'a date is not a number of seconds' }),
    }));
  }

  #rejectOrder(record: CsvRecord, time: Seconds, previous: Seconds): void {
    const name = this.#names.time;
    this.#reject(record, this.#layout.time, () => ({
      path: name,
      expected: `${name} ≥ ${previous} (the row before)`,
      got: String(time),
    }));
  }

  #rejectModel(record: CsvRecord, name: string): void {
    this.#reject(record, this.#layout.model, () => {
      const hint = didYouMean(name, this.#models);
      return {
        path: this.#names.model ?? '',
        expected: `one of the models ${this.#models.join(', ')}`,
        got: name === '' ? 'nothing' : quoted(name),
        ...(hint !== undefined && { hint }),
      };
    });
  }

  #reject(record: CsvRecord, cell: number, describe: Parameters<IssueList['add']>[2]): void {
    const lastColumn = record.columns.at(-1) ?? 1;
    this.#issues.add(record.line, record.columns[cell] ?? lastColumn, describe);
  }
}

/** A finite decimal number, or NaN. Unlike `Number`: no empty text, no 0x10, no Infinity. */
function parseDecimal(cell: string): number {
  const value = Number(cell);
  // Empty text and hexadecimal give integers: most rows need no second look.
  if (Number.isInteger(value)) return DECIMAL.test(cell) ? value : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
