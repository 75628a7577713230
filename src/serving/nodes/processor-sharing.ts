import FastPriorityQueue from 'fastpriorityqueue';
import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { Seconds } from '../../units.js';

/** What is called when a request is done. */
export type OnDone<Job> = (job: Job) => void;

/** A request in service. */
interface Share<Job> {
  readonly job: Job;
  /** The virtual time at which it is done. */
  readonly end: number;
  readonly order: number;
}

/** Among events of one time those that leave come before those that arrive. */
const DONE_RANK = 0;

/**
 * A server that divides itself equally: with n requests in service each gets a share of 1/n (fluid
 * processor sharing). L. Kleinrock, "Time-shared systems: a theoretical treatment", J. ACM 14
 * (1967) 242.
 *
 * Virtual time runs at the speed of one request's share, so that a request that needs s seconds
 * alone leaves s of virtual time after it came, whoever comes and goes meanwhile. One heap by that
 * end makes every arrival and departure O(log n).
 */
export class ProcessorSharingNode<Job> {
  readonly #kernel: Kernel;
  readonly #onDone: OnDone<Job>;
  readonly #alarm: Alarm;
  readonly #shares = new FastPriorityQueue<Share<Job>>(isBefore);
  #order = 0;
  #virtual = 0;
  /** Work of all in service, s alone. Falls at 1 while there is any: sharing wastes nothing. */
  #unfinished: Seconds = 0;
  #busy: Seconds = 0;
  /** When the above held. */
  #at: Seconds = 0;

  constructor(kernel: Kernel, onDone: OnDone<Job>) {
    this.#kernel = kernel;
    this.#onDone = onDone;
    this.#alarm = kernel.alarm(DONE_RANK, () => this.#finish());
  }

  /** Requests in service. */
  get inService(): number {
    return this.#shares.size;
  }

  /** How long it would take to finish what is in service, s. */
  get unfinishedSeconds(): Seconds {
    this.#advance();
    return this.#unfinished;
  }

  /** How long it has been at work, s. */
  get busySeconds(): Seconds {
    this.#advance();
    return this.#busy;
  }

  /**
   * Takes a request.
   * @param seconds that it needs alone, > 0, finite.
   */
  add(job: Job, seconds: Seconds): void {
    this.#advance();
    this.#shares.add({ job, end: this.#virtual + seconds, order: this.#order++ });
    this.#unfinished += seconds;
    this.#setAlarm();
  }

  #advance(): void {
    const { now } = this.#kernel;
    const passed = now - this.#at;
    const count = this.#shares.size;
    this.#at = now;
    if (count === 0) return;
    this.#virtual += passed / count;
    this.#unfinished = Math.max(0, this.#unfinished - passed);
    this.#busy += passed;
  }

  #setAlarm(): void {
    const first = this.#shares.peek();
    if (first === undefined) return;
    const left = Math.max(0, first.end - this.#virtual);
    this.#alarm.set(this.#kernel.now + left * this.#shares.size);
  }

  #finish(): void {
    this.#advance();
    const first = this.#shares.peek();
    if (first === undefined) return;
    // What rounding left over or took too much: it is done now.
    this.#virtual = first.end;
    const done: Job[] = [];
    for (let next = this.#shares.peek(); next?.end === first.end; next = this.#shares.peek()) {
      this.#shares.poll();
      done.push(next.job);
    }
    if (this.#shares.size === 0) {
      this.#virtual = 0;
      this.#unfinished = 0;
    }
    this.#setAlarm();
    for (const job of done) this.#onDone(job);
  }
}

function isBefore<Job>(a: Share<Job>, b: Share<Job>): boolean {
  return a.end !== b.end ? a.end < b.end : a.order < b.order;
}
