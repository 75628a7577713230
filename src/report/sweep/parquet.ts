import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { TableFile } from '../../experiment/results/types.js';
import type { CsvValue } from '../csv.js';
import type { ColumnType, ResultTable, TableColumn } from './result-table.js';

/** Rows of a group: it is held in memory, and a reader may skip it. */
const ROWS_PER_GROUP = 20_000;

/** Parquet's types; every cell may be null. */
const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  count: { type: 'INT32' },
  flag: { type: 'BOOLEAN' },
} as const satisfies Record<ColumnType, object>;

/** A table as an Apache Parquet file, with the columns and the rows of its CSV. */
export function parquetFile(table: ResultTable): TableFile {
  return { name: `${table.name}.parquet`, chunks: { [Symbol.iterator]: () => chunksOf(table) } };
}

function* chunksOf({ columns, rows }: ResultTable): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'sealsim' });
  let group: (readonly CsvValue[])[] = [];
  for (const row of rows()) {
    group.push(row);
    if (group.length < ROWS_PER_GROUP) continue;
    parquet.write({ columnData: transposed(columns, group), rowGroupSize: ROWS_PER_GROUP });
    yield drained(writer);
    group = [];
  }
  if (group.length > 0) {
    parquet.write({ columnData: transposed(columns, group), rowGroupSize: ROWS_PER_GROUP });
  }
  parquet.finish();
  yield drained(writer);
}

function schemaOf(
  columns: readonly TableColumn[],
): ConstructorParameters<typeof ParquetWriter>[0]['schema'] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({
      name,
      ...TYPES[type],
      repetition_type: 'OPTIONAL' as const,
    })),
  ];
}

function transposed(
  columns: readonly TableColumn[],
  rows: readonly (readonly CsvValue[])[],
): { name: string; data: CsvValue[] }[] {
  return columns.map(({ name }, at) => ({
    name,
    data: rows.map((row) => {
      const value = row[at] ?? null;
      return typeof value === 'number' && !Number.isFinite(value) ? null : value;
    }),
  }));
}

/** What the writer has collected, which it then forgets. */
function drained(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
