import type { ModelIndex } from '../../units.js';
import type { MeasuredBatch } from '../measured.js';
import type { LogTime } from './log-clock.js';
import type { Condition } from './log-line.js';
import type { LoggedTrigger } from './log-report.js';

type TriggerKind = MeasuredBatch['trigger'];

const KIND_OF: Readonly<Record<Condition, TriggerKind>> = {
  'Batch size': 'size',
  'Dynamic batch size': 'size',
  'Time limit': 'timer',
  'Partial Batch': 'partial',
};

/** What the log tells about one model's queue and slot. */
interface ModelState {
  /** Requests since the queue was last moved. */
  queued: number;
  /** The size that the timer thread named; its condition follows. NaN: none. */
  timerSize: number;
  /** Requests in the slot, and what put them there. */
  slot: number;
  trigger: TriggerKind;
}

/**
 * The triggers of a run, and what released the batch that waits in a model's slot: the trigger
 * that filled it last, for each replaces what was there. A partial batch joins it instead
 * (docs/as-published.md [2], [7]).
 */
export class TriggerLedger {
  readonly #triggers: LoggedTrigger[] = [];
  readonly #models = new Map<ModelIndex, ModelState>();

  /** Their times are as the log has them. */
  get triggers(): readonly LoggedTrigger[] {
    return this.#triggers;
  }

  request(model: ModelIndex): void {
    this.#stateOf(model).queued++;
  }

  timer(model: ModelIndex, size: number): void {
    this.#stateOf(model).timerSize = size;
  }

  condition(condition: Condition, model: ModelIndex, at: LogTime): void {
    const state = this.#stateOf(model);
    const isNamed = condition === 'Time limit' && !Number.isNaN(state.timerSize);
    const size = isNamed ? state.timerSize : state.queued;
    this.#triggers.push({ at, condition, model, size });
    const joins = condition === 'Partial Batch' && state.slot > 0;
    state.trigger = joins ? state.trigger : KIND_OF[condition];
    state.slot = joins ? state.slot + size : size;
    state.queued = 0;
    state.timerSize = Number.NaN;
  }

  /** Somebody takes what is in the model's slot. @returns what released it. */
  take(model: ModelIndex): TriggerKind {
    const state = this.#stateOf(model);
    state.slot = 0;
    return state.trigger;
  }

  #stateOf(model: ModelIndex): ModelState {
    const known = this.#models.get(model);
    if (known !== undefined) return known;
    const state: ModelState = { queued: 0, timerSize: Number.NaN, slot: 0, trigger: 'unknown' };
    this.#models.set(model, state);
    return state;
  }
}
