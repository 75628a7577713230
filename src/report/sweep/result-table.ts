import type { TableFile } from '../../experiment/results/types.js';
import { type CsvValue, csvChunks } from '../csv.js';

/** What a column holds; in CSV, a cell may also be empty. */
export type ColumnType = 'text' | 'number' | 'count' | 'flag';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A table of results: written as CSV and as Parquet from the same rows. */
export interface ResultTable {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** Made anew each time; a table may be too long to be held. */
  rows(): Iterable<readonly CsvValue[]>;
}

export function csvFile(table: ResultTable): TableFile {
  const columns = table.columns.map(({ name }) => name);
  return {
    name: `${table.name}.csv`,
    chunks: { [Symbol.iterator]: () => chunksOf(table, columns) },
  };
}

function chunksOf(table: ResultTable, columns: readonly string[]): Iterator<string> {
  return csvChunks(columns, table.rows());
}
