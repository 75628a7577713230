import type { MeasuredRequestColumns } from '../../analysis/measurement.js';
import { ChunkedFloats } from '../../metrics/latency/chunked-floats.js';
import type { Lengths } from './lengths.js';
import type { RunRequest } from './request-table.js';

/** Of longer runs only figures are given: as text, a request takes far more than its 40 bytes. */
const MOST_ROWS = 1_000_000;

/** What the requests of one replication come to. */
export class ReplicationTally {
  /** Of processed requests, in order of arrival. */
  readonly latencies = new ChunkedFloats();
  readonly inputTokens = new ChunkedFloats();
  readonly outputTokens = new ChunkedFloats();
  readonly replication: number;
  readonly input: Lengths;
  readonly output: Lengths;
  /** Latency / output tokens, of answers that are not empty. */
  readonly normalizedTpots = new ChunkedFloats();
  readonly #starts = new ChunkedFloats();
  #received = 0;
  #leftOver = 0;
  #onTime = 0;
  #first = Number.NaN;
  #last = Number.NaN;

  constructor(replication: number, input: Lengths, output: Lengths) {
    this.replication = replication;
    this.input = input;
    this.output = output;
  }

  get received(): number {
    return this.#received;
  }

  get processed(): number {
    return this.latencies.length;
  }

  get leftOver(): number {
    return this.#leftOver;
  }

  get onTime(): number {
    return this.#onTime;
  }

  /** Whether its requests are listed one by one. */
  get hasColumns(): boolean {
    return this.processed <= MOST_ROWS;
  }

  /** From the first arrival to the last completion, s; null when nothing was completed. */
  get durationSeconds(): number | null {
    return Number.isNaN(this.#last) ? null : this.#last - this.#first;
  }

  add(request: RunRequest): void {
    const { arrival, completion, latency, model, status } = request;
    if (this.#received++ === 0) this.#first = arrival;
    if (status === 'left-over') this.#leftOver++;
    if (status !== 'processed') return;
    const outputTokens = this.output.of(request.outputTokens, model);
    this.latencies.push(latency);
    this.inputTokens.push(this.input.of(request.inputTokens, model));
    this.outputTokens.push(outputTokens);
    if (outputTokens > 0) this.normalizedTpots.push(latency / outputTokens);
    this.#starts.push(arrival - this.#first);
    if (request.isOnTime) this.#onTime++;
    this.#last = Number.isNaN(this.#last) ? completion : Math.max(this.#last, completion);
  }

  /** Requests that were processed; null of a run with too many to list. */
  columns(): MeasuredRequestColumns | null {
    if (!this.hasColumns) return null;
    return {
      startSeconds: joined(this.#starts),
      inputTokens: this.input.used.length > 0 ? joined(this.inputTokens) : null,
      outputTokens: this.output.used.length > 0 ? joined(this.outputTokens) : null,
      // Nothing is streamed: of no request is it known when its first token was there.
      ttftSeconds: null,
      e2eSeconds: joined(this.latencies),
    };
  }
}

function joined(values: ChunkedFloats): Float64Array {
  const all = new Float64Array(values.length);
  let at = 0;
  for (const chunk of values.chunks()) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
