import { InvariantError } from '../../errors.js';
import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { Seconds } from '../../units.js';

/**
 * What encryption and the bounce buffer carry, shared by all work that moves data through them.
 * While more is asked for than they carry, everything that asks is slowed in proportion. Work
 * alone is never slowed: what it takes was measured with the limits in place.
 */
export class SharedChannel {
  readonly #capacity: number;
  readonly #users: Work[] = [];

  /** @param capacity GiB/s; Infinity: nothing is ever slowed. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(user: Work): void {
    this.#users.push(user);
  }

  /** Some work has begun or ended: everybody's speed may have changed. */
  share(): void {
    const capacity = this.#capacity;
    if (capacity === Number.POSITIVE_INFINITY) return;
    let asked = 0;
    for (const user of this.#users) asked += Math.min(user.demand, capacity);
    const speed = asked > capacity ? capacity / asked : 1;
    for (const user of this.#users) user.goAt(user.demand > 0 ? speed : 1);
  }
}

/** One thing at a time that takes some seconds at full speed, and ends by its own event. */
export class Work {
  readonly #kernel: Kernel;
  readonly #channel: SharedChannel;
  readonly #alarm: Alarm;
  #running = false;
  #demand = 0;
  /** What was left, in seconds at full speed, when its speed last changed. */
  #left: Seconds = 0;
  #since: Seconds = 0;
  #speed = 1;

  constructor(kernel: Kernel, channel: SharedChannel, rank: number, onEnd: () => void) {
    this.#kernel = kernel;
    this.#channel = channel;
    this.#alarm = kernel.alarm(rank, () => {
      this.#end();
      onEnd();
    });
    channel.add(this);
  }

  get running(): boolean {
    return this.#running;
  }

  /** What it asks of the channel now, GiB/s. */
  get demand(): number {
    return this.#running ? this.#demand : 0;
  }

  /** Begins; it must not be running. */
  begin(seconds: Seconds, demand: number): void {
    if (this.#running) throw new InvariantError('begins work amid other work', { seconds });
    this.#running = true;
    this.#demand = demand;
    this.#left = seconds;
    this.#since = this.#kernel.now;
    this.#speed = 1;
    this.#alarm.set(this.#since + seconds);
    this.#channel.share();
  }

  /** @internal Called by the channel. */
  goAt(speed: number): void {
    if (!this.#running || speed === this.#speed) return;
    this.#left = this.#leftNow();
    this.#since = this.#kernel.now;
    this.#speed = speed;
    this.#alarm.set(this.#since + this.#left / speed);
  }

  /** Ends it before its time. @returns what was left of it, s at full speed. */
  stop(): Seconds {
    const left = this.#leftNow();
    this.#alarm.cancel();
    this.#end();
    return left;
  }

  #end(): void {
    this.#running = false;
    this.#channel.share();
  }

  #leftNow(): Seconds {
    return Math.max(0, this.#left - (this.#kernel.now - this.#since) * this.#speed);
  }
}
