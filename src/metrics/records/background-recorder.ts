import type { BackgroundFact, BackgroundOutcome, Fact, Observer } from '../../events/facts.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

const OPERATIONS: readonly BackgroundFact['operation'][] = ['load', 'prefetch'];
const OUTCOMES: readonly BackgroundOutcome[] = ['completed', 'taken-over', 'called-off', 'stopped'];

/** What was brought in while the GPU did something else: a row each, in order of their ends. */
export class BackgroundRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #several: boolean;
  readonly #start = Growing.floats();
  readonly #end = Growing.floats();
  readonly #operation = Growing.bytes();
  readonly #model = Growing.integers();
  readonly #gpu = Growing.integers();
  readonly #outcome = Growing.bytes();

  /** @param gpus how many there are: with several each row says which. */
  constructor(models: readonly string[], gpus = 1) {
    this.#models = models;
    this.#several = gpus > 1;
  }

  observe(fact: Fact): void {
    if (fact.kind !== 'background') return;
    this.#start.push(fact.start);
    this.#end.push(fact.end);
    this.#operation.push(OPERATIONS.indexOf(fact.operation));
    this.#model.push(fact.model);
    if (this.#several) this.#gpu.push(fact.gpu);
    this.#outcome.push(OUTCOMES.indexOf(fact.outcome));
  }

  /** Columns as docs/metrics.md lists them for `background.csv`. */
  table(): RecordTable {
    return {
      rowCount: this.#start.length,
      columns: [
        numberColumn('start_s', (row) => this.#start.at(row)),
        numberColumn('end_s', (row) => this.#end.at(row)),
        labelColumn('operation', OPERATIONS, (row) => this.#operation.at(row)),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        labelColumn('outcome', OUTCOMES, (row) => this.#outcome.at(row)),
        ...(this.#several ? [numberColumn('gpu', (row) => this.#gpu.at(row))] : []),
      ],
    };
  }
}
