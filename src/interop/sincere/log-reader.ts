import type { ModelIndex } from '../../units.js';
import { RequestColumns } from '../request-columns.js';
import { BatchLedger } from './batch-ledger.js';
import { type LogTime, STAMP_CHARACTERS, splitAtStamps, stampOf } from './log-clock.js';
import {
  exceptionIn,
  isBanner,
  isTraceback,
  type LogEntry,
  readMessage,
  withoutColours,
} from './log-line.js';
import { RequestIds } from './request-ids.js';
import { TriggerLedger } from './trigger-ledger.js';
import { UnreadList } from './unread-list.js';

/** Positions of models; undefined for names that are none. */
export type ModelIndexOf = (name: string) => ModelIndex | undefined;

/** Entries about a model. */
type ModelEntry = Extract<LogEntry, { readonly model: string }>;

/** Longer than any run: a time stamp that jumps further is no time of it. */
const MOST_JUMP_MILLISECONDS = 3_600_000;

/** What the thread with the lock does. */
type WorkEntry = Extract<LogEntry, { kind: 'turn' | 'loaded' | 'processed' }>;

/** A count of swaps that is not the number that was read up to its line. */
export interface WrongCount {
  readonly line: number;
  readonly printed: number;
  readonly read: number;
}

/** What the log prints at the stop; NaN for what it does not. */
export interface Printed {
  totalSeconds: number;
  inferenceSeconds: number;
  inferencePercent: number;
  endAt: LogTime;
  switchesAtEnd: number;
  switchesTotal: number;
}

/**
 * Reads one experiment log, line by line, keeping what it says but not its text. Lines come in
 * the order in which threads got to write them; each carries the time at which it was made.
 */
export class LogReader {
  readonly requests = new RequestColumns();
  readonly ids = new RequestIds(this.requests);
  readonly triggers = new TriggerLedger();
  readonly batches = new BatchLedger();
  readonly unread = new UnreadList();
  readonly responses = new Map<number, number>();
  readonly firstSeen = new Set<ModelIndex>();
  readonly printed: Printed = {
    totalSeconds: Number.NaN,
    inferenceSeconds: Number.NaN,
    inferencePercent: Number.NaN,
    endAt: Number.NaN,
    switchesAtEnd: 0,
    switchesTotal: 0,
  };
  scheduling = '';
  /** The first count of swaps that does not agree. */
  wrongCount: WrongCount | null = null;
  /** Where the total inference time is printed. */
  totalsLine = 1;
  linesOutOfOrder = 0;
  lastAt: LogTime = Number.NaN;
  readonly #modelIndex: ModelIndexOf;
  #inTraceback = false;

  constructor(modelIndex: ModelIndexOf) {
    this.#modelIndex = modelIndex;
  }

  accept(rawLine: string, number: number): void {
    const line = withoutColours(rawLine);
    const at = stampOf(line);
    if (Number.isNaN(at)) {
      this.#acceptBare(line, number);
      return;
    }
    this.#inTraceback = false;
    const entry = readMessage(line.slice(STAMP_CHARACTERS));
    if (entry !== null) this.#acceptAt(entry, at, line, number);
    else this.#acceptUnknown(line, number);
  }

  /** The log is at its end. */
  finish(): void {
    this.batches.fail('killed');
  }

  /** A line without a time stamp. */
  #acceptBare(line: string, number: number): void {
    if (isBanner(line)) return;
    const [, ...rest] = splitAtStamps(line);
    if (rest.length > 0) {
      this.unread.add('no time stamp', number, line);
      for (const part of rest) this.accept(part, number);
      return;
    }
    if (!isTraceback(line) && !this.#inTraceback) this.unread.add('no time stamp', number, line);
    const exception = exceptionIn(line);
    if (exception !== null) this.batches.fail(exception);
  }

  /** A message that is not known, perhaps because another record begins within its line. */
  #acceptUnknown(line: string, number: number): void {
    const parts = splitAtStamps(line);
    if (parts.length === 1) this.unread.add('unknown message', number, line);
    else for (const part of parts) this.accept(part, number);
  }

  #acceptAt(entry: LogEntry, at: LogTime, line: string, number: number): void {
    if (this.requests.length > 0 && Math.abs(at - this.lastAt) > MOST_JUMP_MILLISECONDS) {
      this.unread.add('time outside the run', number, line);
      return;
    }
    if (at < this.lastAt) this.linesOutOfOrder++;
    else this.lastAt = at;
    if ('model' in entry) {
      const model = this.#modelIndex(entry.model);
      if (model === undefined) this.unread.add('unknown model', number, line);
      else this.#acceptAbout(entry, model, at, line, number);
      return;
    }
    switch (entry.kind) {
      case 'response':
        this.responses.set(entry.status, (this.responses.get(entry.status) ?? 0) + 1);
        break;
      case 'exception':
        this.#inTraceback = true;
        break;
      default:
        this.#acceptPrinted(entry, at, number);
    }
  }

  #acceptAbout(
    entry: ModelEntry,
    model: ModelIndex,
    at: LogTime,
    line: string,
    number: number,
  ): void {
    switch (entry.kind) {
      case 'request':
        this.#acceptRequest(entry.id, model, at);
        break;
      case 'condition':
        this.batches.trigger();
        this.triggers.condition(entry.condition, model, at);
        break;
      case 'timer':
        this.batches.trigger();
        this.triggers.timer(model, entry.size);
        break;
      case 'inference':
        break;
      default:
        if (!this.#acceptWork(entry, model, at, number)) {
          this.unread.add('no beginning', number, line);
        }
    }
  }

  #acceptRequest(id: string, model: ModelIndex, at: LogTime): void {
    this.ids.add(id, this.requests.length);
    this.requests.push(at, model, -1, Number.NaN);
    this.triggers.request(model);
    this.firstSeen.add(model);
  }

  /** @returns false if the log does not show how the work began. */
  #acceptWork(entry: WorkEntry, model: ModelIndex, at: LogTime, number: number): boolean {
    if (entry.kind === 'turn') {
      this.batches.turn(model, this.triggers.take(model), at);
      return true;
    }
    if (entry.kind === 'loaded') return this.batches.loaded(model, at);
    this.#serve(entry.ids, model, at, number);
    return this.batches.processed(model, entry.ids.length, entry.seconds, at);
  }

  #serve(ids: readonly string[], model: ModelIndex, at: LogTime, number: number): void {
    const { requests, unknown } = this.ids.membersOf(ids, model);
    const batch = this.batches.count;
    for (const request of requests) {
      this.requests.serve(request, batch, (at - this.requests.arrival(request)) / 1000);
    }
    if (unknown.length > 0) {
      this.unread.add('unknown id', number, unknown.join(' '), unknown.length);
    }
  }

  #acceptPrinted(entry: LogEntry, at: LogTime, number: number): void {
    const { printed } = this;
    if (entry.kind === 'switches') this.#acceptSwitches(entry.count, number);
    else if (entry.kind === 'total') printed.totalSeconds = entry.seconds;
    else if (entry.kind === 'inference total') {
      printed.inferenceSeconds = entry.seconds;
      this.totalsLine = number;
    } else if (entry.kind === 'inference percent') printed.inferencePercent = entry.percent;
    else if (entry.kind === 'mode') this.scheduling = entry.mode;
    else if (entry.kind === 'end') {
      printed.endAt = at;
      printed.switchesAtEnd = printed.switchesTotal;
    }
  }

  #acceptSwitches(count: number, line: number): void {
    this.printed.switchesTotal = count;
    const read = this.batches.swaps.length;
    if (count !== read) this.wrongCount ??= { line, printed: count, read };
  }
}
