import { type Issue, UserError } from '../../errors.js';
import { FIGURES } from '../../metrics/figures.js';
import { CsvReader } from '../../workload/trace/csv-records.js';
import type { Measured, MeasuredCell } from './measured.js';

/** A folder that `run` or `compare` wrote. */
export interface ResultFiles {
  readonly folder: string;
  /** From its manifest. */
  readonly about: Pick<Measured, 'version' | 'replications' | 'inputs'> & {
    /** One for a run, one per cell for a comparison. */
    readonly scenarios: readonly unknown[];
  };
  /** The text of a file in it; null if it has none of this name. */
  read(name: string): string | null;
}

const REPLICATION = 'replication';
const PER_MODEL = 'perModel.';

/**
 * The figures of a run by their path in `summary.json`. With replications they come from
 * `replications.csv`, one by one; of single models only the means are known then.
 * @throws UserError if a file is not what `run` writes.
 */
export function measuredRun(files: ResultFiles): Measured {
  const { scenarios, ...about } = files.about;
  const summary = figuresOf(files, 'summary.json');
  const repeated =
    files.read('replications.csv') === null ? [] : cellsIn(files, 'replications.csv');
  const [rows] = repeated;
  const figures = rows === undefined ? summary : new Map([...rows.metrics, ...modelMeans(summary)]);
  const cell: MeasuredCell = {
    values: [],
    scenario: scenarios[0],
    metric: (name) => figures.get(name) ?? [],
    requestsCsv: async () => files.read('requests.csv'),
  };
  return {
    ...about,
    folder: files.folder,
    columns: [],
    metrics: [...figures.keys()],
    cells: [cell],
  };
}

/**
 * The cells of a comparison, from `cells.csv`.
 * @throws UserError if it is not what `compare` writes.
 */
export function measuredGrid(files: ResultFiles): Measured {
  const { scenarios, ...about } = files.about;
  const grid = cellsIn(files, 'cells.csv');
  return {
    ...about,
    folder: files.folder,
    columns: grid[0]?.columns ?? [],
    metrics: [...(grid[0]?.metrics.keys() ?? [])],
    cells: grid.map(({ values, metrics }, at) => ({
      values,
      scenario: scenarios[at],
      metric: (name) => metrics.get(name) ?? [],
      requestsCsv: async () => null,
    })),
  };
}

/** By name, the values in each replication. */
type Figures = ReadonlyMap<string, readonly number[]>;

/** Every number in the sections of a JSON document, by its dotted path. */
function figuresOf(files: ResultFiles, name: string): Figures {
  const found = new Map<string, readonly number[]>();
  const collect = (value: unknown, path: string): void => {
    if (typeof value === 'number') found.set(path, [value]);
    else if (value === null) found.set(path, [Number.NaN]);
    else if (typeof value === 'object') {
      for (const [key, each] of Object.entries(value)) collect(each, `${path}.${key}`);
    }
  };
  for (const [section, value] of Object.entries(documentIn(files, name))) {
    if (typeof value === 'object') collect(value, section);
  }
  return found;
}

function documentIn(files: ResultFiles, name: string): object {
  try {
    const found: unknown = JSON.parse(files.read(name) ?? '');
    if (typeof found === 'object' && found !== null) return found;
  } catch {
    // Neither is what a run writes.
  }
  throw unreadable(files, name, 1, 'an object in JSON', 'something else');
}

/** Of the estimates over replications. */
function modelMeans(summary: Figures): Figures {
  return new Map(
    [...summary].filter(([path]) => path.startsWith(PER_MODEL) && path.endsWith('.mean')),
  );
}

/** The rows of a table with the same settings, the columns before `replication`. */
interface CellRows {
  readonly columns: readonly string[];
  readonly values: readonly string[];
  /** By replication. */
  readonly metrics: ReadonlyMap<string, number[]>;
}

function cellsIn(files: ResultFiles, name: string): readonly CellRows[] {
  const [head, ...rows] = recordsOf(files.read(name) ?? '');
  const at = head?.row.indexOf(REPLICATION) ?? -1;
  if (head === undefined || at < 0) {
    throw unreadable(files, name, 1, `a column named ${REPLICATION}`, 'none');
  }
  const columns = head.row.slice(0, at);
  const paths = head.row.slice(at + 1).map(pathOf);
  const cells = new Map<string, CellRows>();
  for (const { line, row } of rows) {
    if (row.length !== head.row.length) {
      throw unreadable(files, name, line, `${head.row.length} cells`, `${row.length}`);
    }
    const values = row.slice(0, at);
    const key = JSON.stringify(values);
    const metrics = cells.get(key)?.metrics ?? new Map(paths.map((path) => [path, []]));
    cells.set(key, { columns, values, metrics });
    for (const [i, path] of paths.entries()) {
      metrics.get(path)?.push(numberOf(row[at + 1 + i] ?? ''));
    }
  }
  return [...cells.values()];
}

interface NumberedRow {
  readonly line: number;
  readonly row: readonly string[];
}

function recordsOf(text: string): readonly NumberedRow[] {
  const reader = new CsvReader();
  const rows: NumberedRow[] = [];
  for (const { line, cells } of reader.read(text)) rows.push({ line, row: [...cells] });
  for (const { line, cells } of reader.finish()) rows.push({ line, row: [...cells] });
  return rows;
}

/** Where a figure stands in the summary: what it is called in every kind of results. */
function pathOf(column: string): string {
  return FIGURES.find((figure) => figure.column === column)?.path ?? column;
}

/** An empty cell is an undefined figure. */
function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

function unreadable(
  { folder }: ResultFiles,
  name: string,
  line: number,
  expected: string,
  got: string,
): UserError {
  const source = { kind: 'file', file: `${folder}/${name}`, line, column: 1 } as const;
  const issue: Issue = { source, path: '', expected, got };
  return new UserError([issue]);
}
