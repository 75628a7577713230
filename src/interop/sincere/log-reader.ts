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

/** Gives models their positions, the same for all logs; a new name gets the next one. */
export type ModelIndexOf = (name: string) => ModelIndex;

/** What the thread with the lock does. */
type WorkEntry = Extract<LogEntry, { kind: 'turn' | 'loaded' | 'processed' }>;

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
    if (at < this.lastAt) this.linesOutOfOrder++;
    else this.lastAt = at;
    switch (entry.kind) {
      case 'request':
        this.#acceptRequest(entry.id, this.#modelIndex(entry.model), at);
        break;
      case 'condition':
        this.batches.trigger();
        this.triggers.condition(entry.condition, this.#modelIndex(entry.model), at);
        break;
      case 'timer':
        this.batches.trigger();
        this.triggers.timer(this.#modelIndex(entry.model), entry.size);
        break;
      case 'turn':
      case 'loaded':
      case 'processed':
        if (!this.#acceptWork(entry, at, number)) this.unread.add('no beginning', number, line);
        break;
      case 'response':
        this.responses.set(entry.status, (this.responses.get(entry.status) ?? 0) + 1);
        break;
      case 'exception':
        this.#inTraceback = true;
        break;
      default:
        this.#acceptPrinted(entry, at);
    }
  }

  #acceptRequest(id: string, model: ModelIndex, at: LogTime): void {
    this.ids.add(id, this.requests.length);
    this.requests.push(at, model, -1, Number.NaN);
    this.triggers.request(model);
    this.firstSeen.add(model);
  }

  /** @returns false if the log does not show how the work began. */
  #acceptWork(entry: WorkEntry, at: LogTime, number: number): boolean {
    const model = this.#modelIndex(entry.model);
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

  #acceptPrinted(entry: LogEntry, at: LogTime): void {
    const { printed } = this;
    if (entry.kind === 'switches') printed.switchesTotal = entry.count;
    else if (entry.kind === 'total') printed.totalSeconds = entry.seconds;
    else if (entry.kind === 'inference total') printed.inferenceSeconds = entry.seconds;
    else if (entry.kind === 'inference percent') printed.inferencePercent = entry.percent;
    else if (entry.kind === 'mode') this.scheduling = entry.mode;
    else if (entry.kind === 'end') {
      printed.endAt = at;
      printed.switchesAtEnd = printed.switchesTotal;
    }
  }
}
