import { type Issue, UserError } from '../../errors.js';
import { fileIssue } from '../../host/file-errors.js';
import type { MeasuredData } from '../../interop/measured.js';
import { measuredCsvFile } from '../../interop/measured-csv/columns.js';
import { readMeasuredCsv } from '../../interop/measured-csv/read.js';
import { type DerivedData, readDerived } from '../../interop/sincere/derived.js';
import { DataFiles } from './data-files.js';

const TABLES = ['runs', 'batches', 'requests'] as const;
type Table = (typeof TABLES)[number];

/** The file of each table, as far as there is one. */
type Found = ReadonlyMap<Table, string>;

/** The tables derived from SINCERE's logs: `runs-train.csv`, … */
export function derivedTables({ names }: DataFiles): Found {
  return found((table) =>
    [`${table}-train.csv`, `${table}-train.csv.gz`].find((name) => names.includes(name)),
  );
}

/** The tables of the neutral CSV form: `runs.csv`, … */
export function measuredTables({ names }: DataFiles): Found {
  return found((table) => measuredCsvFile(names, table));
}

function found(fileOf: (table: Table) => string | undefined): Found {
  return new Map(
    TABLES.flatMap((table): [Table, string][] => {
      const name = fileOf(table);
      return name === undefined ? [] : [[table, name]];
    }),
  );
}

/**
 * Reads the derived tables of a folder.
 * @throws UserError with every problem of the files, or those that are missing.
 */
export async function readDerivedFolder(folder: string, check: () => void) {
  const content = 'tables derived from the logs (runs-train.csv, …)';
  const files = new DataFiles(folder, [], content, check);
  return { derived: await readDerivedTables(files), files };
}

/** @throws UserError as `readDerivedFolder`. */
export function readDerivedTables(files: DataFiles): Promise<DerivedData> {
  const tables = derivedTables(files);
  const name = required(files, tables, (table) => `${table}-train.csv`);
  return files.sound(
    readDerived({
      runs: files.table(name('runs')),
      batches: files.table(name('batches')),
      requests: files.table(name('requests')),
    }),
  );
}

/** @throws UserError with every problem of the files, or those that are missing. */
export function readMeasuredTables(files: DataFiles): Promise<MeasuredData> {
  const tables = measuredTables(files);
  const name = required(files, tables, (table) => `${table}.csv`, ['models.csv']);
  const models = measuredCsvFile(files.names, 'models');
  return files.sound(
    readMeasuredCsv({
      runs: files.table(name('runs')),
      batches: files.table(name('batches')),
      requests: files.table(name('requests')),
      ...(models !== undefined && { models: files.table(models) }),
    }),
  );
}

function required(
  { folder, names }: DataFiles,
  tables: Found,
  usual: (table: Table) => string,
  others: readonly string[] = [],
): (table: Table) => string {
  const issues: Issue[] = TABLES.filter((table) => !tables.has(table)).map((table) =>
    fileIssue(folder, `the table ${usual(table)} or ${usual(table)}.gz`, 'none in the folder'),
  );
  for (const name of [...TABLES.map(usual), ...others]) {
    if (names.includes(name) && names.includes(`${name}.gz`)) {
      issues.push(fileIssue(folder, `the table ${name} or ${name}.gz`, 'both'));
    }
  }
  if (issues.length > 0) throw new UserError(issues);
  return (table) => tables.get(table) ?? usual(table);
}
