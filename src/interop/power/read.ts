import type { PowerSamples } from '../../analysis/measurement.js';
import { formatIssue, type Issue } from '../../errors.js';
import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import { type CellRule, readCell } from './cells.js';
import { OPTIONAL, PowerHeader, REQUIRED } from './columns.js';
import { SampleBuilder } from './samples.js';
import { parseTimestamp } from './timestamp.js';

/** What a file of power held. */
export interface ReadPower {
  /** Null: nothing that could be used; `issues` or `notes` say why. */
  readonly power: PowerSamples | null;
  readonly issues: readonly Issue[];
  /** What was left out, converted or assumed. */
  readonly notes: readonly string[];
}

/**
 * Reads power as `nvidia-smi --query-gpu=… --format=csv -l 1` logs it, row by row: with or without
 * units in header and cells, one GPU or several, whose power is added up.
 */
export async function readPower(input: InputFile): Promise<ReadPower> {
  const reader = new PowerReader();
  const { header } = reader;
  const columns = {
    required: REQUIRED,
    optional: OPTIONAL,
    namesOf: (cells: readonly string[]) => header.namesOf(cells),
  };
  const issues = await readTable(input, columns, (row) => reader.accept(row));
  if (issues.length > 0) return { power: null, issues, notes: [] };
  if (reader.rows === 0) {
    const source = { kind: 'file', file: input.file, line: 1, column: 1 } as const;
    return {
      power: null,
      issues: [{ source, path: '', expected: 'samples of power', got: 'only a header' }],
      notes: [],
    };
  }
  const { power, notes } = reader.samples.build(input.file);
  return { power, issues, notes: [...header.notes(), ...notes] };
}

/** What is said of the power of CPUs, which is no part of that of GPUs. */
export function describeCpuPower(file: string, { power, issues }: ReadPower): string {
  const [problem] = issues;
  if (problem !== undefined) return `CPU power not read: ${formatIssue(problem)}`;
  if (power === null) return `CPU power not read: ${file} states none`;
  const mean = power.watts.reduce((sum, watts) => sum + watts, 0) / power.watts.length;
  return `CPU power is not part of the energy: ${mean.toPrecision(4)} W on average, by ${file}`;
}

/** Eleven days at 1 Hz are not a run; without a limit it would fill memory. */
const MAX_ROWS = 1_000_000;

class PowerReader {
  readonly header = new PowerHeader();
  readonly samples = new SampleBuilder();
  rows = 0;
  #latest = Number.NEGATIVE_INFINITY;

  accept(row: TableRow): void {
    this.rows++;
    if (this.rows > MAX_ROWS) {
      if (this.rows === MAX_ROWS + 1) row.reject('timestamp', `at most ${MAX_ROWS} rows`);
      return;
    }
    const seconds = this.#time(row);
    const watts = readCell(row, this.#power);
    const utilization = readCell(row, this.#utilization);
    if (row.isSound) this.samples.add(seconds, row.text('gpu').trim(), watts, utilization);
  }

  get #power(): CellRule {
    return {
      column: 'power.draw',
      quantity: 'power',
      headerUnit: this.header.unitOf('power.draw'),
      defaultUnit: 'W',
      most: Number.POSITIVE_INFINITY,
    };
  }

  get #utilization(): CellRule {
    return {
      column: 'utilization.gpu',
      quantity: 'fraction',
      headerUnit: this.header.unitOf('utilization.gpu'),
      defaultUnit: '%',
      most: 1,
    };
  }

  #time(row: TableRow): number {
    const text = row.text('timestamp').trim();
    const seconds = parseTimestamp(text);
    if (Number.isNaN(seconds))
      row.reject('timestamp', 'a time as nvidia-smi writes it, ISO or seconds');
    else if (seconds < this.#latest)
      row.reject('timestamp', 'no time before that of the row above');
    else this.#latest = seconds;
    return seconds;
  }
}
