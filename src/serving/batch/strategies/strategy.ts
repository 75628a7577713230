import type { BelievedTiming } from '../../../timing/types.js';
import type { ModelIndex, Seconds } from '../../../units.js';
import type { StrategyOption, StrategyOptions } from './options.js';

export {
  defaultStrategyOptions,
  type StrategyOption,
  type StrategyOptions,
} from './options.js';

/**
 * A scheduling strategy: it decides which waiting requests are released to the GPU as a batch,
 * and when. It is asked at certain moments (hooks), sees only the past and its own beliefs, and
 * answers with decisions as data, which the server checks and carries out in order.
 *
 * Every hook is optional; returning nothing means "no decision".
 *
 * Several GPUs that serve the same queues (docs/several-gpus.md) have a strategy each, which sees
 * the queues and its own GPU. It is told of every arrival, but what it decides about one is only
 * carried out if no other GPU has decided before: then the request may be gone already.
 */
export interface Strategy {
  /** A request of `model` has just been queued. */
  onArrival?(view: ServerView, model: ModelIndex): Answer;
  /** The timer of `model` has expired. */
  onTimer?(view: ServerView, model: ModelIndex): Answer;
  /**
   * The GPU is free, no released batch waits, and some request does. Asked after everything that
   * happens in that state, and again after an answer that drops requests.
   */
  onIdle?(view: ServerView): Answer;
  /** Inference of a batch of `model` begins: time to bring in another model beside it. */
  onBatchStart?(view: ServerView, model: ModelIndex): Answer;
  /** A batch of `model` has been served. */
  onBatchEnd?(view: ServerView, model: ModelIndex): Answer;
  /** `model` has become resident, whatever asked for it. */
  onLoaded?(view: ServerView, model: ModelIndex): Answer;
  /** A periodic look at the resident model: see `poll`. */
  onPoll?(view: ServerView, resident: ModelIndex): Answer;
  /** Asks for `onPoll`. */
  readonly poll?: PollRequest;
}

/** When `onPoll` is called: every `everySeconds` while a model has been resident long enough. */
export interface PollRequest {
  readonly everySeconds: Seconds;
  /** Minimum age of the most recently loaded model, counted from the end of its load. */
  readonly residentForSeconds: Seconds;
}

export type Answer = Decision | readonly Decision[] | undefined;

export type Decision =
  | ReleaseDecision
  | TimerDecision
  | ClearTimerDecision
  | DropDecision
  | LoadDecision
  | PrefetchDecision;

/** Hand the oldest `count` waiting requests of `model` to the GPU as one batch. */
export interface ReleaseDecision {
  readonly action: 'release';
  readonly model: ModelIndex;
  /** An integer in [1, waiting], or `all`; `all` of nothing is allowed in `onTimer` only. */
  readonly count: number | 'all';
  readonly reason: string;
}

/** Set (or move) the timer of `model`; it expires at `at`, not before now. */
export interface TimerDecision {
  readonly action: 'set-timer';
  readonly model: ModelIndex;
  readonly at: Seconds;
  readonly reason: string;
}

/** Unset the timer of `model`. */
export interface ClearTimerDecision {
  readonly action: 'clear-timer';
  readonly model: ModelIndex;
  readonly reason: string;
}

/** Give up on the oldest `count` waiting requests of `model`: they count as dropped. */
export interface DropDecision {
  readonly action: 'drop';
  readonly model: ModelIndex;
  /** An integer in [1, waiting]. */
  readonly count: number;
  readonly reason: string;
}

/**
 * Make `model` resident without a batch: what arrives meanwhile can still join its first one. On
 * a free GPU it begins at once, and others make room; on a busy one it goes on in the background,
 * into free memory, where the server allows that. Refused unless `ServerView.canLoad`.
 */
export interface LoadDecision {
  readonly action: 'load';
  readonly model: ModelIndex;
  readonly reason: string;
}

/**
 * Read the weights of `model` into host memory in the background, so that its next load need not
 * read them from disk. Refused unless `ServerView.canPrefetch`.
 */
