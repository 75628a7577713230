import type { Fact, Observer } from '../../events/facts.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

/** One row per change of the number of waiting (arrived, not yet released) requests of a model. */
export class QueueRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #waiting: number[];
  readonly #time = Growing.floats();
  readonly #model = Growing.integers();
  readonly #count = Growing.integers();

  constructor(models: readonly string[]) {
    this.#models = models;
    this.#waiting = models.map(() => 0);
  }

  observe(fact: Fact): void {
    if (fact.kind === 'arrival') this.#change(fact.time, fact.model, 1);
    else if (fact.kind === 'drop') this.#change(fact.time, fact.model, -fact.requests.count);
    else if (fact.kind === 'decision' && fact.action === 'release' && fact.count > 0) {
      this.#change(fact.time, fact.model, -fact.count);
    }
  }

  /** Columns `time_s`, `model`, `waiting`. */
  table(): RecordTable {
    return {
      rowCount: this.#time.length,
      columns: [
        numberColumn('time_s', (row) => this.#time.at(row)),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        numberColumn('waiting', (row) => this.#count.at(row)),
      ],
    };
  }

  #change(time: Seconds, model: ModelIndex, by: number): void {
    const waiting = (this.#waiting[model] as number) + by;
    this.#waiting[model] = waiting;
    this.#time.push(time);
    this.#model.push(model);
    this.#count.push(waiting);
  }
}
