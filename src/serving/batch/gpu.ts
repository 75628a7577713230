import { InvariantError } from '../../errors.js';
import type { Phase } from '../../events/facts.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { BackgroundLoader } from './background-loader.js';
import { checkBatchSize } from './batch-size.js';
import { besideBusyLoop } from './busy-loop.js';
import {
  type BatchServerConfig,
  type Placement,
  preloadOf,
  rankOf,
  servesModel,
} from './config.js';
import type { Emitter } from './emitter.js';
import type { GpuOwner } from './gpu-owner.js';
import { HostMemory } from './host-memory.js';
import { GpuMemory } from './memory.js';
import { type Cost, OperationTimes } from './operation-times.js';
import type { Batch } from './requests.js';
import type { RunCounts } from './run-counts.js';
import type { GpuActivity } from './strategies/strategy.js';
import { SharedChannel, Work } from './work.js';

/** What a GPU is made of. */
export interface GpuParts {
  readonly kernel: Kernel;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly emitter: Emitter;
  readonly owner: GpuOwner;
  readonly counts: RunCounts;
}

/**
 * One GPU: it does one thing at a time, to completion. For a batch: unload what must make
 * room, load the model, infer, write the results. Each ends by its own event. Beside all that, one
 * model at a time may be brought in in the background.
 */
export class Gpu {
  readonly memory: GpuMemory;
  readonly host: HostMemory;
  readonly background: BackgroundLoader;
  readonly #kernel: Kernel;
  readonly #timing: Timing;
  readonly #models: readonly string[];
  readonly #placement: Placement;
  readonly #emitter: Emitter;
  readonly #owner: GpuOwner;
  readonly #work: Work;
  readonly #times: OperationTimes;
  readonly #counts: RunCounts;
  readonly #inferenceDemand: number;
  readonly #writes: boolean;
  #phase: Phase = 'infer';
  #phaseModel: ModelIndex = -1;
  #phaseStart: Seconds = 0;

  #batch: Batch | null = null;
  #number = -1;
  #startedAt: Seconds = 0;
  #inferenceStart: Seconds = 0;
  #completedAt: Seconds = 0;
  #swapped = false;
  /** The model that is made resident without a batch, or −1. */
  #loadOnly: ModelIndex = -1;

  constructor(parts: GpuParts) {
    const { kernel, timing, config, emitter, counts } = parts;
    this.#kernel = kernel;
    this.#timing = timing;
    this.#models = parts.models;
    this.#placement = config.placement;
    this.#emitter = emitter;
    this.#owner = parts.owner;
    this.#counts = counts;
    this.memory = new GpuMemory(config.memory, timing, preloadOf(config, emitter.gpu));
    const { pageCacheGiB, prefetch, rules } = config;
    this.host = new HostMemory({ prefetchGiB: prefetch.hostMemoryGiB, pageCacheGiB }, timing);
    this.#times = new OperationTimes(timing, this.memory, this.host, parts.key, counts);
    const channel = new SharedChannel(prefetch.sharedGiBPerSecond);
    const rank = rankOf(rules, 'work');
    this.#work = new Work(kernel, channel, rank, () => this.#onPhaseEnd());
    this.background = new BackgroundLoader({
      ...{ kernel, channel, emitter, config: prefetch, memory: this.memory, host: this.host },
      // Of two things that end at one instant, the GPU's own goes first.
      rank: rank + 1,
      onEnd: (operation, model) => this.#onBackgroundEnd(operation, model),
    });
    this.#inferenceDemand = prefetch.inferenceGiBPerSecond;
    this.#writes = rules.writeResults;
  }

  get busy(): boolean {
    return this.#work.running;
  }

  /** The batch being served, or null. */
  get batch(): Batch | null {
    return this.#batch;
  }

  /** What it is doing now. */
  get activity(): GpuActivity {
    return this.busy ? this.#phase : 'idle';
  }

  /** The model it is doing that with, or −1. */
  get activeModel(): ModelIndex {
    return this.busy ? this.#phaseModel : -1;
  }

  /** Since when it is doing that; −Infinity while idle. */
  get activeSince(): Seconds {
    return this.busy ? this.#phaseStart : Number.NEGATIVE_INFINITY;
  }

