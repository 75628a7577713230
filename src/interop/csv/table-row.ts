import { suggest } from '../../suggest.js';
import type { CsvRecord } from '../../workload/trace/csv-records.js';
import { type IssueList, quoted } from '../../workload/trace/issue-list.js';

/** Which numbers a cell may hold. */
export interface NumberRule {
  /** For messages: what the number is, e.g. `seconds`. */
  readonly what: string;
  readonly least?: number;
  readonly most?: number;
  /** The number must be greater than this. */
  readonly above?: number;
  readonly integer?: boolean;
  /** An empty cell is allowed and read as NaN. */
  readonly optional?: boolean;
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** One row of a table. Every reading method says what is wrong with a cell and goes on. */
export class TableRow {
  readonly #layout: ReadonlyMap<string, number>;
  readonly #width: number;
  readonly #issues: IssueList;
  #record: CsvRecord = { line: 1, cells: [], columns: [] };
  #isSound = true;

  constructor(layout: ReadonlyMap<string, number>, width: number, issues: IssueList) {
    this.#layout = layout;
    this.#width = width;
    this.#issues = issues;
  }

  get line(): number {
    return this.#record.line;
  }

  /** Whether nothing was wrong with the cells read so far. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** Takes the next record; false, with an issue, when it has the wrong number of cells. */
  moveTo(record: CsvRecord): boolean {
    this.#record = record;
    this.#isSound = true;
    if (record.cells.length === this.#width) return true;
    this.#issues.add(record.line, 1, () => ({
      path: '',
      expected: `${this.#width} cells, as in the header`,
      got: String(record.cells.length),
    }));
    return false;
  }

  /** Whether the table has the column. */
  has(name: string): boolean {
    return this.#layout.has(name);
  }

  /** The cell as it stands; empty when the table lacks the column. */
  text(name: string): string {
    return this.#record.cells[this.#layout.get(name) ?? -1] ?? '';
  }

  /** Text that is not empty. */
  name(name: string): string {
    const cell = this.text(name);
    if (cell === '') this.reject(name, 'a name');
    return cell;
  }

  /** A finite decimal number; NaN when the cell is empty or wrong. */
  number(name: string, rule: NumberRule): number {
    const cell = this.text(name);
    if (rule.optional === true && cell.trim() === '') return Number.NaN;
    const value = DECIMAL.test(cell) ? Number(cell) : Number.NaN;
    if (isAllowed(value, rule)) return value;
    this.reject(name, describeRule(rule));
    return Number.NaN;
  }

  /** The position of the cell in `allowed`; −1 when it is wrong. */
  choice(name: string, allowed: readonly string[]): number {
    const cell = this.text(name);
    const position = allowed.indexOf(cell);
    if (position === -1) {
      const near = suggest(cell, allowed);
      this.reject(name, `one of ${allowed.join(', ')}`, near && `did you mean ${near}?`);
    }
    return position;
  }

  /** Says that the cell is not what was expected. */
  reject(name: string, expected: string, hint?: string): void {
    const cell = this.text(name);
    this.#add(name, expected, cell.trim() === '' ? 'nothing' : quoted(cell), hint);
  }

  #add(name: string, expected: string, got: string, hint?: string): void {
    this.#isSound = false;
    const column = this.#record.columns[this.#layout.get(name) ?? -1] ?? 1;
    this.#issues.add(this.#record.line, column, () => ({
      path: name,
      expected,
      got,
      ...(hint !== undefined && hint !== '' && { hint }),
    }));
  }
}

function isAllowed(value: number, rule: NumberRule): boolean {
  const { least = Number.NEGATIVE_INFINITY, above = Number.NEGATIVE_INFINITY } = rule;
  const { most = Number.POSITIVE_INFINITY } = rule;
  const whole = rule.integer !== true || Number.isInteger(value);
  return Number.isFinite(value) && value >= least && value > above && value <= most && whole;
}

function describeRule(rule: NumberRule): string {
  const kind = rule.integer === true ? 'a whole number' : 'a number';
  const range = [
    rule.least === undefined ? '' : ` ≥ ${rule.least}`,
    rule.above === undefined ? '' : ` > ${rule.above}`,
    rule.most === undefined ? '' : ` ≤ ${rule.most}`,
  ]
    .filter((limit) => limit !== '')
    .join(',');
  const empty = rule.optional === true ? ', or nothing' : '';
  return `${rule.what}: ${kind}${range}${empty}`;
}
