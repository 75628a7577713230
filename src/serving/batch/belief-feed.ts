import type { BackgroundFact, BatchFact, Fact, Observer, PhaseFact } from '../../events/facts.js';
import type { Lessons } from '../../timing/belief/learning.js';
import type { SwapHistory } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';

const NO_MODEL: ModelIndex = -1;

/**
 * How many models that became resident are remembered: two before a load began, and those that
 * were loaded beside it, of which there are hardly more than one.
 */
const KEPT = 8;

/** A model that has become resident. */
interface Admission {
  readonly model: ModelIndex;
  readonly at: Seconds;
}

/**
 * Tells a scheduler's beliefs how long things took, when they are over: loads and unloads when
 * they end, batches when their results are written. Durations are those of the clock, whatever
 * made them long. As an observer it must come first: a strategy is asked after facts are told.
 *
 * A load that the background had a part in teaches nothing: what of it the GPU did is no load, and
 * the whole went on beside other things. Nor does any load of a model that was prefetched before:
 * its weights stay in host memory until others need the room, and no fact says when that is.
 */
export class BeliefFeed implements Observer {
  readonly #lessons: Lessons;
  /** In order, those there from the start first. */
  #admissions: readonly Admission[];
  #loads = 0;
  /** Models of which the background has done a part of the load that is to end next. */
  readonly #helped = new Set<ModelIndex>();
  /** Models that were prefetched: their weights may lie in host memory ever after. */
  readonly #ahead = new Set<ModelIndex>();

  /** @param preload what is in memory from the start, in order: the first load comes after it. */
  constructor(lessons: Lessons, preload: readonly ModelIndex[]) {
    this.#lessons = lessons;
    this.#admissions = preload.map((model) => ({ model, at: Number.NEGATIVE_INFINITY }));
  }

  observe(fact: Fact): void {
    if (fact.kind === 'phase' && fact.completed) this.#onPhase(fact);
    else if (fact.kind === 'batch') this.#onBatch(fact);
    else if (fact.kind === 'background') this.#onBackground(fact);
  }

  #onPhase({ phase, model, start, end }: PhaseFact): void {
    if (phase === 'unload') this.#lessons.unloaded(model, end - start);
    if (phase !== 'load') return;
    const helped = this.#helped.delete(model);
    if (!helped && !this.#ahead.has(model))
      this.#lessons.loaded(model, this.#historyAt(start), end - start);
    this.#admit(model, end);
  }

  #onBackground({ operation, model, end, outcome }: BackgroundFact): void {
    if (operation === 'load' && outcome === 'completed') this.#admit(model, end);
    else if (outcome === 'completed') this.#ahead.add(model);
    else if (outcome === 'taken-over') this.#helped.add(model);
  }

  #onBatch({ model, requests, inferenceStart, completedAt }: BatchFact): void {
    this.#lessons.served(model, requests.count, completedAt - inferenceStart);
  }

  #admit(model: ModelIndex, at: Seconds): void {
    this.#loads++;
    this.#admissions = [...this.#admissions.slice(-KEPT), { model, at }];
  }

  /** What a load that began at `start` came after. */
  #historyAt(start: Seconds): SwapHistory {
    const before = this.#admissions.filter(({ at }) => at <= start);
    return {
      first: this.#loads === 0,
      previous: before.at(-1)?.model ?? NO_MODEL,
      beforePrevious: before.at(-2)?.model ?? NO_MODEL,
    };
  }
}
