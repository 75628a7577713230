import { decimalDifference } from './decimal-difference.js';
import type { KnownColumns, TraceRow, TraceSink } from './format.js';
import type { ModelNames } from './model-names.js';
import { TokenCounts } from './token-counts.js';

/** Characters gathered before they are handed on: large writes, little memory. */
const CHUNK_CHARACTERS = 65_536;
/** As many as a scenario may have. */
export const MOST_MODELS = 65_535;

/** Which requests of a trace are wanted, and how they are called. */
export interface Conversion {
  readonly names: ModelNames;
  /** Requests before are left out, and times count from here; s, ≥ 0. */
  readonly from: number;
  /** Requests from here on are left out; s, Infinity: none are. */
  readonly to: number;
}

/** Turns a trace into the simulator's CSV form as it comes, and keeps count of what it holds. */
export class TraceConverter implements TraceSink {
  readonly inputTokens = new TokenCounts();
  readonly outputTokens = new TokenCounts();
  /** Requests of each model that were written, by the trace's names; empty when it has none. */
  readonly models = new Map<string, number>();
  readonly #conversion: Conversion;
  readonly #write: (text: string) => void;
  /** By the trace's names, as cells. */
  readonly #cells = new Map<string, string>();
  readonly #oneModel: string;
  #columns: KnownColumns = { model: false, inputTokens: false, outputTokens: false };
  #text = '';
  #read = 0;
  #written = 0;
  #before = 0;
  #after = 0;
  #first = Number.NaN;
  #last = Number.NaN;
  #hasTooManyModels = false;

  constructor(conversion: Conversion, write: (text: string) => void) {
    this.#conversion = conversion;
    this.#write = write;
    this.#oneModel = conversion.names.all === null ? '' : `,${cell(conversion.names.all)}`;
  }

  /** Rows of the trace, those left out too. */
  get read(): number {
    return this.#read;
  }

  get written(): number {
    return this.#written;
  }

  /** Rows that came too early, and too late. */
  get leftOut(): { readonly before: number; readonly after: number } {
    return { before: this.#before, after: this.#after };
  }

  /** From the first request that was written to the last, s; NaN when there are none. */
  get spanSeconds(): number {
    return this.#last - this.#first;
  }

  /** Whether there are more than `MOST_MODELS`; then the text is not to be used. */
  get hasTooManyModels(): boolean {
    return this.#hasTooManyModels;
  }

  /** Whether the trace says of which model requests are. */
  get namesModels(): boolean {
    return this.#columns.model;
  }

  begin(columns: KnownColumns): void {
    this.#columns = columns;
    const names = [
      't_s',
      ...(columns.model || this.#oneModel !== '' ? ['model'] : []),
      ...(columns.inputTokens ? ['inputTokens'] : []),
      ...(columns.outputTokens ? ['outputTokens'] : []),
    ];
    this.#text = `${names.join(',')}\n`;
  }

  row(row: TraceRow): void {
    this.#read++;
    const { from, to } = this.#conversion;
    if (row.seconds < from) this.#before++;
    else if (row.seconds >= to) this.#after++;
    else this.#take(row);
  }

  /** Hands on what is left. */
  finish(): void {
    this.#write(this.#text);
    this.#text = '';
  }

  #take({ seconds, model, inputTokens, outputTokens }: TraceRow): void {
    if (this.#written++ === 0) this.#first = seconds;
    this.#last = seconds;
    const { inputTokens: hasInput, outputTokens: hasOutput } = this.#columns;
    this.#text +=
      decimalDifference(seconds, this.#conversion.from) +
      this.#modelCell(model) +
      (hasInput ? lengthCell(inputTokens) : '') +
      (hasOutput ? lengthCell(outputTokens) : '') +
      '\n';
    if (inputTokens !== null) this.inputTokens.push(inputTokens);
    if (outputTokens !== null) this.outputTokens.push(outputTokens);
    if (this.#text.length < CHUNK_CHARACTERS) return;
    this.#write(this.#text);
    this.#text = '';
  }

  #modelCell(model: string | null): string {
    if (model === null) return this.#oneModel;
    const count = this.models.get(model);
    if (count === undefined) return this.#newModel(model);
    this.models.set(model, count + 1);
    return this.#cells.get(model) ?? '';
  }

  #newModel(slice: string): string {
    if (this.models.size === MOST_MODELS) {
      this.#hasTooManyModels = true;
      return '';
    }
    // A copy: what is cut out of a text keeps all of it in memory.
    const model = String(JSON.parse(JSON.stringify(slice)));
    const { all, renamed } = this.#conversion.names;
    const made = all === null ? `,${cell(renamed.get(model) ?? model)}` : this.#oneModel;
    this.models.set(model, 1);
    this.#cells.set(model, made);
    return made;
  }
}

function lengthCell(tokens: number | null): string {
  return tokens === null ? ',' : `,${tokens}`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