export interface PrefetchDecision {
  readonly action: 'prefetch';
  readonly model: ModelIndex;
  readonly reason: string;
}

/** What the GPU is doing, as a strategy may see it. */
export type GpuActivity = 'idle' | 'unload' | 'load' | 'infer' | 'write';

/**
 * What a strategy may see. "Waiting" requests have arrived and are not yet released.
 * The object is live: it always shows the present state.
 */
export interface ServerView {
  readonly now: Seconds;
  readonly modelCount: number;
  /** Number of waiting requests of `model`. */
  waiting(model: ModelIndex): number;
  /**
   * Arrival time of the waiting request at `position` (0 = the oldest).
   * @throws RangeError when there are fewer.
   */
  arrivalOf(model: ModelIndex, position: number): Seconds;
  /** When the timer of `model` expires or expired; undefined when it is not set. */
  timerOf(model: ModelIndex): Seconds | undefined;
  /** Whether `model` is in GPU memory and ready. */
  isResident(model: ModelIndex): boolean;
  /** The most recently loaded model, −1 before the first load ends. Changes when a load ends. */
  readonly lastLoaded: ModelIndex;
  /** When that load ended; −Infinity if it was there from the start. */
  readonly lastLoadedAt: Seconds;
  /** The model loaded before `lastLoaded`, or −1: how long a load takes can depend on it. */
  readonly loadedBefore: ModelIndex;
  /**
   * The model that would have to leave if room were needed now; −1 when none is ready, as while
   * the only model that fits is being swapped.
   */
  readonly evictionCandidate: ModelIndex;
  /** Whether the GPU is loading, unloading, inferring or writing results. */
  readonly busy: boolean;
  /** What it is doing: `idle` exactly while not `busy`. Background loads do not count. */
  readonly activity: GpuActivity;
  /** The model that it is unloading, loading, or inferring with; −1 while idle. */
  readonly activeModel: ModelIndex;
  /** Since when; −Infinity while idle. */
  readonly activeSince: Seconds;
  /** Requests in the batch that the GPU is serving, its swap included; 0 without one. */
  readonly inService: number;
  /** Whether the weights of `model`, which is not resident, fit beside what is in memory now. */
  fitsBeside(model: ModelIndex): boolean;
  /** Whether a decision to `load` this model would be carried out now. */
  canLoad(model: ModelIndex): boolean;
  /** Whether a decision to `prefetch` this model would be carried out now. */
  canPrefetch(model: ModelIndex): boolean;
  /** Whether its weights lie in host memory, brought there by a prefetch. */
  isPrefetched(model: ModelIndex): boolean;
  /** The model that is being loaded or prefetched in the background, or −1. */
  readonly inBackground: ModelIndex;
  /** Released batches that wait for the GPU. */
  readonly releasedBatches: number;
  /** Released requests of `model` that wait for the GPU. */
  released(model: ModelIndex): number;
}

/** What a strategy is made with, once per run. */
export interface StrategyContext {
  /** Names of the models; a model's index is its position. */
  readonly models: readonly string[];
  /** The SLA of each model, by index. */
  readonly slaSeconds: readonly Seconds[];
  /** Beliefs about this deployment's timing in its own TEE mode. */
  readonly believed: BelievedTiming;
  /** Load and unload times that timers believe (`strategy.timerProfile`). */
  readonly timerBelief: BelievedTiming;
  /** What the scenario says under `strategy`, with defaults filled in. */
  readonly options: StrategyOptions;
}

/** A registered strategy. A user's own module exports one as its default. */
export interface StrategyDefinition {
  /** Unique, lower case. */
  readonly name: string;
  /** One line for `sealsim list`. */
  readonly summary: string;
  /**
   * The options that it reads. A scenario that sets another one is refused, so that nothing is
   * asked for and ignored. Left out: any may be set.
   */
  readonly uses?: readonly StrategyOption[];
  create(context: StrategyContext): Strategy;
}

/** Identity function that gives a user's module its types. */
export function defineStrategy(definition: StrategyDefinition): StrategyDefinition {
  return definition;
}
