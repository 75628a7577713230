import { InvariantError, UserError } from '../../errors.js';
import type { Phase } from '../../events/facts.js';
import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { KeyedUniform, RunKey } from '../../random/types.js';
import type { SwapHistory, Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { BatchServerConfig } from './config.js';
import type { Emitter } from './emitter.js';
import { GpuMemory } from './memory.js';
import type { Batch } from './requests.js';

/** What a GPU is made of. */
export interface GpuParts {
  readonly kernel: Kernel;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly emitter: Emitter;
  readonly owner: GpuOwner;
}

/** What the GPU reports back. */
export interface GpuOwner {
  /** A model has just become resident. */
  onLoaded(): void;
  /** The batch's results are written; the GPU is free. */
  onServed(served: ServedBatch): void;
  /** An unload without a batch (`unloadWhenIdle`) has ended; the GPU is free. */
  onUnloaded(): void;
  /**
   * Until when a scheduler's busy loop slows what begins now: Infinity until the first load
   * ends, a past time when nothing spins.
   */
  spinsUntil(): Seconds;
}

/** A batch on the GPU, with its times. Reused. */
export interface ServedBatch {
  readonly batch: Batch;
  readonly number: number;
  readonly startedAt: Seconds;
  readonly inferenceStart: Seconds;
  readonly completedAt: Seconds;
  readonly swapped: boolean;
}

/**
 * One GPU: it does one thing at a time, to completion. For a batch: unload what must make
 * room, load the model, infer, write the results. Each ends by its own event.
 */
export class Gpu {
  readonly memory: GpuMemory;
  readonly #kernel: Kernel;
  readonly #timing: Timing;
  readonly #models: readonly string[];
  readonly #emitter: Emitter;
  readonly #owner: GpuOwner;
  readonly #alarm: Alarm;
  readonly #writes: boolean;
  readonly #draws: Record<'load' | 'unload' | 'batch', KeyedUniform>;
  /** How often each model was loaded, unloaded, and inferred with: the keys of the draws. */
  readonly #counts: Record<'load' | 'unload' | 'batch', Int32Array>;
  readonly #history: { -readonly [Key in keyof SwapHistory]: SwapHistory[Key] };

  #busy = false;
  #phase: Phase = 'infer';
  #phaseModel: ModelIndex = -1;
  #phaseStart: Seconds = 0;

  #batch: Batch | null = null;
  #number = -1;
  #startedAt: Seconds = 0;
  #inferenceStart: Seconds = 0;
  #completedAt: Seconds = 0;
  #swapped = false;

  constructor({ kernel, timing, models, config, key, emitter, owner }: GpuParts) {
    this.#kernel = kernel;
    this.#timing = timing;
    this.#models = models;
    this.#emitter = emitter;
    this.#owner = owner;
    this.memory = new GpuMemory(config.memory, timing, config.preload);
    this.#alarm = kernel.alarm(config.rules.tieOrder.indexOf('work'), () => this.#onPhaseEnd());
    this.#writes = config.rules.writeResults;
    this.#draws = {
      load: key.keyed('load'),
      unload: key.keyed('unload'),
      batch: key.keyed('batch'),
    };
    this.#counts = {
      load: new Int32Array(models.length),
      unload: new Int32Array(models.length),
      batch: new Int32Array(models.length),
    };
    this.#history = { first: true, previous: -1, beforePrevious: -1 };
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** The batch being served, or null. */
  get batch(): Batch | null {
    return this.#batch;
  }

  /**
   * Begins to serve `batch`; the GPU must be free.
   * @throws UserError when the profile defines no time for so large a batch.
   */
  serve(batch: Batch): void {
    this.#checkSize(batch);
    this.#batch = batch;
    this.#number++;
    this.#startedAt = this.#kernel.now;
    this.#swapped = !this.memory.has(batch.model);
    if (this.#swapped) this.#makeRoom(batch.model);
    else this.#infer(batch);
  }

  /** Unloads a resident model while nothing is to be done. False when none is resident. */
  unloadOne(): boolean {
    const model = this.memory.evictionCandidate();
    if (model < 0) return false;
    this.#unload(model);
    return true;
  }

  /** The run ends here: reports the phase it interrupts. */
  interrupt(): void {
    if (this.#busy) this.#report(false);
  }

  #makeRoom(model: ModelIndex): void {
    if (this.memory.fits(model)) {
      this.#load(model);
      return;
    }
    const evicted = this.memory.evictionCandidate();
    if (evicted < 0) throw new InvariantError('a model does not fit into empty memory', { model });
    this.#unload(evicted);
  }

  #unload(model: ModelIndex): void {
    this.memory.beginUnload(model);
    this.#begin('unload', model, this.#timing.unloadSeconds(model, this.#draw('unload', model)));
  }

  #load(model: ModelIndex): void {
    const history = this.#history;
    history.first = this.memory.neverLoaded;
    history.previous = this.memory.lastLoaded;
    history.beforePrevious = this.memory.beforeLast;
    this.memory.beginLoad(model);
    const base = this.#timing.loadSeconds(model, history, this.#draw('load', model));
    const extra = this.#timing.busyLoopLoadExtraSeconds(model);
    this.#begin('load', model, this.#besideBusyLoop(base, base === 0 ? 1 : base / (base + extra)));
  }

  #infer(batch: Batch): void {
    const { model, count } = batch;
    const base = this.#timing.batchSeconds(model, count, this.#draw('batch', model));
    this.#inferenceStart = this.#kernel.now;
    this.#begin('infer', model, this.#besideBusyLoop(base, this.#timing.busyLoopInferenceRate));
  }

  /** How long `work` seconds take from now when a busy loop leaves only `rate` of the speed. */
  #besideBusyLoop(work: Seconds, rate: number): Seconds {
    const slow = this.#owner.spinsUntil() - this.#kernel.now;
    if (!(slow > 0)) return work;
    if (work <= slow * rate) return work / rate;
    return slow + (work - slow * rate);
  }

  #begin(phase: Phase, model: ModelIndex, seconds: Seconds): void {
    this.#busy = true;
    this.#phase = phase;
    this.#phaseModel = model;
    this.#phaseStart = this.#kernel.now;
    this.#alarm.set(this.#phaseStart + seconds);
  }

  #onPhaseEnd(): void {
    this.#report(true);
    this.#busy = false;
    const model = this.#phaseModel;
    const batch = this.#batch;
    switch (this.#phase) {
      case 'unload':
        this.memory.endUnload(model);
        if (batch === null) this.#owner.onUnloaded();
        else this.#makeRoom(batch.model);
        return;
      case 'load':
        this.memory.endLoad(model, this.#kernel.now);
        this.#owner.onLoaded();
        this.#infer(batch as Batch);
        return;
      case 'infer':
        this.memory.touch(model);
        this.#completedAt = this.#kernel.now;
        if (this.#writes)
          this.#begin('write', model, this.#timing.writeSeconds((batch as Batch).count));
        else this.#finish();
        return;
      case 'write':
        this.#finish();
    }
  }

  #finish(): void {
    const batch = this.#batch as Batch;
    this.#batch = null;
    this.#owner.onServed({
      batch,
      number: this.#number,
      startedAt: this.#startedAt,
      inferenceStart: this.#inferenceStart,
      completedAt: this.#completedAt,
      swapped: this.#swapped,
    });
  }

  #report(completed: boolean): void {
    const number = this.#batch === null ? -1 : this.#number;
    this.#emitter.phase(
      this.#phase,
      this.#phaseStart,
      this.#kernel.now,
      this.#phaseModel,
      number,
      completed,
    );
  }

  #draw(purpose: 'load' | 'unload' | 'batch', model: ModelIndex): number {
    const counts = this.#counts[purpose];
    const count = counts[model] as number;
    counts[model] = count + 1;
    return this.#draws[purpose].at(model, count);
  }

  #checkSize(batch: Batch): void {
    const limit = this.#timing.definedUpTo(batch.model);
    if (batch.count <= limit) return;
    throw new UserError([
      {
        source: { kind: 'option', option: 'server.profile' },
        path: `models.${this.#models[batch.model]} batch times`,
        expected: `a batch of at most ${limit} requests, the end of its table`,
        got: `${batch.count} at ${this.#kernel.now} s`,
        hint: 'state an extrapolation (beyond: linear) in the profile, or set server.rules.batchLimit',
      },
    ]);
  }
}
