import type { BelievedTiming } from '../../../timing/types.js';
import type { Fraction, ModelIndex, Seconds } from '../../../units.js';

/**
 * A scheduling strategy: it decides which waiting requests are released to the GPU as a batch,
 * and when. It is asked at certain moments (hooks), sees only the past and its own beliefs, and
 * answers with decisions as data, which the server checks and carries out in order.
 *
 * Every hook is optional; returning nothing means "no decision".
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
  /** A batch of `model` has been served. */
  onBatchEnd?(view: ServerView, model: ModelIndex): Answer;
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

export type Decision = ReleaseDecision | TimerDecision | ClearTimerDecision | DropDecision;

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
  /**
   * The model that would have to leave if room were needed now; −1 when none is ready, as while
   * the only model that fits is being swapped.
   */
  readonly evictionCandidate: ModelIndex;
  /** Whether the GPU is loading, unloading, inferring or writing results. */
  readonly busy: boolean;
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

/** Options shared by the strategies; each says which it uses. Defaults: `defaultStrategyOptions`, below. */
export interface StrategyOptions {
  /** Standard deviations of load and unload time that a timer allows for, ≥ 0. */
  readonly timerSigmas: number;
  /** Time a timer keeps for the batch itself, s, ≥ 0. */
  readonly completionAllowanceSeconds: Seconds;
  /** A timer is shortened by 1 + damping·(waiting requests), ≥ 0. */
  readonly queueDamping: number;
  /** A timer is never shorter than this, s, ≥ 0. */
  readonly minimumTimerSeconds: Seconds;
  /** A fixed timer in place of the computed one, s; null to compute it. */
  readonly fixedTimerSeconds: Seconds | null;
  /** Batch size that triggers a release, by model name; a model not named: its best batch. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Sizes that select-batch chooses from, ascending. */
  readonly allowedSizes: readonly number[];
  /** Arrivals over which select-batch estimates a model's rate, ≥ 2. */
  readonly rateWindow: number;
  /** A partial batch is released above this share of the trigger size, in (0, 1]. */
  readonly partialFraction: Fraction;
  /** … and once the model has been resident this long, s, ≥ 0. */
  readonly partialResidentSeconds: Seconds;
  /** Interval of partial-batch's looks, s, > 0. */
  readonly partialPollSeconds: Seconds;
  /** Largest batch that greedy releases; null: what fits in GPU memory. */
  readonly batchCap: number | null;
  /** Free-form options of a strategy loaded from a file. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** The name of an option under `strategy`, as scenarios spell it. */
export type StrategyOption = Exclude<keyof StrategyOptions, 'custom'> | 'timerProfile';

/** The published settings: what a scenario need not say. */
export const defaultStrategyOptions: StrategyOptions = {
  timerSigmas: 1,
  completionAllowanceSeconds: 8,
  queueDamping: 0.001,
  minimumTimerSeconds: 5,
  fixedTimerSeconds: null,
  sizes: {},
  allowedSizes: [8, 16, 32, 64],
  rateWindow: 100,
  partialFraction: 0.25,
  partialResidentSeconds: 10,
  partialPollSeconds: 0.2,
  batchCap: null,
  custom: {},
};

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
