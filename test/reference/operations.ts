import type { Phase } from '../../src/events/facts.js';
import type { KeyedUniform, RunKey } from '../../src/random/types.js';
import type { BatchServerConfig } from '../../src/serving/batch/config.js';
import type { SwapHistory, Timing } from '../../src/timing/types.js';
import type { ModelIndex, Seconds } from '../../src/units.js';
import type { Request, Thread } from './threads.js';
import { type Batch, ids, type World } from './world.js';

/** Whether the polling thread spins, and until when it will. */
export interface Spinner {
  /** −Infinity: it does not spin. Infinity: until further notice. */
  spinsUntil(): Seconds;
  loadEnded(): void;
}

/** The strategy, while the GPU goes on. */
export interface Asked {
  loaded(model: ModelIndex): void;
  inferring(model: ModelIndex): void;
}

interface Parts {
  readonly world: World;
  readonly timing: Timing;
  readonly config: BatchServerConfig;
  readonly spinner: Spinner;
  readonly asked: Asked;
  readonly key: RunKey;
}

/** What the GPU does, one thing after another, for whoever holds the lock. */
export class Operations {
  readonly #world: World;
  readonly #timing: Timing;
  readonly #config: BatchServerConfig;
  readonly #spinner: Spinner;
  readonly #asked: Asked;
  readonly #draws: Record<'load' | 'unload' | 'batch' | 'prefetch', KeyedUniform>;
  readonly #done = new Map<string, number>();
  #batches = 0;
  #loads = 0;

