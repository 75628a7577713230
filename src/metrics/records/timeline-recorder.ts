import { InvariantError } from '../../errors.js';
import type { Fact, Observer, Phase } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import { Growing } from './growing.js';
import { labelColumn, numberColumn, type RecordTable } from './table.js';

export type GpuState = 'idle' | Phase;

const STATES: readonly GpuState[] = ['idle', 'unload', 'load', 'infer', 'write'];
const NONE = -1;

/**
 * What each GPU did, from time 0 to the end of the run without a gap: a row begins where the row
 * of that GPU before it ended. Rows stand in the order of their ends. Phases that take no time
 * have no row.
 */
export class TimelineRecorder implements Observer {
  readonly #models: readonly string[];
  /** By GPU: where its last row ended. */
  readonly #until: Seconds[];
  readonly #start = Growing.floats();
  readonly #end = Growing.floats();
  readonly #state = Growing.bytes();
  readonly #model = Growing.integers();
  readonly #batch = Growing.integers();
  readonly #gpu = Growing.integers();

  /** @param gpus how many there are: with several each row says which. */
  constructor(models: readonly string[], gpus = 1) {
    this.#models = models;
    this.#until = new Array<Seconds>(gpus).fill(0);
  }

  /** @throws InvariantError if a GPU is said to do two things at once. */
  observe(fact: Fact): void {
    if (fact.kind === 'phase') {
      this.#idleUntil(fact.gpu, fact.start);
      this.#add(fact.gpu, fact.end, fact.phase, fact.model, fact.batch);
    } else if (fact.kind === 'end') {
      this.#until.forEach((_, gpu) => {
        this.#idleUntil(gpu, fact.time);
      });
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
        ...(this.#until.length > 1 ? [numberColumn('gpu', (row) => this.#gpu.at(row))] : []),
      ],
    };
  }

  #idleUntil(gpu: number, time: Seconds): void {
    const until = this.#until[gpu] as Seconds;
    if (time < until) {
      throw new InvariantError('the GPU does two things at once', { gpu, until, time });
    }
    this.#add(gpu, time, 'idle', NONE, NONE);
  }

  #add(gpu: number, end: Seconds, state: GpuState, model: number, batch: number): void {
    const until = this.#until[gpu] as Seconds;
    if (end === until) return;
    this.#start.push(until);
    this.#end.push(end);
    this.#state.push(STATES.indexOf(state));
    this.#model.push(model);
    this.#batch.push(batch);
    this.#gpu.push(gpu);
    this.#until[gpu] = end;
  }
}
