/**
 * Records as columns: a table says how many rows it has, a column what stands in a row. No object
 * per row is made, so a table of ten million requests costs its typed arrays and nothing else.
 */
export interface RecordTable {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

export type Column = NumberColumn | LabelColumn;

export interface NumberColumn {
  readonly kind: 'number';
  /** snake_case, ending in its unit (`latency_s`). */
  readonly name: string;
  /** NaN: no value. */
  at(row: number): number;
}

/** Texts, each stored once. */
export interface LabelColumn {
  readonly kind: 'label';
  readonly name: string;
  readonly labels: readonly string[];
  /** The position of the row's text in `labels`; −1: no value. */
  at(row: number): number;
}

export function numberColumn(name: string, at: (row: number) => number): NumberColumn {
  return { kind: 'number', name, at };
}

export function labelColumn(
  name: string,
  labels: readonly string[],
  at: (row: number) => number,
): LabelColumn {
  return { kind: 'label', name, labels, at };
}

/** A row as an object, for tests and for looking at; null where there is no value. */
export type RecordRow = Readonly<Record<string, number | string | null>>;

/** The rows of a table, one after the other. */
export function* rowsOf(table: RecordTable): Generator<RecordRow> {
  for (let row = 0; row < table.rowCount; row++) {
    yield Object.fromEntries(table.columns.map((column) => [column.name, valueAt(column, row)]));
  }
}

function valueAt(column: Column, row: number): number | string | null {
  const value = column.at(row);
  if (column.kind === 'label') return column.labels[value] ?? null;
  return Number.isNaN(value) ? null : value;
}
