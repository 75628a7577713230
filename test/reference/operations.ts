import type { Phase } from '../../src/events/facts.js';
import type { KeyedUniform, RunKey } from '../../src/random/types.js';
import type { DispatchRules } from '../../src/serving/batch/config.js';
import type { Timing } from '../../src/timing/types.js';
import type { ModelIndex, Seconds } from '../../src/units.js';
import type { Request, Thread } from './threads.js';
import { type Batch, ids, type World } from './world.js';

/** Whether the polling thread spins, and until when it will. */
export interface Spinner {
  /** −Infinity: it does not spin. Infinity: until further notice. */
  spinsUntil(): Seconds;
  loadEnded(): void;
}

/** What the GPU does, one thing after another, for whoever holds the lock. */
export class Operations {
  readonly #world: World;
  readonly #timing: Timing;
  readonly #rules: DispatchRules;
  readonly #spinner: Spinner;
  readonly #draws: Record<'load' | 'unload' | 'batch', KeyedUniform>;
  readonly #done = new Map<string, number>();
  #batches = 0;
  #loads = 0;

  constructor(world: World, timing: Timing, rules: DispatchRules, spinner: Spinner, key: RunKey) {
    this.#world = world;
    this.#timing = timing;
    this.#rules = rules;
    this.#spinner = spinner;
    this.#draws = {
      load: key.keyed('load'),
      unload: key.keyed('unload'),
      batch: key.keyed('batch'),
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
    yield* this.#infer(batch, number);
    const completedAt = world.now;
    world.memory.use(model, world.now);
    if (this.#rules.writeResults) {
      yield* this.#work('write', model, number, this.#timing.writeSeconds(batch.requests.length));
    }
    world.inService = null;
    world.events.push({
      kind: 'batch',
      ...{ number, model, trigger, requests: ids(batch.requests) },
      ...{ releasedAt, startedAt, inferenceStart, completedAt, writtenAt: world.now, swapped },
    });
  }

  /** Unloads the model that is first to go, for no batch. */
  *unloadOne(): Thread {
    const [victim] = this.#world.memory.models();
    if (victim !== undefined) yield* this.#unload(victim, -1);
  }

  *#swap(model: ModelIndex, number: number): Thread {
    const world = this.#world;
    for (const victim of world.memory.victimsFor(model)) yield* this.#unload(victim, number);
    const u = this.#draws.load.at(model, this.#count('load', model));
    const base = this.#timing.loadSeconds(model, world.history(this.#loads === 0), u);
    this.#loads++;
    const extra = this.#timing.busyLoopLoadExtraSeconds(model);
    yield* this.#work('load', model, number, this.#beside(base, base + extra));
    world.memory.add(model, world.now);
    world.loads.push(model);
    world.lastLoaded = model;
    world.lastLoadedAt = world.now;
    this.#spinner.loadEnded();
  }

  *#unload(model: ModelIndex, number: number): Thread {
    const u = this.#draws.unload.at(model, this.#count('unload', model));
    // From the start of its unload nothing can be done with the model.
    this.#world.memory.remove(model);
    yield* this.#work('unload', model, number, this.#timing.unloadSeconds(model, u));
  }

  *#infer(batch: Batch, number: number): Thread {
    const u = this.#draws.batch.at(batch.model, this.#count('batch', batch.model));
    const base = this.#timing.batchSeconds(batch.model, batch.requests.length, u);
    const slowed = base / this.#timing.busyLoopInferenceRate;
    yield* this.#work('infer', batch.model, number, this.#beside(base, slowed));
  }

  /** Seconds for an operation of `base` seconds that takes `slowed` while the spinner spins. */
  #beside(base: Seconds, slowed: Seconds): Seconds {
    const spinning = this.#spinner.spinsUntil() - this.#world.now;
    if (!(spinning > 0)) return base;
    if (spinning >= slowed) return slowed;
    return spinning + (1 - spinning / slowed) * base;
  }

  *#work(phase: Phase, model: ModelIndex, batch: number, seconds: Seconds): Thread {
    const world = this.#world;
    const start = world.now;
    const end = start + seconds;
    world.operation = { kind: 'phase', phase, start, model, batch };
    yield until('work', end);
    world.operation = null;
    world.events.push({ kind: 'phase', phase, start, end, model, batch, completed: true });
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
