import type { ModelIndex, Seconds } from '../../units.js';
import { NOT_KNOWN, type RequestLengths } from './request-lengths.js';

const FIRST_CAPACITY = 1024;

/** Which columns a trace has besides the times. */
export interface KeptColumns {
  readonly models: boolean;
  readonly inputTokens: boolean;
  readonly outputTokens: boolean;
}

/** The columns of a trace while it is read: typed arrays that grow, no object per row. */
export class TraceColumns {
  #times = new Float64Array(FIRST_CAPACITY);
  #models: Uint16Array | null;
  #inputTokens: Int32Array | null;
  #outputTokens: Int32Array | null;
  #length = 0;

  constructor(kept: KeptColumns) {
    this.#models = kept.models ? new Uint16Array(FIRST_CAPACITY) : null;
    this.#inputTokens = kept.inputTokens ? new Int32Array(FIRST_CAPACITY) : null;
    this.#outputTokens = kept.outputTokens ? new Int32Array(FIRST_CAPACITY) : null;
  }

  get length(): number {
    return this.#length;
  }

  /** What is given for a column that is not kept is not used. */
  push(time: Seconds, model: ModelIndex, inputTokens = NOT_KNOWN, outputTokens = NOT_KNOWN): void {
    const at = this.#length++;
    if (at === this.#times.length) this.#grow();
    this.#times[at] = time;
    if (this.#models !== null) this.#models[at] = model;
    if (this.#inputTokens !== null) this.#inputTokens[at] = inputTokens;
    if (this.#outputTokens !== null) this.#outputTokens[at] = outputTokens;
  }

  times(): Float64Array {
    return this.#times.slice(0, this.#length);
  }

  models(): Uint16Array | null {
    return this.#models?.slice(0, this.#length) ?? null;
  }

  lengths(): RequestLengths | null {
    const input = this.#inputTokens?.slice(0, this.#length) ?? null;
    const output = this.#outputTokens?.slice(0, this.#length) ?? null;
    return input === null && output === null ? null : { input, output };
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    this.#times = copyInto(new Float64Array(capacity), this.#times);
    this.#models = this.#models && copyInto(new Uint16Array(capacity), this.#models);
    this.#inputTokens = this.#inputTokens && copyInto(new Int32Array(capacity), this.#inputTokens);
    this.#outputTokens =
      this.#outputTokens && copyInto(new Int32Array(capacity), this.#outputTokens);
  }
}

function copyInto<T extends Float64Array | Uint16Array | Int32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
