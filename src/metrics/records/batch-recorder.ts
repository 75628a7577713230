import type { BatchFact, Fact, Observer, Trigger } from '../../events/facts.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

const TRIGGERS: readonly Trigger[] = ['size', 'timer', 'partial', 'idle'];

/** One row per served batch, in the order in which they ended. */
export class BatchRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #several: boolean;
  readonly #number = Growing.integers();
  readonly #model = Growing.integers();
  readonly #size = Growing.integers();
  readonly #trigger = Growing.bytes();
  readonly #released = Growing.floats();
  readonly #started = Growing.floats();
  readonly #inferenceStart = Growing.floats();
  readonly #completed = Growing.floats();
  readonly #written = Growing.floats();
  readonly #swapped = Growing.bytes();
  readonly #gpu = Growing.integers();

  /** @param gpus how many there are: with several each row says which. */
  constructor(models: readonly string[], gpus = 1) {
    this.#models = models;
    this.#several = gpus > 1;
  }

  observe(fact: Fact): void {
    if (fact.kind === 'batch') this.#add(fact);
  }

  /** Columns as docs/metrics.md lists them for `batches.csv`. */
  table(): RecordTable {
    return {
      rowCount: this.#number.length,
      columns: [
        numberColumn('batch', (row) => this.#number.at(row)),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        numberColumn('size', (row) => this.#size.at(row)),
        labelColumn('trigger', TRIGGERS, (row) => this.#trigger.at(row)),
        numberColumn('released_s', (row) => this.#released.at(row)),
        numberColumn('started_s', (row) => this.#started.at(row)),
        numberColumn('inference_start_s', (row) => this.#inferenceStart.at(row)),
        numberColumn('completed_s', (row) => this.#completed.at(row)),
        numberColumn('written_s', (row) => this.#written.at(row)),
        labelColumn('swapped', ['false', 'true'], (row) => this.#swapped.at(row)),
        numberColumn('swap_s', (row) => this.#inferenceStart.at(row) - this.#started.at(row)),
        numberColumn(
          'inference_s',
          (row) => this.#completed.at(row) - this.#inferenceStart.at(row),
        ),
        ...(this.#several ? [numberColumn('gpu', (row) => this.#gpu.at(row))] : []),
      ],
    };
  }

  #add(fact: BatchFact): void {
    this.#number.push(fact.number);
    this.#model.push(fact.model);
    this.#size.push(fact.requests.count);
    this.#trigger.push(TRIGGERS.indexOf(fact.trigger));
    this.#released.push(fact.releasedAt);
    this.#started.push(fact.startedAt);
    this.#inferenceStart.push(fact.inferenceStart);
    this.#completed.push(fact.completedAt);
    this.#written.push(fact.writtenAt);
    this.#swapped.push(fact.swapped ? 1 : 0);
    if (this.#several) this.#gpu.push(fact.gpu);
  }
}
