import type { DecisionFact, Fact, Hook, Observer } from '../../events/facts.js';
import { Growing } from './growing.js';
import { Labels } from './labels.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

const HOOKS: readonly Hook[] = [
  'arrival',
  'timer',
  'poll',
  'idle',
  'batch-start',
  'batch-end',
  'loaded',
];
const ACTIONS: readonly DecisionFact['action'][] = [
  'release',
  'set-timer',
  'clear-timer',
  'drop',
  'load',
  'prefetch',
];

/** One row per decision of the strategy, in the order in which they were carried out. */
export class DecisionRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #several: boolean;
  readonly #time = Growing.floats();
  readonly #hook = Growing.bytes();
  readonly #action = Growing.bytes();
  readonly #model = Growing.integers();
  readonly #gpu = Growing.integers();
  readonly #count = Growing.integers();
  readonly #at = Growing.floats();
  readonly #reason = Growing.integers();
  readonly #reasons = new Labels();

  /** @param gpus how many there are: with several each row says which. */
  constructor(models: readonly string[], gpus = 1) {
    this.#models = models;
    this.#several = gpus > 1;
  }

  observe(fact: Fact): void {
    if (fact.kind === 'decision') this.#add(fact);
  }

  /** Columns as docs/metrics.md lists them for `decisions.csv`. */
  table(): RecordTable {
    return {
      rowCount: this.#time.length,
      columns: [
        numberColumn('time_s', (row) => this.#time.at(row)),
        labelColumn('hook', HOOKS, (row) => this.#hook.at(row)),
        labelColumn('action', ACTIONS, (row) => this.#action.at(row)),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        numberColumn('count', (row) => this.#count.at(row)),
        numberColumn('at_s', (row) => this.#at.at(row)),
        labelColumn('reason', this.#reasons.list(), (row) => this.#reason.at(row)),
        ...(this.#several ? [numberColumn('gpu', (row) => this.#gpu.at(row))] : []),
      ],
    };
  }

  #add(fact: DecisionFact): void {
    this.#time.push(fact.time);
    this.#hook.push(HOOKS.indexOf(fact.hook));
    this.#action.push(ACTIONS.indexOf(fact.action));
    this.#model.push(fact.model);
    if (this.#several) this.#gpu.push(fact.gpu);
    this.#count.push(fact.count);
    this.#at.push(fact.at);
    this.#reason.push(this.#reasons.codeOf(fact.reason));
  }
}
