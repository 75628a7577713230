import type { ModelIndex, Seconds } from '../../units.js';
import type { MeasuredData } from '../measured.js';
import type { Condition } from './log-line.js';

/** A swap of which the log tells the end. Times are seconds from the first request. */
export interface LoggedSwap {
  readonly model: ModelIndex;
  /** What was in memory before; null for the first load. */
  readonly previous: ModelIndex | null;
  readonly startedAt: Seconds;
  readonly loadedAt: Seconds;
}

/** A condition that was met: a thread that wants the lock. */
export interface LoggedTrigger {
  readonly at: Seconds;
  readonly condition: Condition;
  readonly model: ModelIndex;
  /**
   * How many requests it moved: said by the log for a timer; otherwise the model's requests that
   * the log shows since the queue was last moved.
   */
  readonly size: number;
}

/** Work on a batch that the log begins and does not end: killed, or failed. */
export interface LoggedFailure {
  readonly model: ModelIndex;
  readonly startedAt: Seconds;
  /** NaN when no swap was needed, or it did not end. */
  readonly loadedAt: Seconds;
  /** The exception's name, `killed` for the end of the log, `unknown` otherwise. */
  readonly reason: string;
}

/** The run's figures as the log prints them at the stop; NaN for what it does not. */
export interface PrintedMetrics {
  readonly totalSeconds: Seconds;
  readonly inferenceSeconds: Seconds;
  readonly inferencePercent: number;
  /** When the log says `END`. */
  readonly endAt: Seconds;
  /** Of `SWITCH COUNT`, the last before the end and of all. */
  readonly switchesAtEnd: number;
  readonly switchesTotal: number;
}

/** A request id that was given twice. */
export interface LoggedCollision {
  readonly id: string;
  /** When the requests arrived. */
  readonly arrivals: readonly Seconds[];
  /** Those of them that were served, as far as their neighbours in the batch tell. */
  readonly served: readonly Seconds[];
}

/** Why something was not read. */
export type UnreadKind =
  /** A line without a time stamp that is no banner and no report of an exception. */
  | 'no time stamp'
  /** A time more than an hour from that of the lines above. */
  | 'time outside the run'
  /** A line about a model that is none of SINCERE's. */
  | 'unknown model'
  /** A message behind a time stamp that is not known. */
  | 'unknown message'
  /** A batch or a load whose beginning is not in the log. */
  | 'no beginning'
  /** Ids in a batch that no request carries. */
  | 'unknown id';

/** What was not read, of one kind. */
export interface Unread {
  readonly kind: UnreadKind;
  readonly count: number;
  /** Line of the first, from 1, and how it begins. */
  readonly line: number;
  readonly text: string;
}

/** Everything a log says besides the measured run. */
export interface LogReport {
  /** Id of the run. */
  readonly run: string;
  readonly file: string;
  readonly lines: number;
  /** The server's scheduling mode as the log prints it; empty when it does not. */
  readonly scheduling: string;
  /** Models in the order of their first requests, which is the order of the timer's sweeps. */
  readonly firstSeen: readonly ModelIndex[];
  readonly swaps: readonly LoggedSwap[];
  readonly triggers: readonly LoggedTrigger[];
  readonly failures: readonly LoggedFailure[];
  readonly collisions: readonly LoggedCollision[];
  readonly printed: PrintedMetrics;
  /** HTTP answers by status. */
  readonly responses: Readonly<Record<string, number>>;
  /** Lines whose time is before that of a line above: threads that were slow to write. */
  readonly linesOutOfOrder: number;
  /** Batches of which the log does not tell when their results were written; it is estimated. */
  readonly writesEstimated: number;
  readonly unread: readonly Unread[];
  /**
   * How long the log goes on after its `END`. The experiments let the server run on for 39.4 s;
   * without work it has nothing to say.
   */
  readonly secondsAfterEnd: Seconds;
}

/** One entry per run, in the order of `data.runs`. */
export interface ImportReport {
  readonly runs: readonly LogReport[];
}

/** What was read from logs. */
export interface ImportedLogs {
  readonly data: MeasuredData;
  readonly report: ImportReport;
}
