import { type Alarm, Kernel } from '../../src/kernel/kernel.js';
import { createRunKey } from '../../src/random/run-key.js';
import type { UniformStream } from '../../src/random/types.js';

export interface RoverParts {
  readonly seed: string;
  readonly queues: number;
  /** Arrivals per second at each queue. */
  readonly rate: number;
  readonly meanService: number;
  readonly switchSeconds: number;
  readonly discipline: 'exhaustive' | 'gated';
  /** How many waits to record. */
  readonly requests: number;
}

/**
 * A polling server that never rests: it goes from queue to queue, whether or not anything waits.
 * Built on the event core alone, to check it and the polling formulas apart from the batch server.
 */
export class Rover {
  readonly waits: number[] = [];
  readonly #parts: RoverParts;
  readonly #kernel = new Kernel();
  readonly #queues: number[][] = [];
  readonly #services: UniformStream;
  readonly #wake: Alarm;
  #at = 0;
  /** How many may still be served at this queue before the server moves on. */
  #allowed = 0;
  #serving = false;

  constructor(parts: RoverParts) {
    this.#parts = parts;
    const key = createRunKey(parts.seed, 0);
    this.#services = key.stream('services');
    for (let i = 0; i < parts.queues; i++) this.#receive(key.stream(`arrivals-${i}`));
    this.#wake = this.#kernel.alarm(0, () => this.#next());
    this.#wake.set(0);
  }

  run(): readonly number[] {
    while (this.waits.length < this.#parts.requests) this.#kernel.step();
    return this.waits;
  }

  #receive(gaps: UniformStream): void {
    const queue: number[] = [];
    this.#queues.push(queue);
    const mean = 1 / this.#parts.rate;
    const alarm = this.#kernel.alarm(1, () => {
      queue.push(this.#kernel.now);
      alarm.set(this.#kernel.now + exponential(gaps, mean));
    });
    alarm.set(exponential(gaps, mean));
  }

  /** The server has come to a queue, or has served one request. */
  #next(): void {
    const { discipline, queues, meanService, switchSeconds } = this.#parts;
    const queue = this.#queues[this.#at] as number[];
    if (!this.#serving) this.#allowed = queue.length;
    const limit = discipline === 'gated' ? this.#allowed : queue.length;
    const arrival = limit > 0 ? queue.shift() : undefined;
    this.#serving = arrival !== undefined;
    if (arrival === undefined) {
      this.#at = (this.#at + 1) % queues;
      this.#wake.set(this.#kernel.now + switchSeconds);
      return;
    }
    this.#allowed--;
    this.waits.push(this.#kernel.now - arrival);
    this.#wake.set(this.#kernel.now + exponential(this.#services, meanService));
  }
}

function exponential(stream: UniformStream, mean: number): number {
  return -Math.log(1 - stream.next()) * mean;
}
