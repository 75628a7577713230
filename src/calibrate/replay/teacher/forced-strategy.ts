import type {
  Answer,
  Decision,
  PollRequest,
  ServerView,
  Strategy,
  StrategyDefinition,
} from '../../../serving/batch/strategies/strategy.js';
import type { ModelIndex, Seconds } from '../../../units.js';
import {
  CLOCK_TOLERANCE_SECONDS,
  type RecordedTrigger,
  TriggerLookup,
} from './recorded-triggers.js';

/** So many requests may come between a trigger and its thread's look at the queue. */
const STRAGGLERS = 10;
/** After every run: a timer that the log does not show to fire was reset, or its thread waited. */
const NEVER: Seconds = 1e9;
/** Two times this close are one: sums of floating-point numbers. */
const INSTANT: Seconds = 1e-6;

/** The recorded triggers that force a run. */
export interface ForcedTriggers {
  /** Timers, each with the time at which the sweep that fired it began. */
  readonly timer: readonly RecordedTrigger[];
  readonly partial: readonly RecordedTrigger[];
  /** Double triggers; the size of each is what both threads moved. */
  readonly double: readonly RecordedTrigger[];
}

/**
 * A strategy whose threads act when the log says so: a timer expires at the recorded sweep that
 * found it expired, the partial-batch thread looks at the recorded instants, and of requests that
 * came within the same milliseconds a trigger moves as many as it did. What is decided stays the
 * strategy's own; only the phases of its threads, which nothing determines, are forced.
 */
export function forcedStrategy(
  definition: StrategyDefinition,
  triggers: ForcedTriggers,
): StrategyDefinition {
  return {
    ...definition,
    create: (context) =>
      new ForcedStrategy(definition.create(context), triggers, context.models.length),
  };
}

class ForcedStrategy implements Strategy {
  readonly poll?: PollRequest;
  readonly onPoll?: NonNullable<Strategy['onPoll']>;
  readonly #strategy: Strategy;
  readonly #doubles: TriggerLookup;
  readonly #timers: TriggerLookup;
  readonly #partials: TriggerLookup;
  #view: ServerView | null = null;

  constructor(strategy: Strategy, triggers: ForcedTriggers, modelCount: number) {
    this.#strategy = strategy;
    this.#doubles = new TriggerLookup(triggers.double, modelCount);
    this.#timers = new TriggerLookup(triggers.timer, modelCount);
    this.#partials = new TriggerLookup(triggers.partial, modelCount);
    if (strategy.poll === undefined) return;
    this.poll = this.#pollAsRecorded(strategy.poll);
    this.onPoll = (view, resident) => this.#look(view, resident);
  }

  onArrival(view: ServerView, model: ModelIndex): Answer {
    this.#view = view;
    const decisions = listOf(this.#strategy.onArrival?.(view, model));
    return decisions
      .filter(({ action }) => action !== 'release' || !this.#isShort(view, model))
      .map((decision) => this.#moveTimer(decision));
  }

  onTimer(view: ServerView, model: ModelIndex): Answer {
    const recorded = this.#timers.firstFrom(model, (view.timerOf(model) ?? view.now) - INSTANT);
    return asMany(this.#strategy.onTimer?.(view, model), recorded, view);
  }

  #look(view: ServerView, resident: ModelIndex): Answer {
    const recorded = this.#partials.firstFrom(resident, view.now - INSTANT);
    if (recorded === undefined || recorded.time > view.now + INSTANT) return undefined;
    return this.#strategy.onPoll?.(view, resident);
  }

  /** Whether this is a recorded double trigger that moved more requests than are here yet. */
  #isShort(view: ServerView, model: ModelIndex): boolean {
    const double = this.#doubles.firstFrom(model, view.now - CLOCK_TOLERANCE_SECONDS);
    if (double === undefined || double.time > view.now + CLOCK_TOLERANCE_SECONDS) return false;
    const missing = double.size - view.waiting(model);
    return missing > 0 && missing <= STRAGGLERS;
  }

  #moveTimer(decision: Decision): Decision {
    if (decision.action !== 'set-timer') return decision;
    const earliest = decision.at - CLOCK_TOLERANCE_SECONDS;
    const recorded = this.#timers.firstFrom(decision.model, earliest);
    return { ...decision, at: recorded?.time ?? NEVER };
  }

  /** The thread asks how long to sleep each time it goes to sleep: until the next recorded look. */
  #pollAsRecorded({ everySeconds, residentForSeconds }: PollRequest): PollRequest {
    const untilNext = (): Seconds => {
      const view = this.#view;
      if (view === null || view.lastLoaded < 0) return everySeconds;
      const next = this.#partials.firstFrom(view.lastLoaded, view.now + INSTANT);
      return next === undefined ? everySeconds : next.time - view.now;
    };
    return {
      residentForSeconds: Math.max(0, residentForSeconds - CLOCK_TOLERANCE_SECONDS),
      get everySeconds() {
        return untilNext();
      },
    };
  }
}

/** The answer, with as many requests released as were recorded, if that is a few less than wait. */
function asMany(answer: Answer, recorded: RecordedTrigger | undefined, view: ServerView): Answer {
  if (recorded === undefined) return answer;
  return listOf(answer).map((decision) => {
    if (decision.action !== 'release') return decision;
    const excess = view.waiting(decision.model) - recorded.size;
    const isNear = recorded.size > 0 && excess > 0 && excess <= STRAGGLERS;
    return isNear ? { ...decision, count: recorded.size } : decision;
  });
}

function listOf(answer: Answer): readonly Decision[] {
  if (answer === undefined) return [];
  return Array.isArray(answer) ? answer : [answer as Decision];
}
