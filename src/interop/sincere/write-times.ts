import type { Seconds } from '../../units.js';
import type { LogTime } from './log-clock.js';

const BASE_SECONDS = 0.0125;
const PER_REQUEST_SECONDS = 0.00215;
/** The printed end of the last write must lie this close after the inference it belongs to. */
const MOST_WRITE_SECONDS = 2;

/**
 * How long the results of a batch take to be written, where nothing says it: the line of
 * docs/as-published.md [4]. Measured times differ from it by less than 0.1 s.
 */
export function typicalWriteSeconds(size: number): Seconds {
  return BASE_SECONDS + PER_REQUEST_SECONDS * size;
}

interface Write {
  readonly inferredAt: LogTime;
  readonly size: number;
  /** When the lock was taken next; infinite when it never was. */
  nextTurnAt: LogTime;
  /** Nobody began to want the lock in between: its next owner had been waiting for the write. */
  isSeen: boolean;
}

/**
 * When the results of batches were written. The log does not say so, but who waits for the lock
 * gets it at that moment. Where nobody waited it is estimated: the typical time, corrected by how
 * much the writes that were seen took more.
 */
export class WriteTimes {
  readonly #writes: Write[] = [];
  #isPending = false;
  #isWanted = false;

  inferred(at: LogTime, size: number): void {
    this.#writes.push({
      inferredAt: at,
      size,
      nextTurnAt: Number.POSITIVE_INFINITY,
      isSeen: false,
    });
    this.#isPending = true;
    this.#isWanted = false;
  }

  /** Somebody began to want the lock. */
  wanted(): void {
    this.#isWanted = true;
  }

  /** Somebody got the lock. */
  taken(at: LogTime): void {
    const last = this.#writes.at(-1);
    if (!this.#isPending || last === undefined) return;
    this.#isPending = false;
    last.nextTurnAt = at;
    last.isSeen = !this.#isWanted;
  }

  countInferredBefore(end: LogTime): number {
    return this.#writes.filter(({ inferredAt }) => inferredAt < end).length;
  }

  /** @param lastWrittenAt the end of one of the writes, as the log prints it, or NaN. */
  resolve(lastWrittenAt: LogTime): { writtenAt: readonly LogTime[]; estimated: number } {
    const printed = this.#printedWrite(lastWrittenAt);
    const extra = this.#meanExtraMilliseconds();
    let estimated = 0;
    const writtenAt = this.#writes.map((write) => {
      if (write === printed) return lastWrittenAt;
      if (write.isSeen) return write.nextTurnAt;
      estimated++;
      const likely = Math.max(0, typicalMilliseconds(write) + extra);
      return Math.min(write.inferredAt + likely, write.nextTurnAt);
    });
    return { writtenAt, estimated };
  }

  #printedWrite(lastWrittenAt: LogTime): Write | undefined {
    return this.#writes.findLast(
      ({ inferredAt }) =>
        inferredAt <= lastWrittenAt && lastWrittenAt - inferredAt < MOST_WRITE_SECONDS * 1000,
    );
  }

  #meanExtraMilliseconds(): number {
    const seen = this.#writes.filter(({ isSeen }) => isSeen);
    const extras = seen.map(
      (write) => write.nextTurnAt - write.inferredAt - typicalMilliseconds(write),
    );
    return seen.length === 0 ? 0 : extras.reduce((sum, extra) => sum + extra, 0) / seen.length;
  }
}

function typicalMilliseconds({ size }: Write): number {
  return typicalWriteSeconds(size) * 1000;
}
