import { InvariantError } from '../../errors.js';
import type { BelievedTiming } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { asList, checkDecision } from './decisions.js';
import { makeStrategy } from './make-strategy.js';
import {
  type Answer,
  type Decision,
  defaultStrategyOptions,
  type ServerView,
  type Strategy,
  type StrategyDefinition,
  type StrategyOptions,
} from './strategies/strategy.js';

/** What a strategy under test is told of its world. */
export interface HarnessSetup {
  readonly models: readonly string[];
  /** One SLA for all models, s. Default 60. */
  readonly slaSeconds?: Seconds;
  readonly options?: Partial<StrategyOptions>;
  /** Default: loads of 4 ± 1 s, unloads of 0, batches of 1 + 0.1·n s, best and largest batch 64. */
  readonly believed?: BelievedTiming;
}

const DEFAULT_BELIEFS: BelievedTiming = {
  loadSeconds: () => ({ mean: 4, sd: 1 }),
  unloadSeconds: () => ({ mean: 0, sd: 0 }),
  batchSeconds: (_model, size) => 1 + 0.1 * size,
  bestBatch: () => 64,
  maxBatch: () => 64,
};

/**
 * A fake server with a fake clock, to unit-test a strategy: requests arrive and the GPU
 * becomes free when the test says so; timers fire as the clock is moved. Decisions are
 * checked as in a run, carried out, and returned.
 *
 *     const test = new StrategyHarness(mine, { models: ['a', 'b'] });
 *     expect(test.arrive('a', 1.5)).toEqual([…]);
 */
export class StrategyHarness implements ServerView {
  readonly modelCount: number;
  readonly #name: string;
  readonly #models: readonly string[];
  readonly #strategy: Strategy;
  readonly #waiting: Seconds[][];
  readonly #released: number[][];
  readonly #timers: Seconds[];
  /** Expired timers that have fired and have nothing new to say. */
  readonly #spent: boolean[];
  #now: Seconds = 0;
  #busy = false;
  #resident: ModelIndex = -1;
  #residentSince: Seconds = Number.NEGATIVE_INFINITY;

