import type { ModelIndex, Seconds } from '../units.js';

/**
 * What can be observed of a run, as plain data.
 *
 * To keep the hot path free of allocation the core reuses fact objects: a fact and
 * the arrays in it are valid only during the call. Copy what you keep.
 */
export type Fact =
  | ArrivalFact
  | DecisionFact
  | PhaseFact
  | BackgroundFact
  | BatchFact
  | LossFact
  | DropFact
  | LeftOverFact
  | EndFact;

/** A group of requests of one model: the first `count` entries of each array are meant. */
export interface RequestGroup {
  readonly count: number;
  /** Request numbers: 0, 1, 2, … in order of arrival over all models. */
  readonly ids: Int32Array;
  readonly arrivals: Float64Array;
}

/** A request reached the server. */
export interface ArrivalFact {
  readonly kind: 'arrival';
  readonly time: Seconds;
  readonly request: number;
  readonly model: ModelIndex;
}

/** The moment at which a strategy was asked. */
export type Hook = 'arrival' | 'timer' | 'poll' | 'idle' | 'batch-start' | 'batch-end' | 'loaded';

/** A strategy decided something, and the server carried it out. */
export interface DecisionFact {
  readonly kind: 'decision';
  /** The GPU whose strategy it was. */
  readonly gpu: number;
  readonly time: Seconds;
  readonly hook: Hook;
  readonly action: 'release' | 'set-timer' | 'clear-timer' | 'drop' | 'load' | 'prefetch';
  readonly model: ModelIndex;
  /** Requests released or dropped; 0 for other actions and for an empty release. */
  readonly count: number;
  /** When a timer will expire; NaN for other actions. */
  readonly at: Seconds;
  readonly reason: string;
}

/** What the GPU can be doing. */
export type Phase = 'unload' | 'load' | 'infer' | 'write';

/** The GPU did one thing from `start` to `end`. Emitted at its end. Idle time is what lies between. */
export interface PhaseFact {
  readonly kind: 'phase';
  /** Which GPU, 0, 1, …; 0 when there is one. */
  readonly gpu: number;
  readonly phase: Phase;
  readonly start: Seconds;
  readonly end: Seconds;
  /** The model unloaded, loaded, or inferring. */
  readonly model: ModelIndex;
  /** The batch it was done for; −1 when it was done for none. */
  readonly batch: number;
  /** False when the run was stopped in the middle of it; `end` is then the time of the stop. */
  readonly completed: boolean;
}

/** What became of a background operation. */
export type BackgroundOutcome = 'completed' | 'taken-over' | 'called-off' | 'stopped';

/**
 * While the GPU did something else, weights were loaded into its free memory or prefetched to host
 * memory, from `start` to `end`. Emitted at its end.
 */
export interface BackgroundFact {
  readonly kind: 'background';
  readonly gpu: number;
  readonly operation: 'load' | 'prefetch';
  readonly model: ModelIndex;
  readonly start: Seconds;
  readonly end: Seconds;
  /**
   * `taken-over`: the GPU turned to the model, and what was left is part of its own load;
   * `called-off`: something else needed the memory; `stopped`: the run ended.
   */
  readonly outcome: BackgroundOutcome;
}

/** What caused a batch to be released. */
export type Trigger = 'size' | 'timer' | 'partial' | 'idle';

/** A batch was served: its results are written. Emitted at `writtenAt`. */
export interface BatchFact {
  readonly kind: 'batch';
  readonly gpu: number;
  /** 0, 1, 2, … in the order in which service began, over all GPUs. */
  readonly number: number;
  readonly model: ModelIndex;
  readonly trigger: Trigger;
  readonly requests: RequestGroup;
  readonly releasedAt: Seconds;
  /** When the GPU turned to this batch (unload or load begins, if any). */
  readonly startedAt: Seconds;
  /** When inference began. */
  readonly inferenceStart: Seconds;
  /** When inference ended: the completion of every request in it. */
  readonly completedAt: Seconds;
  readonly writtenAt: Seconds;
  /** Whether the model had to be loaded for it. */
  readonly swapped: boolean;
}

/** Why released requests were never served. */
export type LossCause = 'overwritten' | 'empty-timer' | 'race';

/** Released requests were lost: the slot they waited in was overwritten (as-published semantics). */
export interface LossFact {
  readonly kind: 'loss';
  readonly time: Seconds;
  readonly model: ModelIndex;
  readonly cause: LossCause;
  readonly requests: RequestGroup;
}

/** A strategy gave up on waiting requests. */
export interface DropFact {
  readonly kind: 'drop';
  readonly time: Seconds;
  readonly model: ModelIndex;
  readonly requests: RequestGroup;
}

/** Requests still in the server when the run stopped. */
export interface LeftOverFact {
  readonly kind: 'left-over';
  readonly time: Seconds;
  readonly model: ModelIndex;
  /** Waiting: not released. Released: in a batch that waits. In service: on the GPU. */
  readonly where: 'waiting' | 'released' | 'in-service';
  readonly requests: RequestGroup;
}

/** The run ended; the last fact. */
export interface EndFact {
  readonly kind: 'end';
  readonly time: Seconds;
}

/** Someone who is told every fact, in order. */
export interface Observer {
  observe(fact: Fact): void;
}
