import type { Hook } from '../../events/facts.js';
import type { ModelIndex } from '../../units.js';
import { checkDecision, type DecisionContext, hookFailed } from './decisions.js';
import { SharedView } from './shared-view.js';
import type { Answer, Decision, Strategy } from './strategies/strategy.js';
import type { LiveView } from './view.js';

const NO_MODEL: ModelIndex = -1;

/** Calls a strategy's hooks and checks what it answers. */
export class AskedStrategy {
  readonly #strategy: Strategy;
  readonly #name: string;
  readonly #view: LiveView;
  /** The same view, where other GPUs serve the queues too. */
  readonly #sharedView: SharedView | null;

  constructor(strategy: Strategy, name: string, view: LiveView) {
    this.#strategy = strategy;
    this.#name = name;
    this.#view = view;
    this.#sharedView = view instanceof SharedView ? view : null;
  }

  /** @throws UserError naming the hook, if it throws. */
  ask(hook: Hook, model: ModelIndex): Answer {
    const strategy = this.#strategy;
    this.#turnView(hook, model);
    try {
      switch (hook) {
        case 'arrival':
          return strategy.onArrival?.(this.#view, model);
        case 'timer':
          return strategy.onTimer?.(this.#view, model);
        case 'poll':
          return strategy.onPoll?.(this.#view, model);
        case 'idle':
          return strategy.onIdle?.(this.#view);
        case 'batch-start':
          return strategy.onBatchStart?.(this.#view, model);
        case 'batch-end':
          return strategy.onBatchEnd?.(this.#view, model);
        case 'loaded':
          return strategy.onLoaded?.(this.#view, model);
      }
    } catch (error) {
      return hookFailed(error, this.#context(hook));
    }
  }

  /**
   * Checks a decision of its answer against the present state.
   * @returns the number of requests it concerns; 0 for timers.
   * @throws UserError naming the decision, if it makes no sense.
   */
  check(decision: Decision, hook: Hook, model: ModelIndex): number {
    this.#turnView(hook, model);
    return checkDecision(decision, this.#view, this.#context(hook));
  }

  /** Carrying out a decision may ask the strategy about other things in between. */
  #turnView(hook: Hook, model: ModelIndex): void {
    if (this.#sharedView === null) return;
    this.#sharedView.turnTo(hook === 'arrival' || hook === 'timer' ? model : NO_MODEL);
  }

  #context(hook: Hook): DecisionContext {
    return { strategy: this.#name, hook, now: this.#view.now };
  }
}
