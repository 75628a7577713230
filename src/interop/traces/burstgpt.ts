import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import { decimalDifference } from './decimal-difference.js';
import type { TraceFormat, TraceReading, TraceSink } from './format.js';
import { ORDER, RowFeed } from './row-feed.js';
import { TOKENS } from './token-rule.js';

const TIME = 'Timestamp';
const MODEL = 'Model';
const INPUT = 'Request tokens';
const OUTPUT = 'Response tokens';
const TOTAL = 'Total tokens';
const SECONDS = { what: 'seconds since the start of the trace', least: 0 } as const;
const OPTIONAL_TOKENS = { ...TOKENS, most: 2 * TOKENS.most, optional: true } as const;

/**
 * BurstGPT (github.com/HPMLL/BurstGPT, arXiv 2401.17644): CSV; its third version has more columns,
 * so all are found by name. A request without an answer failed.
 */
export const burstgpt: TraceFormat = { name: 'burstgpt', read };

async function read(input: InputFile, sink: TraceSink): Promise<TraceReading> {
  const reader = new BurstRows(sink);
  const columns = { required: [TIME, MODEL, INPUT, OUTPUT], optional: [TOTAL] };
  const issues = await readTable(input, columns, (row) => {
    reader.take(row);
  });
  return { issues, ...reader.report(), prefixReuse: null };
}

class BurstRows {
  readonly #feed: RowFeed;
  #first = Number.NaN;
  #failed = 0;
  #wrongTotals = 0;
  #firstWrongTotal = 0;

  constructor(sink: TraceSink) {
    this.#feed = new RowFeed(sink, { model: true, inputTokens: true, outputTokens: true });
  }

  take(row: TableRow): void {
    const time = row.number(TIME, SECONDS);
    const model = row.name(MODEL).trim();
    const input = row.number(INPUT, TOKENS);
    const output = row.number(OUTPUT, TOKENS);
    const total = row.number(TOTAL, OPTIONAL_TOKENS);
    if (Number.isNaN(time)) return;
    if (Number.isNaN(this.#first)) this.#first = time;
    if (!this.#feed.isInOrder(time)) row.reject(TIME, ORDER.expected, ORDER.hint);
    if (!row.isSound) return;
    if (total !== input + output && !Number.isNaN(total)) this.#countWrongTotal(row.line);
    if (output === 0) this.#failed++;
    else this.#feed.give(decimalDifference(time, this.#first), model, input, output);
  }

  report(): Pick<TraceReading, 'dropped' | 'notes'> {
    const why = 'requests without an answer (Response tokens 0): they failed';
    const wrong = this.#wrongTotals;
    const odd = `${TOTAL} is not the sum of the other two in ${wrong} rows, first in line ${this.#firstWrongTotal}: it is not used`;
    return {
      dropped: this.#failed === 0 ? [] : [{ count: this.#failed, why }],
      notes: wrong === 0 ? [] : [odd],
    };
  }

  #countWrongTotal(line: number): void {
    if (this.#wrongTotals === 0) this.#firstWrongTotal = line;
    this.#wrongTotals++;
  }
}