  /** Whether `load` may be called. A GPU with models of its own has nothing to do with others. */
  canLoad(model: ModelIndex): boolean {
    if (!servesModel(this.#placement, this.#emitter.gpu, model)) return false;
    if (this.memory.has(model) || this.memory.isLoading(model)) return false;
    if (!this.busy) return true;
    // While the GPU unloads, what becomes free is spoken for.
    return this.#phase !== 'unload' && this.background.canLoad && this.memory.fits(model);
  }

  /** Whether `prefetch` may be called. */
  canPrefetch(model: ModelIndex): boolean {
    if (!servesModel(this.#placement, this.#emitter.gpu, model)) return false;
    return this.background.canPrefetch(model);
  }

  /**
   * Begins to serve `batch`; the GPU must be free.
   * @throws UserError when the profile defines no time for so large a batch.
   */
  serve(batch: Batch): void {
    checkBatchSize(batch, this.#timing, this.#models, this.#kernel.now);
    this.#batch = batch;
    this.#number = this.#counts.nextBatch();
    this.#startedAt = this.#kernel.now;
    this.#swapped = !this.memory.has(batch.model);
    if (!this.#swapped) this.#infer(batch, false);
    else if (this.background.loads(batch.model)) this.#goOnLoading(batch.model);
    else this.#makeRoom(batch.model);
  }

  /** Unloads a resident model while nothing is to be done. False when none is resident. */
  unloadOne(): boolean {
    const model = this.memory.evictionCandidate();
    if (model < 0) return false;
    this.#unload(model);
    return true;
  }

  /** Makes `model` resident without a batch, if `canLoad`: in the background if the GPU works. */
  load(model: ModelIndex): void {
    if (this.busy) {
      this.background.load(model, this.#loadCost(model));
      return;
    }
    this.#loadOnly = model;
    this.#makeRoom(model);
  }

  /** Reads `model` into host memory in the background, if `canPrefetch`. */
  prefetch(model: ModelIndex): void {
    this.background.prefetch(model, this.#times.prefetch(model));
  }

  /** The run ends here: reports what it interrupts. */
  interrupt(): void {
    if (this.busy) this.#report(false);
    this.background.interrupt();
  }

  #makeRoom(model: ModelIndex): void {
    if (this.memory.fits(model)) {
      this.#load(model);
      return;
    }
    const evicted = this.memory.evictionCandidate();
    if (evicted >= 0) this.#unload(evicted);
    else if (this.background.callOffLoad()) this.#makeRoom(model);
    else throw new InvariantError('a model does not fit into empty memory', { model });
  }

  #unload(model: ModelIndex): void {
    this.memory.beginUnload(model);
    this.#begin('unload', model, this.#times.unload(model));
  }

  #load(model: ModelIndex): void {
    const { seconds, demand } = this.#loadCost(model);
    this.memory.beginLoad(model);
    this.#begin('load', model, seconds, demand);
  }

  /** A batch came for what is being loaded in the background: it waits for the rest of that. */
  #goOnLoading(model: ModelIndex): void {
    const { seconds, demand } = this.background.takeOverLoad();
    this.#begin('load', model, seconds, demand);
  }

  #loadCost(model: ModelIndex): Cost {
    const base = this.#times.load(model, this.background.takeOverPrefetch(model));
    const extra = this.#timing.busyLoopLoadExtraSeconds(model);
    const seconds = this.#besideBusyLoop(base, base === 0 ? 1 : base / (base + extra));
    return { seconds, demand: this.#timing.weightsGiB(model) / seconds };
  }

  /** The GPU is taken before a strategy is asked, or it could be given away twice. */
  #infer(batch: Batch, loaded: boolean): void {
    const { model, count } = batch;
    const base = this.#times.batch(model, count);
    this.#inferenceStart = this.#kernel.now;
    const seconds = this.#besideBusyLoop(base, this.#timing.busyLoopInferenceRate);
    this.#begin('infer', model, seconds, this.#inferenceDemand);
    this.#owner.onInference(model, loaded);
  }

  #besideBusyLoop(work: Seconds, rate: number): Seconds {
    return besideBusyLoop(work, rate, this.#owner.spinsUntil() - this.#kernel.now);
  }

  #begin(phase: Phase, model: ModelIndex, seconds: Seconds, demand = 0): void {
    this.#phase = phase;
    this.#phaseModel = model;
    this.#phaseStart = this.#kernel.now;
    this.#work.begin(seconds, demand);
  }

  #onPhaseEnd(): void {
    this.#report(true);
    const model = this.#phaseModel;
    const batch = this.#batch;
    switch (this.#phase) {
      case 'unload':
        this.memory.endUnload(model);
        if (batch !== null) this.#makeRoom(batch.model);
        else if (this.#loadOnly >= 0) this.#makeRoom(this.#loadOnly);
        else this.#owner.onFree();
        return;
      case 'load':
        this.memory.endLoad(model, this.#kernel.now);
        this.#owner.onLoaded();
        this.#loadOnly = -1;
        if (batch !== null) this.#infer(batch, true);
        else this.#owner.onReady(model);
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

  #onBackgroundEnd(operation: 'load' | 'prefetch', model: ModelIndex): void {
    if (operation === 'prefetch') {
      this.#owner.onPrefetched();
      return;
    }
    this.#owner.onLoaded();
    this.#owner.onLoadedBeside(model);
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
}
