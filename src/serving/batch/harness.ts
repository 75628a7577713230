import { InvariantError } from '../../errors.js';
import type { Hook } from '../../events/facts.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { asList, checkDecision } from './decisions.js';
import { FakeGpu } from './fake-gpu.js';
import { DEFAULT_BELIEFS, type HarnessSetup } from './harness-setup.js';
import { makeStrategy } from './make-strategy.js';
import {
  type Answer,
  type Decision,
  defaultStrategyOptions,
  type GpuActivity,
  type ServerView,
  type Strategy,
  type StrategyDefinition,
} from './strategies/strategy.js';

export type { HarnessSetup } from './harness-setup.js';

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
  readonly #gpu: FakeGpu;

  constructor(definition: StrategyDefinition, setup: HarnessSetup) {
    const { models } = setup;
    const believed = setup.believed ?? DEFAULT_BELIEFS;
    const { residentModels = 1, prefetch = 'none' } = setup;
    this.#gpu = new FakeGpu({ residentModels, prefetch });
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
    this.#gpu.busy = false;
    if (this.#waiting.every((queue) => queue.length === 0)) return [];
    return this.#apply('idle', this.#strategy.onIdle?.(this));
  }

  /** Time for a look at the resident model: asks `onPoll`. */
  poll(): readonly Decision[] {
    return this.#apply('poll', this.#strategy.onPoll?.(this, this.#gpu.lastLoaded));
  }

  /** The oldest released batch of `model` has been served: asks `onBatchEnd`. */
  finish(model: string): readonly Decision[] {
    const index = this.#index(model);
    (this.#released[index] as number[]).shift();
    this.#gpu.busy = false;
    return this.#apply('batch-end', this.#strategy.onBatchEnd?.(this, index));
  }

  /** Inference of a batch of `model`, which is in memory, begins: asks `onBatchStart`. */
  start(model: string): readonly Decision[] {
    const index = this.#index(model);
    this.setBusy(true);
    this.#gpu.serving = index;
    return this.#apply('batch-start', this.#strategy.onBatchStart?.(this, index));
  }

  /** What goes on in the background is over: asks `onLoaded`, if it was a load. */
  endBackground(): readonly Decision[] {
    const loaded = this.#gpu.endBackground(this.#now);
    return loaded < 0 ? [] : this.#apply('loaded', this.#strategy.onLoaded?.(this, loaded));
  }

  /** Makes `model` resident, loaded at `since`. On a free GPU a decision to load takes no time. */
  setResident(model: string, since: Seconds): void {
    this.#gpu.admit(this.#index(model), since);
  }

  /** Says whether the GPU works; if so, it infers with the model loaded last. */
  setBusy(busy: boolean): void {
    if (busy && !this.#gpu.busy) this.#gpu.busySince = this.#now;
    this.#gpu.busy = busy;
    this.#gpu.serving = this.#gpu.lastLoaded;
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
    return this.#gpu.has(model);
  }

  get lastLoaded(): ModelIndex {
    return this.#gpu.lastLoaded;
  }

  get lastLoadedAt(): Seconds {
    return this.#gpu.lastLoadedAt;
  }

  get loadedBefore(): ModelIndex {
    return this.#gpu.loadedBefore;
  }

  get evictionCandidate(): ModelIndex {
    return this.#gpu.evictionCandidate;
  }

  get activity(): GpuActivity {
    return this.#gpu.busy ? 'infer' : 'idle';
  }

  get activeModel(): ModelIndex {
    return this.#gpu.busy ? this.#gpu.serving : -1;
  }

  get activeSince(): Seconds {
    return this.#gpu.busy ? this.#gpu.busySince : Number.NEGATIVE_INFINITY;
  }

  get inService(): number {
    return 0;
  }

  fitsBeside(model: ModelIndex): boolean {
    this.#of(this.#waiting, model);
    return this.#gpu.hasRoom();
  }

  canLoad(model: ModelIndex): boolean {
    this.#of(this.#waiting, model);
    return this.#gpu.canLoad(model);
  }

  canPrefetch(model: ModelIndex): boolean {
    this.#of(this.#waiting, model);
    return this.#gpu.canPrefetch(model);
  }

  isPrefetched(model: ModelIndex): boolean {
    this.#of(this.#waiting, model);
    return this.#gpu.isPrefetched(model);
  }

  get inBackground(): ModelIndex {
    return this.#gpu.inBackground;
  }

  get busy(): boolean {
    return this.#gpu.busy;
  }

  get releasedBatches(): number {
    return this.#released.reduce((sum, batches) => sum + batches.length, 0);
  }

  released(model: ModelIndex): number {
    return this.#of(this.#released, model).reduce((sum, size) => sum + size, 0);
  }

  #apply(hook: Hook, answer: Answer): Decision[] {
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
        return;
      case 'load':
        this.#gpu.load(model, this.#now);
        return;
      case 'prefetch':
        this.#gpu.prefetch(model);
        return;
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
