import { formatIssue } from '../../../src/errors.js';
import type {
  KnownColumns,
  TraceFormat,
  TraceReading,
  TraceRow,
} from '../../../src/interop/traces/format.js';
import { bytesOf } from '../bytes.js';

/** What a reader delivered. */
export interface ReadTrace extends TraceReading {
  readonly columns: KnownColumns | null;
  readonly rows: readonly TraceRow[];
  /** The issues as a user sees them. */
  readonly problems: readonly string[];
}

/** Reads a trace from a text, or from bytes, that come in pieces. */
export async function readText(
  format: TraceFormat,
  content: string | AsyncIterable<Uint8Array>,
): Promise<ReadTrace> {
  let columns: KnownColumns | null = null;
  const rows: TraceRow[] = [];
  const bytes = typeof content === 'string' ? bytesOf(content, 11) : content;
  const reading = await format.read(
    { file: 't', bytes },
    {
      begin: (known) => {
        if (columns !== null) throw new Error('begun twice');
        columns = known;
      },
      row: (row) => rows.push({ ...row }),
    },
  );
  return { ...reading, columns, rows, problems: reading.issues.map(formatIssue) };
}

export function secondsOf({ rows }: ReadTrace): readonly number[] {
  return rows.map(({ seconds }) => seconds);
}
