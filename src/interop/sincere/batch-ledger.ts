import type { ModelIndex, Seconds } from '../../units.js';
import type { MeasuredBatch } from '../measured.js';
import type { LogTime } from './log-clock.js';
import type { LoggedFailure, LoggedSwap } from './log-report.js';
import { WriteTimes } from './write-times.js';

/** Work that the thread with the lock has begun. */
interface Turn {
  readonly model: ModelIndex;
  readonly trigger: MeasuredBatch['trigger'];
  readonly startedAt: LogTime;
  loadedAt: LogTime;
}

/**
 * What the threads did that had the lock, one after another: turn to a model, load it if it is
 * not in memory, infer, write results. All times are as the log has them.
 */
export class BatchLedger {
  readonly swaps: LoggedSwap[] = [];
  readonly failures: LoggedFailure[] = [];
  readonly #batches: Omit<MeasuredBatch, 'writtenAt'>[] = [];
  readonly #writes = new WriteTimes();
  #turn: Turn | null = null;
  #resident: ModelIndex | null = null;

  get count(): number {
    return this.#batches.length;
  }

  /** Somebody new wants the lock: from now on its next owner may have found it free. */
  trigger(): void {
    this.#writes.wanted();
  }

  turn(model: ModelIndex, trigger: MeasuredBatch['trigger'], at: LogTime): void {
    this.fail('unknown');
    this.#writes.taken(at);
    this.#turn = { model, trigger, startedAt: at, loadedAt: Number.NaN };
  }

  /** @returns whether the log shows when the load began. */
  loaded(model: ModelIndex, at: LogTime): boolean {
    const turn = this.#turn;
    const previous = this.#resident;
    this.#resident = model;
    if (turn === null || turn.model !== model) return false;
    turn.loadedAt = at;
    this.swaps.push({ model, previous, startedAt: turn.startedAt, loadedAt: at });
    return true;
  }

  /**
   * Inference has ended.
   * @returns whether the log shows when the batch began; if not, it is taken to be inference only.
   */
  processed(model: ModelIndex, size: number, inferenceSeconds: Seconds, at: LogTime): boolean {
    const turn = this.#turn?.model === model ? this.#turn : null;
    const startedAt = turn?.startedAt ?? at - inferenceSeconds * 1000;
    const loadedAt = turn?.loadedAt ?? Number.NaN;
    const trigger = turn?.trigger ?? 'unknown';
    this.#batches.push({ model, size, startedAt, loadedAt, inferenceSeconds, trigger });
    this.#writes.inferred(at, size);
    this.#turn = null;
    return turn !== null;
  }

  /** The work in hand ends without a result. */
  fail(reason: string): void {
    if (this.#turn === null) return;
    const { model, startedAt, loadedAt } = this.#turn;
    this.failures.push({ model, startedAt, loadedAt, reason });
    this.#turn = null;
  }

  /** Swaps after which no batch was served. */
  get unfinishedSwaps(): number {
    return this.failures.filter(({ loadedAt }) => !Number.isNaN(loadedAt)).length;
  }

  /** Time spent inferring in batches that were done before `end`, and their number. */
  inferenceBefore(end: LogTime): { seconds: Seconds; count: number } {
    const count = this.#writes.countInferredBefore(end);
    const done = this.#batches.slice(0, count);
    return { seconds: done.reduce((sum, batch) => sum + batch.inferenceSeconds, 0), count };
  }

  /**
   * @param lastWrittenAt when the last results before the stop were written, as the log prints
   * it; NaN when it does not.
   */
  batches(lastWrittenAt: LogTime): { batches: readonly MeasuredBatch[]; estimated: number } {
    const { writtenAt, estimated } = this.#writes.resolve(lastWrittenAt);
    const batches = this.#batches.map((batch, index) => ({
      ...batch,
      writtenAt: writtenAt[index] ?? Number.NaN,
    }));
    return { batches, estimated };
  }
}
