import { UserError } from '../errors.js';
import type {
  Answer,
  ServerView,
  Strategy,
  StrategyContext,
  StrategyDefinition,
} from '../serving/batch/strategies/strategy.js';
import type { ModelIndex, Seconds } from '../units.js';
import { optionIssue } from './invocation.js';

/** Hooks that are asked about a model. */
const MODEL_HOOKS = ['onArrival', 'onTimer', 'onBatchEnd', 'onPoll'] as const;
/** A strategy that is asked more often at one simulated time keeps it from going on. */
const MOST_AT_ONCE = 1_000_000;

type Hook = (typeof MODEL_HOOKS)[number] | 'onIdle';

/** Knows what a user's strategy was asked last, to say where it hangs. */
export class HookWatch {
  #strategy = '';
  #models: readonly string[] = [];
  #hook: Hook | 'create' = 'create';
  #model: ModelIndex = -1;
  #now: Seconds = Number.NaN;
  #atOnce = 0;

  /** A run begins. */
  begin(strategy: string, models: readonly string[]): void {
    this.#strategy = strategy;
    this.#models = models;
    this.#hook = 'create';
    this.#model = -1;
    this.#now = Number.NaN;
    this.#atOnce = 0;
  }

  /** @param model -1: none. */
  note(hook: Hook, now: Seconds, model: ModelIndex): void {
    this.#hook = hook;
    this.#model = model;
    // However many arrive at once, that is not the strategy's doing.
    if (now !== this.#now) this.#atOnce = 0;
    else if (hook !== 'onArrival') this.#atOnce++;
    this.#now = now;
  }

  /**
   * The answer to what was noted.
   * @throws UserError if the strategy is asked again and again without time going on.
   */
  checked(answer: Answer): Answer {
    ignoreOutcome(answer);
    if (this.#atOnce <= MOST_AT_ONCE) return answer;
    const decision = JSON.stringify(answer) ?? 'nothing';
    const expected = 'decisions that let simulated time go on';
    throw this.problem(expected, `${decision} after ${MOST_AT_ONCE} questions at one time`);
  }

  /** A problem of the strategy where it was asked last. */
  problem(expected: string, got: string): UserError {
    const place = this.#hook === 'create' ? 'in create' : this.#place();
    return new UserError([optionIssue(`strategy ${this.#strategy}`, expected, `${got}, ${place}`)]);
  }

  #place(): string {
    const model = this.#models[this.#model];
    const about = model === undefined ? '' : ` of ${model}`;
    return `in ${this.#hook}${about} at ${Number(this.#now.toPrecision(9))} s`;
  }
}

/** A user's strategy, watched. */
export class WatchedStrategy implements StrategyDefinition {
  readonly name: string;
  readonly summary: string;
  readonly watch: HookWatch;
  readonly #definition: StrategyDefinition;

  constructor(definition: StrategyDefinition, watch: HookWatch) {
    this.name = definition.name;
    this.summary = definition.summary;
    this.watch = watch;
    this.#definition = definition;
  }

  create(context: StrategyContext): Strategy {
    this.watch.begin(this.name, context.models);
    const strategy: unknown = this.#definition.create(context);
    ignoreOutcome(strategy);
    // What is no strategy is refused by whoever asked for one.
    const isObject = typeof strategy === 'object' && strategy !== null;
    return isObject ? watched(strategy, this.watch) : (strategy as Strategy);
  }
}

/** A promise is no answer, and refused as such: what becomes of it does not matter any more. */
function ignoreOutcome(answer: unknown): void {
  if (answer instanceof Promise) answer.catch(() => {});
}

/** The strategy with its hooks wrapped. What is wrong with it is kept, to be refused as ever. */
function watched(strategy: Strategy, watch: HookWatch): Strategy {
  const { poll, onIdle } = strategy;
  const hooks: Record<string, unknown> = { poll, onIdle };
  for (const hook of MODEL_HOOKS) {
    const original = strategy[hook];
    hooks[hook] = original;
    if (typeof original !== 'function') continue;
    hooks[hook] = (view: ServerView, model: ModelIndex): Answer => {
      watch.note(hook, view.now, model);
      return watch.checked(original.call(strategy, view, model));
    };
  }
  if (typeof onIdle === 'function') {
    hooks['onIdle'] = (view: ServerView): Answer => {
      watch.note('onIdle', view.now, -1);
      return watch.checked(onIdle.call(strategy, view));
    };
  }
  return hooks as Strategy;
}
