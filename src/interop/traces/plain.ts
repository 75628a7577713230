import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import type { TraceFormat, TraceReading, TraceSink } from './format.js';
import { ORDER, RowFeed } from './row-feed.js';
import { TOKENS } from './token-rule.js';

const TIME = 't_s';
const MODEL = 'model';
const INPUT = 'inputTokens';
const OUTPUT = 'outputTokens';
const SECONDS = { what: 'seconds since the start of the trace', least: 0 } as const;
const OPTIONAL_TOKENS = { ...TOKENS, optional: true } as const;

/** The simulator's own form: `t_s`, and `model`, `inputTokens`, `outputTokens` where they are known. */
export const plainTrace: TraceFormat = { name: 'trace', read };

async function read(input: InputFile, sink: TraceSink): Promise<TraceReading> {
  const reader = new PlainRows(sink);
  const columns = { required: [TIME], optional: [MODEL, INPUT, OUTPUT] };
  const issues = await readTable(input, columns, (row) => {
    reader.take(row);
  });
  return { issues, dropped: [], notes: [], prefixReuse: null };
}

class PlainRows {
  readonly #sink: TraceSink;
  #feed: RowFeed | null = null;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  take(row: TableRow): void {
    this.#feed ??= new RowFeed(this.#sink, {
      model: row.has(MODEL),
      inputTokens: row.has(INPUT),
      outputTokens: row.has(OUTPUT),
    });
    // Its times count from the start of the simulation, not from the first row.
    const time = row.number(TIME, SECONDS);
    const model = row.has(MODEL) ? row.name(MODEL).trim() : null;
    const input = row.number(INPUT, OPTIONAL_TOKENS);
    const output = row.number(OUTPUT, OPTIONAL_TOKENS);
    if (!(Number.isNaN(time) || this.#feed.isInOrder(time))) {
      row.reject(TIME, ORDER.expected, ORDER.hint);
    }
    if (row.isSound) this.#feed.give(time, model, orNull(input), orNull(output));
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
