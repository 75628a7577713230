import { InvariantError } from '../../errors.js';
import type { Fact, Observer, Phase } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

export type GpuState = 'idle' | Phase;

const STATES: readonly GpuState[] = ['idle', 'unload', 'load', 'infer', 'write'];
const NONE = -1;

/**
 * What the GPU did, from time 0 to the end of the run without a gap: a row begins where the row
 * before it ended. Phases that take no time have no row.
 */
export class TimelineRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #start = Growing.floats();
  readonly #end = Growing.floats();
  readonly #state = Growing.bytes();
  readonly #model = Growing.integers();
  readonly #batch = Growing.integers();
  #until: Seconds = 0;

  constructor(models: readonly string[]) {
    this.#models = models;
  }

  /** @throws InvariantError if the GPU is said to do two things at once. */
  observe(fact: Fact): void {
    if (fact.kind === 'phase') {
      this.#idleUntil(fact.start);
      this.#add(fact.end, fact.phase, fact.model, fact.batch);
    } else if (fact.kind === 'end') {
      this.#idleUntil(fact.time);
    }
  }

  /** Columns as docs/metrics.md lists them for `timeline.csv`. */
  table(): RecordTable {
    return {
      rowCount: this.#start.length,
      columns: [
        numberColumn('start_s', (row) => this.#start.at(row)),
        numberColumn('end_s', (row) => this.#end.at(row)),
        labelColumn('state', STATES, (row) => this.#state.at(row)),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        numberColumn('batch', (row) => {
          const batch = this.#batch.at(row);
          return batch === NONE ? Number.NaN : batch;
        }),
      ],
    };
  }

  #idleUntil(time: Seconds): void {
    if (time < this.#until) {
      throw new InvariantError('the GPU does two things at once', { until: this.#until, time });
    }
    this.#add(time, 'idle', NONE, NONE);
  }

  #add(end: Seconds, state: GpuState, model: number, batch: number): void {
    if (end === this.#until) return;
    this.#start.push(this.#until);
    this.#end.push(end);
    this.#state.push(STATES.indexOf(state));
    this.#model.push(model);
    this.#batch.push(batch);
    this.#until = end;
  }
}
