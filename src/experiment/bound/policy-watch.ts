import type { Doing } from '../../bound/served-as.js';
import type { Fact, Observer, PhaseFact } from '../../events/facts.js';
import type { Seconds } from '../../units.js';

/** Takes down what the GPU does for a policy, in order. */
export class PolicyWatch implements Observer {
  readonly doings: Doing[] = [];
  /** When the unload that belongs to the next load began. */
  #unloadStart: Seconds | null = null;

  observe(fact: Fact): void {
    if (fact.kind === 'phase' && fact.completed) this.#observePhase(fact);
    else if (fact.kind === 'batch') {
      const { model, inferenceStart, requests } = fact;
      this.doings.push({ kind: 'batch', start: inferenceStart, model, count: requests.count });
    }
  }

  #observePhase({ phase, start, model }: PhaseFact): void {
    if (phase === 'unload') this.#unloadStart = start;
    if (phase !== 'load') return;
    this.doings.push({ kind: 'swap', start: this.#unloadStart ?? start, model });
    this.#unloadStart = null;
  }
}
