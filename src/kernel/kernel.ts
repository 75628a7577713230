import FastPriorityQueue from 'fastpriorityqueue';
import { InvariantError } from '../errors.js';
import type { Seconds } from '../units.js';

/**
 * The event core: a clock and a set of pending events. It knows nothing of inference.
 *
 * Whoever needs to be woken owns an `Alarm` and sets it, again and again; an alarm has at
 * most one pending event. Events fire in the total order (time, rank, sequence): earlier
 * first; at one time the lower rank first; at one time and rank, in the order they were set.
 */
export class Kernel {
  #now: Seconds = 0;
  #sequence = 0;
  #fired = 0;
  /** The earliest event, kept out of the heap: most often the next arrival is set and is next. */
  #next: PendingEvent | null = null;
  readonly #later = new FastPriorityQueue<PendingEvent>(isBefore);
  readonly #free: PendingEvent[] = [];
  #cancelled = 0;

  /** The time of the event being fired, or of the last one. Never goes back. */
  get now(): Seconds {
    return this.#now;
  }

  /** How many events have fired. */
  get fired(): number {
    return this.#fired;
  }

  /** How many events wait to fire. */
  get pending(): number {
    return this.#later.size + (this.#next === null ? 0 : 1) - this.#cancelled;
  }

  /** An alarm that calls `action`; among events of one time, lower `rank` (an integer) first. */
  alarm(rank: number, action: () => void): Alarm {
    return new Alarm(this, rank, action);
  }

  /** Fires the next event; false when there is none. */
  step(): boolean {
    return this.#fireNext(Number.POSITIVE_INFINITY);
  }

  /** Fires every event up to and including `time`, then moves the clock there (if finite). */
  runUntil(time: Seconds): void {
    if (!(time >= this.#now)) {
      throw new InvariantError('cannot run to a past time', { now: this.#now, time });
    }
    while (this.#fireNext(time));
    if (time !== Number.POSITIVE_INFINITY) this.#now = time;
  }

  /** @internal Called by `Alarm.set`. */
  schedule(time: Seconds, alarm: Alarm): PendingEvent {
    // Written so that NaN is refused as well.
    if (!(time >= this.#now && time < Number.POSITIVE_INFINITY)) {
      throw new InvariantError('cannot schedule in the past or at no time', {
        now: this.#now,
        time,
        rank: alarm.rank,
      });
    }
    const event = this.#free.pop() ?? new PendingEvent();
    event.time = time;
    event.rank = alarm.rank;
    event.sequence = this.#sequence++;
    event.alarm = alarm;
    this.#insert(event);
    return event;
  }

  /** @internal Called by `Alarm.cancel`. The event stays in the heap, dead, until it comes up. */
  discard(event: PendingEvent): void {
    event.alarm = null;
    this.#cancelled++;
    // Keeps the heap within twice the live events when alarms are set and cancelled in a loop.
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#later.size) this.#sweep();
  }

  #insert(event: PendingEvent): void {
    const next = this.#next;
    if (next === null) {
      const top = this.#later.peek();
      if (top === undefined || isBefore(event, top)) this.#next = event;
      else this.#later.add(event);
    } else if (isBefore(event, next)) {
      this.#later.add(next);
      this.#next = event;
    } else {
      this.#later.add(event);
    }
  }

  #fireNext(limit: Seconds): boolean {
    for (;;) {
      const event = this.#next ?? this.#later.peek();
      if (event === undefined || event.time > limit) return false;
      if (this.#next === null) this.#later.poll();
      else this.#next = null;
      const { alarm, time } = event;
      this.#free.push(event);
      if (alarm === null) {
        this.#cancelled--;
        continue;
      }
      this.#now = time;
      this.#fired++;
      alarm.fire();
      return true;
    }
  }

  #sweep(): void {
    const dead = this.#later.removeMany((event) => event.alarm === null);
    // One by one: as arguments of a single call, hundreds of thousands overflow the stack.
    for (const event of dead) this.#free.push(event);
    this.#cancelled = this.#next !== null && this.#next.alarm === null ? 1 : 0;
  }
}

/** A pending event. Pooled: the kernel reuses it once it has fired. */
class PendingEvent {
  time: Seconds = 0;
  rank = 0;
  sequence = 0;
  alarm: Alarm | null = null;
}

function isBefore(a: PendingEvent, b: PendingEvent): boolean {
  if (a.time !== b.time) return a.time < b.time;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.sequence < b.sequence;
}

/** A reusable wake-up call. Made by `Kernel.alarm`. */
export class Alarm {
  readonly rank: number;
  readonly #kernel: Kernel;
  readonly #action: () => void;
  #event: PendingEvent | null = null;

  /** @internal Use `Kernel.alarm`. */
  constructor(kernel: Kernel, rank: number, action: () => void) {
    this.#kernel = kernel;
    this.rank = rank;
    this.#action = action;
  }

  /** Whether it is set and has not fired yet. */
  get pending(): boolean {
    return this.#event !== null;
  }

  /** When it will fire; NaN when it is not set. */
  get time(): Seconds {
    return this.#event === null ? Number.NaN : this.#event.time;
  }

  /**
   * Sets the alarm, moving it if it was set.
   * @param time when to fire, at or after now.
   * @throws InvariantError if `time` is NaN, infinite or past.
   */
  set(time: Seconds): void {
    this.cancel();
    this.#event = this.#kernel.schedule(time, this);
  }

  /** Unsets the alarm; nothing happens if it is not set. */
  cancel(): void {
    if (this.#event === null) return;
    this.#kernel.discard(this.#event);
    this.#event = null;
  }

  /** @internal Called by the kernel. */
  fire(): void {
    this.#event = null;
    this.#action();
  }
}
