import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import type { TraceFormat, TraceReading, TraceSink } from './format.js';
import { ORDER, RowFeed } from './row-feed.js';
import { TOKENS } from './token-rule.js';
import { UtcStamp } from './utc-stamp.js';

const TIME = 'TIMESTAMP';
const INPUT = 'ContextTokens';
const OUTPUT = 'GeneratedTokens';

/**
 * Azure's traces of LLM inference of 2023 and 2024 (github.com/Azure/AzurePublicDataset, CC-BY 4.0):
 * CSV; times with seven decimals and without a zone in 2023, with six and a zone in 2024, and
 * without any where the second is whole. No models.
 */
export const azureLlm: TraceFormat = { name: 'azure-llm', read };

async function read(input: InputFile, sink: TraceSink): Promise<TraceReading> {
  const reader = new AzureRows(sink);
  const issues = await readTable(input, { required: [TIME, INPUT, OUTPUT] }, (row) => {
    reader.take(row);
  });
  return { issues, dropped: [], notes: [], prefixReuse: null };
}

class AzureRows {
  readonly #feed: RowFeed;
  readonly #first = new UtcStamp();
  readonly #stamp = new UtcStamp();
  #isFirst = true;

  constructor(sink: TraceSink) {
    this.#feed = new RowFeed(sink, { model: false, inputTokens: true, outputTokens: true });
  }

  take(row: TableRow): void {
    const input = row.number(INPUT, TOKENS);
    const output = row.number(OUTPUT, TOKENS);
    if (!this.#stamp.read(row.text(TIME).trim())) {
      row.reject(TIME, 'a date and time, as 2023-11-16 18:17:03.9799600 (UTC)');
      return;
    }
    if (this.#isFirst) this.#first.copyFrom(this.#stamp);
    this.#isFirst = false;
    const seconds = this.#stamp.since(this.#first);
    if (!this.#feed.isInOrder(seconds)) row.reject(TIME, ORDER.expected, ORDER.hint);
    if (row.isSound) this.#feed.give(seconds, null, input, output);
  }
}
