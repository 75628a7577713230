import type { Fraction, GiB, ModelIndex, Seconds } from '../../units.js';

/** What the work order of two things at one instant can be; the earlier in the list goes first. */
export type TieClass = 'work' | 'arrival' | 'timer' | 'poll';

/**
 * How triggers become batches. `as-published` and `lossless` are two settings of these rules;
 * each can be switched alone to see what it is worth. Numbers in brackets: sincere.md §8.
 */
export interface DispatchRules {
  /**
   * `overwrite`: one slot per model; a new trigger's batch replaces the one that waits there, which
   * is lost [1, 2]. `queue`: every trigger owns its batch.
   */
  readonly slot: 'overwrite' | 'queue';
  /** Which waiter gets the GPU next [1]. */
  readonly lockOrder: 'fifo' | 'lifo' | 'random';
  /** `overwrite` slots only: an expired timer with nothing waiting empties the slot [6]. */
  readonly emptyTimerOverwrites: boolean;
  /** A thread leaving the GPU asks for it again before the next waiter looks at its slot [5]. */
  readonly leavingThreadFirst: boolean;
  /** Interval of the timer thread's sweeps, s; 0: timers are exact [6]. */
  readonly timerPollSeconds: Seconds;
  /** One thread serves all timers and waits for each batch it releases [6]. */
  readonly timerThreadBlocks: boolean;
  /** Within a sweep, timers and clock are those of its start [6]. */
  readonly timerSnapshotStale: boolean;
  /** What unsets a timer: the completion of a batch of its model [4], or the release of one. */
  readonly timerResetBy: 'completion' | 'release';
  /** `overwrite` slots only: a partial batch joins the batch in the slot, or replaces it [7]. */
  readonly partial: 'append' | 'replace';
  /** A polling strategy's thread spins while the resident model is too young, slowing the rest [7, 8]. */
  readonly busyLoop: boolean;
  /** Probability that a size trigger is followed at once by a second, empty one [9]. */
  readonly raceProbability: Fraction;
  /** Results are written while the GPU is held [4]. */
  readonly writeResults: boolean;
  /** `profile`: a release is split at the largest batch that fits in memory; `none`: no cap [4]. */
  readonly batchLimit: 'none' | 'profile' | number;
  /** Order of things that happen at one instant [11]. */
  readonly tieOrder: readonly TieClass[];
}

/** GPU memory and what may stay in it. */
export interface MemoryConfig {
  readonly memoryGiB: GiB;
  /** Kept free for activations and KV cache. */
  readonly reserveGiB: GiB;
  /** At most this many resident models, whatever the memory; 1 is SINCERE. */
  readonly residentModels: number;
  /** Which resident model goes first when room is needed. */
  readonly eviction: 'lru' | 'fifo' | 'largest';
}

/**
 * Whether weights fit beside the reserve. Sums of decimal figures miss by rounding; a billionth of
 * the memory is not worth a refusal.
 */
export function fitsInMemory(weightsGiB: GiB, memory: MemoryConfig): boolean {
  return weightsGiB + memory.reserveGiB <= memory.memoryGiB * (1 + 1e-9);
}

/** What may be brought in while the GPU works, and what that competes with. */
export interface PrefetchConfig {
  /** Where to: `host` memory, by a decision to prefetch; free `gpu` memory, by one to load. */
  readonly to: 'none' | 'host' | 'gpu' | 'both';
  /** Host memory for weights that were read ahead; the least recently used make room. */
  readonly hostMemoryGiB: GiB;
  /** What encryption and the bounce buffer carry in all, GiB/s; Infinity: as much as is asked for. */
  readonly sharedGiBPerSecond: number;
  /** What inference asks of them, GiB/s. */
  readonly inferenceGiBPerSecond: number;
}

/** Which GPU serves which model. */
export type Placement =
  /** All GPUs serve one set of queues. */
  | { readonly kind: 'free' }
  /** Each model is served by certain GPUs, by index of the model; the scenario says which. */
  | { readonly kind: 'pinned'; readonly gpusOf: readonly (readonly number[])[] }
  /** The same, found so that the greatest load is least. */
  | {
      readonly kind: 'partitioned';
      readonly gpusOf: readonly (readonly number[])[];
      /** By GPU: requests per second times seconds per request in a best batch, without swaps. */
      readonly loads: readonly number[];
    };

/** The batch engine's part of a scenario, resolved. */
export interface BatchServerConfig {
  readonly engine: 'batch';
  /** Identical GPUs, ≥ 1, each with memory and host memory of its own. */
  readonly gpus: number;
  readonly placement: Placement;
  readonly semantics: 'as-published' | 'lossless';
  readonly rules: DispatchRules;
  readonly memory: MemoryConfig;
  /** Models resident at time 0, without a load: on every GPU that serves them. */
  readonly preload: readonly ModelIndex[];
  readonly prefetch: PrefetchConfig;
  /** Host memory that keeps what was read from disk; null: what is kept is in the load times. */
  readonly pageCacheGiB: GiB | null;
  /** Unload the model as soon as nothing is released (set-up after every idle period). */
  readonly unloadWhenIdle: boolean;
}

/** Whether requests of `model` can get to GPU number `gpu`. */
export function servesModel(placement: Placement, gpu: number, model: ModelIndex): boolean {
  return placement.kind === 'free' || (placement.gpusOf[model] ?? []).includes(gpu);
}

/** What is resident on GPU number `gpu` at time 0. */
export function preloadOf(config: BatchServerConfig, gpu: number): readonly ModelIndex[] {
  return config.preload.filter((model) => servesModel(config.placement, gpu, model));
}

/** Nothing is brought in while the GPU works: SINCERE. */
export const NO_PREFETCH: PrefetchConfig = {
  to: 'none',
  hostMemoryGiB: 0,
  sharedGiBPerSecond: Number.POSITIVE_INFINITY,
  inferenceGiBPerSecond: 0,
};

/** The rank of events of a class; one more is that of what is less urgent in the same class. */
export function rankOf({ tieOrder }: DispatchRules, tieClass: TieClass): number {
  return 2 * tieOrder.indexOf(tieClass);
}

/** The system as published: sincere.md §8, point by point. */
export const AS_PUBLISHED: DispatchRules = {
  slot: 'overwrite',
  lockOrder: 'fifo',
  emptyTimerOverwrites: true,
  leavingThreadFirst: true,
  timerPollSeconds: 0.2,
  timerThreadBlocks: true,
  timerSnapshotStale: true,
  timerResetBy: 'completion',
  partial: 'append',
  busyLoop: true,
  raceProbability: 0.0027,
  writeResults: true,
  batchLimit: 'none',
  tieOrder: ['work', 'arrival', 'timer', 'poll'],
};

/** Every trigger owns its batch, served first in, first out; timers are exact; nothing is lost. */
export const LOSSLESS: DispatchRules = {
  ...AS_PUBLISHED,
  slot: 'queue',
  emptyTimerOverwrites: false,
  timerPollSeconds: 0,
  timerThreadBlocks: false,
  timerSnapshotStale: false,
  timerResetBy: 'release',
  busyLoop: false,
  raceProbability: 0,
  batchLimit: 'profile',
};