  constructor({ world, timing, config, spinner, asked, key }: Parts) {
    this.#world = world;
    this.#timing = timing;
    this.#config = config;
    this.#spinner = spinner;
    this.#asked = asked;
    this.#draws = {
      load: key.keyed('load'),
      unload: key.keyed('unload'),
      batch: key.keyed('batch'),
      prefetch: key.keyed('prefetch'),
    };
  }

  /** Swap if need be, infer, write. */
  *serve(batch: Batch): Thread {
    const world = this.#world;
    const { model, trigger, releasedAt } = batch;
    const number = this.#batches++;
    const startedAt = world.now;
    const swapped = !world.memory.has(model);
    world.inService = batch;
    if (swapped) yield* this.#swap(model, number);
    const inferenceStart = world.now;
    yield* this.#infer(batch, number, () => {
      if (swapped) this.#asked.loaded(model);
      this.#asked.inferring(model);
    });
    const completedAt = world.now;
    world.memory.use(model, world.now);
    if (this.#config.rules.writeResults) {
      yield* this.#work(
        'write',
        model,
        number,
        this.#timing.writeSeconds(batch.requests.length),
        0,
      );
    }
    world.inService = null;
    world.events.push({
      kind: 'batch',
      gpu: 0,
      ...{ number, model, trigger, requests: ids(batch.requests) },
      ...{ releasedAt, startedAt, inferenceStart, completedAt, writtenAt: world.now, swapped },
    });
  }

  /** Makes a model resident for no batch. */
  *load(model: ModelIndex): Thread {
    yield* this.#swap(model, -1);
  }

  /** Unloads the model that is first to go, for no batch. */
  *unloadOne(): Thread {
    const [victim] = this.#world.memory.models();
    if (victim !== undefined) yield* this.#unload(victim, -1);
  }

  *#swap(model: ModelIndex, number: number): Thread {
    const world = this.#world;
    if (this.#isLoadedBeside(model)) {
      const asks = world.beside?.job.asks ?? 0;
      yield* this.#work('load', model, number, this.#takeOver(), asks);
    } else {
      yield* this.#makeRoom(model, number);
      const seconds = this.#startLoad(model);
      yield* this.#work('load', model, number, seconds, this.#timing.weightsGiB(model) / seconds);
    }
    world.becomesResident(model);
    this.#spinner.loadEnded();
  }

  /** One model after the other goes; when none is left, what is loaded beside is given up. */
  *#makeRoom(model: ModelIndex, number: number): Thread {
    const world = this.#world;
    while (!world.memory.fitsBeside(model, world.loading)) {
      const [victim] = world.memory.models();
      if (victim !== undefined) yield* this.#unload(victim, number);
      else this.#giveUpBeside();
    }
  }

  /** What the load takes; from now on its model is on its way. */
  #startLoad(model: ModelIndex): Seconds {
    const { host, loading } = this.#world;
    const readAhead = host.hasAll(model) ? 1 : this.#takeOverPrefetch(model);
    const history = this.#history(model, readAhead);
    if (host.hasAll(model)) host.use(model);
    else host.readPages(model);
    const u = this.#draws.load.at(model, this.#count('load', model));
    const base = this.#timing.loadSeconds(model, history, u);
    this.#loads++;
    loading.push(model);
    return this.#beside(base, base + this.#timing.busyLoopLoadExtraSeconds(model));
  }

  #history(model: ModelIndex, readAhead: number): SwapHistory {
    const { host, loads } = this.#world;
    return {
      first: this.#loads === 0,
      previous: loads.at(-1) ?? -1,
      beforePrevious: loads.at(-2) ?? -1,
      uncachedShare: host.uncachedShare(model),
      readAhead,
    };
  }

  #isLoadedBeside(model: ModelIndex): boolean {
    const { beside } = this.#world;
    return beside?.model === model && beside.operation === 'load';
  }

  /** The GPU turns to what is loaded beside it. Returns the seconds that are left. */
  #takeOver(): Seconds {
    const { beside, jobs } = this.#world;
    const left = beside === null ? 0 : jobs.end(beside.job);
    this.#world.endBeside('taken-over');
    return left;
  }

  /** A load goes on where a prefetch of the same model is. Returns the share that is done. */
  #takeOverPrefetch(model: ModelIndex): number {
    const { beside, host } = this.#world;
    if (beside?.model !== model) return 0;
    host.forget(model);
    const left = this.#takeOver();
    return beside.seconds === 0 ? 1 : 1 - left / beside.seconds;
  }

  #giveUpBeside(): void {
    const world = this.#world;
    if (world.beside?.operation !== 'load') throw new Error('nothing makes room');
    const { job, model } = world.beside;
    world.jobs.end(job);
    world.loading = world.loading.filter((other) => other !== model);
    world.endBeside('called-off');
  }

  /** A load into free memory while the GPU works. */
  *loadBeside(model: ModelIndex): Thread {
    const seconds = this.#startLoad(model);
    const asks = this.#timing.weightsGiB(model) / seconds;
    yield* this.#workBeside('load', model, seconds, asks);
    this.#world.becomesResident(model);
    this.#spinner.loadEnded();
  }

  /** Reading into host memory, whatever the GPU does. */
  *prefetch(model: ModelIndex): Thread {
    const { host } = this.#world;
    const history = this.#history(model, 0);
    host.expect(model);
    const u = this.#draws.prefetch.at(model, this.#count('prefetch', model));
    const seconds = this.#timing.prefetchSeconds(model, history, u);
    const asks = seconds === 0 ? 0 : this.#timing.prefetchGiB(model, history) / seconds;
    yield* this.#workBeside('prefetch', model, seconds, asks);
    host.arrived(model);
  }

  /** Comes back when it is done; never, when somebody else has ended it. */
  *#workBeside(
    operation: 'load' | 'prefetch',
    model: ModelIndex,
    seconds: Seconds,
    asks: number,
  ): Thread {
    const world = this.#world;
    const job = world.jobs.begin(seconds, asks);
    const mine = { operation, model, start: world.now, seconds, job };
    world.beside = mine;
    const endsAt = (): Seconds =>
      world.beside === mine ? world.jobs.endsAt(job) : Number.POSITIVE_INFINITY;
    yield { wants: 'sleep', as: 'work', isLate: true, until: endsAt };
    world.jobs.end(job);
    world.endBeside('completed');
  }

  *#unload(model: ModelIndex, number: number): Thread {
    const u = this.#draws.unload.at(model, this.#count('unload', model));
    // From the start of its unload nothing can be done with the model.
    const world = this.#world;
    world.memory.remove(model);
    world.unloading.push(model);
    yield* this.#work('unload', model, number, this.#timing.unloadSeconds(model, u), 0);
    world.unloading = world.unloading.filter((other) => other !== model);
  }

  *#infer(batch: Batch, number: number, begun: () => void): Thread {
    const u = this.#draws.batch.at(batch.model, this.#count('batch', batch.model));
    const base = this.#timing.batchSeconds(batch.model, batch.requests.length, u);
    const slowed = base / this.#timing.busyLoopInferenceRate;
    const asks = this.#config.prefetch.inferenceGiBPerSecond;
    yield* this.#work('infer', batch.model, number, this.#beside(base, slowed), asks, begun);
  }

  /** Seconds for an operation of `base` seconds that takes `slowed` while the spinner spins. */
  #beside(base: Seconds, slowed: Seconds): Seconds {
    const spinning = this.#spinner.spinsUntil() - this.#world.now;
    // What is nothing to do is not slowed: a load of which everything lies in host memory.
    if (base === 0 || !(spinning > 0)) return base;
    if (spinning >= slowed) return slowed;
    return spinning + (1 - spinning / slowed) * base;
  }

  *#work(
    phase: Phase,
    model: ModelIndex,
    batch: number,
    seconds: Seconds,
    asks: number,
    begun?: () => void,
  ): Thread {
    const world = this.#world;
    const start = world.now;
    const job = world.jobs.begin(seconds, asks);
    world.operation = { kind: 'phase', gpu: 0, phase, start, model, batch };
    begun?.();
    yield { wants: 'sleep', as: 'work', until: () => world.jobs.endsAt(job) };
    world.jobs.end(job);
    world.operation = null;
    const end = world.now;
    world.events.push({ kind: 'phase', gpu: 0, phase, start, end, model, batch, completed: true });
  }

  /** How many times it was done before. */
  #count(what: string, model: ModelIndex): number {
    const key = `${what} ${model}`;
    const before = this.#done.get(key) ?? 0;
    this.#done.set(key, before + 1);
    return before;
  }
}

/** A sleep until a fixed time. */
export function until(as: 'work' | 'arrival' | 'timer' | 'poll', time: Seconds): Request {
  return { wants: 'sleep', as, until: () => time };
}
