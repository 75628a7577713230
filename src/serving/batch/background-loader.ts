import type { BackgroundFact, BackgroundOutcome } from '../../events/facts.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { Fraction, ModelIndex, Seconds } from '../../units.js';
import type { PrefetchConfig } from './config.js';
import type { Emitter } from './emitter.js';
import type { HostMemory } from './host-memory.js';
import type { GpuMemory } from './memory.js';
import type { Cost } from './operation-times.js';
import { type SharedChannel, Work } from './work.js';

const NO_MODEL: ModelIndex = -1;

/** What a background loader works with. */
export interface BackgroundParts {
  readonly kernel: Kernel;
  readonly channel: SharedChannel;
  readonly rank: number;
  readonly emitter: Emitter;
  readonly config: PrefetchConfig;
  readonly memory: GpuMemory;
  readonly host: HostMemory;
  /** It has ended by itself. */
  readonly onEnd: (operation: BackgroundFact['operation'], model: ModelIndex) => void;
}

/** Brings weights into free GPU memory or into host memory beside what the GPU does, one at a time. */
export class BackgroundLoader {
  readonly #parts: BackgroundParts;
  readonly #work: Work;
  #operation: BackgroundFact['operation'] = 'load';
  #model: ModelIndex = NO_MODEL;
  #start: Seconds = 0;
  #seconds: Seconds = 0;

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
    const { kernel, channel, rank } = parts;
    this.#work = new Work(kernel, channel, rank, () => this.#onEnd());
  }

  /** The model that is being brought in, or −1. */
  get model(): ModelIndex {
    return this.#model;
  }

  /** Whether the server loads into free GPU memory, and nothing else is under way. */
  get canLoad(): boolean {
    return this.#model < 0 && ['gpu', 'both'].includes(this.#parts.config.to);
  }

  canPrefetch(model: ModelIndex): boolean {
    const { config, host, memory } = this.#parts;
    if (this.#model >= 0 || !['host', 'both'].includes(config.to)) return false;
    return host.hasRoomFor(model) && !host.isPrefetched(model) && !memory.isLoading(model);
  }

  /** Whether it loads `model` into GPU memory. */
  loads(model: ModelIndex): boolean {
    return this.#model === model && this.#operation === 'load';
  }

  /** Begins to load `model`, which fits, if `canLoad`. */
  load(model: ModelIndex, cost: Cost): void {
    this.#parts.memory.beginLoad(model);
    this.#begin('load', model, cost);
  }

  /** Begins to read `model` into host memory, if `canPrefetch`. */
  prefetch(model: ModelIndex, cost: Cost): void {
    this.#parts.host.beginPrefetch(model);
    this.#begin('prefetch', model, cost);
  }

  /** The GPU itself goes on with the load. @returns what is left of it. */
  takeOverLoad(): Cost {
    const { demand } = this.#work;
    return { seconds: this.#stop('taken-over'), demand };
  }

  /**
   * A load of `model` begins: it goes on with a prefetch of it, whose memory is free then.
   * @returns the share that has been read; 0 when there is none.
   */
  takeOverPrefetch(model: ModelIndex): Fraction {
    if (this.#model !== model || this.#operation !== 'prefetch') return 0;
    this.#parts.host.abandonPrefetch(model);
    const seconds = this.#seconds;
    const left = this.#stop('taken-over');
    return seconds === 0 ? 1 : 1 - left / seconds;
  }

  /** Gives up a load into GPU memory. @returns whether there was one. */
  callOffLoad(): boolean {
    if (this.#model < 0 || this.#operation !== 'load') return false;
    this.#parts.memory.abandonLoad(this.#model);
    this.#stop('called-off');
    return true;
  }

  /** The run ends here: reports what it interrupts. */
  interrupt(): void {
    if (this.#model >= 0) this.#report('stopped');
  }

  #begin(operation: BackgroundFact['operation'], model: ModelIndex, cost: Cost): void {
    this.#operation = operation;
    this.#model = model;
    this.#start = this.#parts.kernel.now;
    this.#seconds = cost.seconds;
    this.#work.begin(cost.seconds, cost.demand);
  }

  #onEnd(): void {
    const { host, kernel, memory } = this.#parts;
    const model = this.#model;
    this.#report('completed');
    this.#model = NO_MODEL;
    if (this.#operation === 'prefetch') host.endPrefetch(model);
    else memory.endLoad(model, kernel.now);
    this.#parts.onEnd(this.#operation, model);
  }

  #stop(outcome: BackgroundOutcome): Seconds {
    this.#report(outcome);
    this.#model = NO_MODEL;
    return this.#work.stop();
  }

  #report(outcome: BackgroundOutcome): void {
    this.#parts.emitter.background({
      kind: 'background',
      gpu: this.#parts.emitter.gpu,
      operation: this.#operation,
      model: this.#model,
      start: this.#start,
      end: this.#parts.kernel.now,
      outcome,
    });
  }
}
