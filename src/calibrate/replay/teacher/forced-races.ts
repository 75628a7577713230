import type { KeyedUniform, RunKey, UniformStream } from '../../../random/types.js';
import type { ModelIndex } from '../../../units.js';
import type { RecordedTrigger } from './recorded-triggers.js';

/** Two size triggers of a model this close are one and its repetition by a second thread. */
const DOUBLE_SECONDS = 0.02;

/** A model's size trigger that a second thread repeated at once [docs/as-published.md 9]. */
export interface DoubleTrigger extends RecordedTrigger {
  /** Its number among the model's size triggers, from 0, repetitions not counted. */
  readonly number: number;
}

/** The double triggers of a run; the size of each is what both threads moved. */
export function doubleTriggers(
  triggers: readonly RecordedTrigger[],
  modelCount: number,
): DoubleTrigger[] {
  return Array.from({ length: modelCount }, (_, model) => doublesOf(model, triggers)).flat();
}

function doublesOf(model: ModelIndex, triggers: readonly RecordedTrigger[]): DoubleTrigger[] {
  const doubles: DoubleTrigger[] = [];
  let number = -1;
  let last: RecordedTrigger | undefined;
  for (const trigger of triggers) {
    if (trigger.model !== model) continue;
    if (last !== undefined && trigger.time - last.time < DOUBLE_SECONDS) {
      doubles.push({ ...last, size: last.size + trigger.size, number });
    } else {
      number++;
    }
    last = trigger;
  }
  return doubles;
}

/** A run's key under which exactly these double triggers happen. */
export class RaceForcingKey implements RunKey {
  readonly #key: RunKey;
  readonly #doubles: readonly DoubleTrigger[];

  constructor(key: RunKey, doubles: readonly DoubleTrigger[]) {
    this.#key = key;
    this.#doubles = doubles;
  }

  stream(name: string): UniformStream {
    return this.#key.stream(name);
  }

  keyed(purpose: string): KeyedUniform {
    if (purpose !== 'race') return this.#key.keyed(purpose);
    // Any probability in (0, 1) lies above 0 and below 1: a race happens, or does not.
    return { at: (model, number) => (this.#happens(model, number) ? 0 : 1) };
  }

  #happens(model: ModelIndex, number: number): boolean {
    return this.#doubles.some((double) => double.model === model && double.number === number);
  }
}
