import type { BackgroundFact, BackgroundOutcome, Fact, Observer } from '../../events/facts.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

const OPERATIONS: readonly BackgroundFact['operation'][] = ['load', 'prefetch'];
const OUTCOMES: readonly BackgroundOutcome[] = ['completed', 'taken-over', 'called-off', 'stopped'];

/** What was brought in while the GPU did something else: a row each, in order of their ends. */
export class BackgroundRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #start = Growing.floats();
  readonly #end = Growing.floats();
  readonly #operation = Growing.bytes();
  readonly #model = Growing.integers();
  readonly #outcome = Growing.bytes();

  constructor(models: readonly string[]) {
    this.#models = models;
  }

  observe(fact: Fact): void {
    if (fact.kind !== 'background') return;
    this.#start.push(fact.start);
    this.#end.push(fact.end);
    this.#operation.push(OPERATIONS.indexOf(fact.operation));
    this.#model.push(fact.model);
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
      ],
    };
  }
}
