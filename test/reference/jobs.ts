import type { Seconds } from '../../src/units.js';

/** Something under way: so many seconds of work are left if it runs at full speed. */
export interface Job {
  readonly asks: number;
  left: Seconds;
  /** When that was so. */
  at: Seconds;
}

/**
 * All that is under way at one time, sharing what encryption and the bounce buffer carry. If
 * anything begins or ends, everyone's progress is written down first.
 */
export class Jobs {
  #jobs: Job[] = [];
  readonly #carries: number;
  readonly #clock: { readonly now: Seconds };

  constructor(carries: number, clock: { readonly now: Seconds }) {
    this.#carries = carries;
    this.#clock = clock;
  }

  begin(seconds: Seconds, asks: number): Job {
    this.#writeDown();
    const job = { asks: Math.min(asks, this.#carries), left: seconds, at: this.#clock.now };
    this.#jobs.push(job);
    return job;
  }

  /** @returns what was left of it. */
  end(job: Job): Seconds {
    this.#writeDown();
    this.#jobs = this.#jobs.filter((other) => other !== job);
    return this.leftOf(job);
  }

  endsAt(job: Job): Seconds {
    return job.at + job.left / this.#speedOf(job);
  }

  leftOf(job: Job): Seconds {
    return job.left - (this.#clock.now - job.at) * this.#speedOf(job);
  }

  #writeDown(): void {
    // With room for all nobody's speed ever changes.
    if (this.#carries === Number.POSITIVE_INFINITY) return;
    const left = this.#jobs.map((job) => this.leftOf(job));
    this.#jobs.forEach((job, index) => {
      job.left = left[index] as Seconds;
      job.at = this.#clock.now;
    });
  }

  #speedOf(job: Job): number {
    const asked = this.#jobs.reduce((sum, { asks }) => sum + asks, 0);
    return job.asks > 0 && asked > this.#carries ? this.#carries / asked : 1;
  }
}