  constructor(definition: StrategyDefinition, setup: HarnessSetup) {
    const { models } = setup;
    const believed = setup.believed ?? DEFAULT_BELIEFS;
    this.#name = definition.name;
    this.#models = models;
    this.modelCount = models.length;
    this.#waiting = models.map(() => []);
    this.#released = models.map(() => []);
    this.#timers = models.map(() => Number.NaN);
    this.#spent = models.map(() => false);
    this.#strategy = makeStrategy(definition, {
      models,
      slaSeconds: models.map(() => setup.slaSeconds ?? 60),
      believed,
      timerBelief: believed,
      options: { ...defaultStrategyOptions, ...setup.options },
    });
  }

  /** A request of `model` arrives at `time`; timers that expire before it fire first. */
  arrive(model: string, time: Seconds): readonly Decision[] {
    const before = this.advanceTo(time);
    const index = this.#index(model);
    (this.#waiting[index] as Seconds[]).push(time);
    const decisions = this.#apply('arrival', this.#strategy.onArrival?.(this, index));
    // A timer that expired and was not reset has something to release again.
    if ((this.#timers[index] as Seconds) <= time) this.#spent[index] = false;
    return [...before, ...decisions, ...this.advanceTo(time)];
  }

  /**
   * Moves the clock, firing timers in the order in which they expire. As in a lossless run, a
   * timer stays set until a release of its model; expired, it fires again at the next arrival.
   */
  advanceTo(time: Seconds): readonly Decision[] {
    if (!(time >= this.#now)) throw new InvariantError('the clock goes forward', { time });
    const decisions: Decision[] = [];
    for (;;) {
      const model = this.#nextTimer(time);
      if (model < 0) break;
      this.#now = Math.max(this.#now, this.#timers[model] as Seconds);
      this.#spent[model] = true;
      decisions.push(...this.#apply('timer', this.#strategy.onTimer?.(this, model)));
    }
    this.#now = time;
    return decisions;
  }

  /** The GPU is free and nothing released waits: asks `onIdle`, if a request waits. */
  idle(): readonly Decision[] {
    this.#busy = false;
    if (this.#waiting.every((queue) => queue.length === 0)) return [];
    return this.#apply('idle', this.#strategy.onIdle?.(this));
  }

  /** Time for a look at the resident model: asks `onPoll`. */
  poll(): readonly Decision[] {
    return this.#apply('poll', this.#strategy.onPoll?.(this, this.#resident));
  }

  /** The oldest released batch of `model` has been served: asks `onBatchEnd`. */
  finish(model: string): readonly Decision[] {
    const index = this.#index(model);
    (this.#released[index] as number[]).shift();
    this.#busy = false;
    return this.#apply('batch-end', this.#strategy.onBatchEnd?.(this, index));
  }

  /** Makes `model` the one in memory, loaded at `since`. */
  setResident(model: string, since: Seconds): void {
    this.#resident = this.#index(model);
    this.#residentSince = since;
  }

  /** Says whether the GPU works. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
  }

  get now(): Seconds {
    return this.#now;
  }

  waiting(model: ModelIndex): number {
    return this.#of(this.#waiting, model).length;
  }

  arrivalOf(model: ModelIndex, position: number): Seconds {
    const arrival = this.#of(this.#waiting, model)[position];
    if (arrival === undefined) throw new RangeError(`position ${position} is not waiting`);
    return arrival;
  }

  timerOf(model: ModelIndex): Seconds | undefined {
    const timer = this.#of(this.#timers, model);
    return Number.isNaN(timer) ? undefined : timer;
  }

  isResident(model: ModelIndex): boolean {
    return model === this.#resident;
  }

  get lastLoaded(): ModelIndex {
    return this.#resident;
  }

  get lastLoadedAt(): Seconds {
    return this.#residentSince;
  }

  get evictionCandidate(): ModelIndex {
    return this.#resident;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get releasedBatches(): number {
    return this.#released.reduce((sum, batches) => sum + batches.length, 0);
  }

  released(model: ModelIndex): number {
    return this.#of(this.#released, model).reduce((sum, size) => sum + size, 0);
  }

  #apply(hook: 'arrival' | 'timer' | 'idle' | 'poll' | 'batch-end', answer: Answer): Decision[] {
    if (answer === undefined) return [];
    const decisions = [...asList(answer)];
    for (const decision of decisions) {
      const context = { strategy: this.#name, hook, now: this.#now };
      this.#carryOut(decision, checkDecision(decision, this, context));
    }
    return decisions;
  }

  #carryOut(decision: Decision, count: number): void {
    const { model } = decision;
    switch (decision.action) {
      case 'release':
        this.#of(this.#waiting, model).splice(0, count);
        if (count === 0) return;
        this.#of(this.#released, model).push(count);
        this.#timers[model] = Number.NaN;
        return;
      case 'drop':
        this.#of(this.#waiting, model).splice(0, count);
        return;
      case 'set-timer':
        this.#timers[model] = decision.at;
        this.#spent[model] = false;
        return;
      case 'clear-timer':
        this.#timers[model] = Number.NaN;
    }
  }

  /** The model whose timer expires first, by `time`; −1 when none does. */
  #nextTimer(time: Seconds): ModelIndex {
    let next = -1;
    this.#timers.forEach((timer, model) => {
      if (
        timer <= time &&
        this.#spent[model] === false &&
        (next < 0 || timer < this.#of(this.#timers, next))
      )
        next = model;
    });
    return next;
  }

  #index(name: string): ModelIndex {
    const index = this.#models.indexOf(name);
    if (index < 0) throw new RangeError(`no model ${name}; there are ${this.#models.join(', ')}`);
    return index;
  }

  #of<T>(list: readonly T[], model: ModelIndex): T {
    const item = list[model];
    if (item === undefined) throw new RangeError(`no model ${model}`);
    return item;
  }
}
