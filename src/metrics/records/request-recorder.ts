import { InvariantError } from '../../errors.js';
import type { BatchFact, Fact, Observer, RequestGroup } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import { Growing } from './growing.js';
import { type Column, labelColumn, numberColumn, type RecordTable } from './table.js';

const STATUSES = ['processed', 'lost', 'dropped', 'left-over'] as const;
type Status = (typeof STATUSES)[number];
/** Until the run's end says otherwise a request is on its way. */
const UNKNOWN = STATUSES.length;

/** Why a lost request was lost, or where a left-over one was. */
const DETAILS: readonly string[] = [
  'overwritten',
  'empty-timer',
  'race',
  'waiting',
  'released',
  'in-service',
];
const NONE = -1;

/** Lengths by request number, tokens; negative: not known. Null: no columns for them. */
interface RecordedLengths {
  readonly input: ArrayLike<number> | null;
  readonly output: ArrayLike<number> | null;
}

/** One row per request, in order of arrival. What a batch has in common is kept once a batch. */
export class RequestRecorder implements Observer {
  readonly #models: readonly string[];
  readonly #slaSeconds: readonly Seconds[];
  readonly #lengths: RecordedLengths | null;
  readonly #several: boolean;
  readonly #arrival = Growing.floats();
  readonly #model = Growing.integers();
  readonly #status = Growing.bytes();
  readonly #detail = Growing.integers();
  /** Position of the request's batch in the arrays below, or −1. */
  readonly #batch = Growing.integers();

  readonly #batchNumber = Growing.integers();
  readonly #batchSize = Growing.integers();
  readonly #released = Growing.floats();
  readonly #started = Growing.floats();
  readonly #completed = Growing.floats();
  readonly #gpu = Growing.integers();

  /**
   * @param slaSeconds by model index.
   * @param lengths null: not known.
   * @param gpus how many there are: with several, a column says which served the request.
   */
  constructor(
    models: readonly string[],
    slaSeconds: readonly Seconds[],
    lengths: RecordedLengths | null = null,
    gpus = 1,
  ) {
    this.#models = models;
    this.#slaSeconds = slaSeconds;
    this.#lengths = lengths;
    this.#several = gpus > 1;
  }

  observe(fact: Fact): void {
    switch (fact.kind) {
      case 'arrival':
        this.#arrive(fact.request, fact.time, fact.model);
        return;
      case 'batch':
        this.#serve(fact);
        return;
      case 'loss':
        this.#settle(fact.requests, 'lost', fact.cause);
        return;
      case 'drop':
        this.#settle(fact.requests, 'dropped', null);
        return;
      case 'left-over':
        this.#settle(fact.requests, 'left-over', fact.where);
        return;
      default:
        return;
    }
  }

  /** Columns as docs/metrics.md lists them for `requests.csv`. */
  table(): RecordTable {
    return {
      rowCount: this.#arrival.length,
      columns: [
        numberColumn('id', (row) => row),
        labelColumn('model', this.#models, (row) => this.#model.at(row)),
        numberColumn('arrival_s', (row) => this.#arrival.at(row)),
        labelColumn('status', STATUSES, (row) => this.#status.at(row)),
        labelColumn('detail', DETAILS, (row) => this.#detail.at(row)),
        this.#ofBatch('batch', this.#batchNumber),
        this.#ofBatch('batch_size', this.#batchSize),
        this.#ofBatch('released_s', this.#released),
        this.#ofBatch('start_s', this.#started),
        this.#ofBatch('completion_s', this.#completed),
        numberColumn('latency_s', (row) => this.#latency(row)),
        labelColumn('on_time', ['false', 'true'], (row) => this.#onTime(row)),
        ...lengthColumn('input_tokens', this.#lengths?.input ?? null),
        ...lengthColumn('output_tokens', this.#lengths?.output ?? null),
        ...(this.#several ? [this.#ofBatch('gpu', this.#gpu)] : []),
      ],
    };
  }

  #arrive(request: number, time: Seconds, model: number): void {
    if (request !== this.#arrival.length) {
      throw new InvariantError('requests do not arrive in the order of their numbers', {
        request,
        expected: this.#arrival.length,
      });
    }
    this.#arrival.push(time);
    this.#model.push(model);
    this.#status.push(UNKNOWN);
    this.#detail.push(NONE);
    this.#batch.push(NONE);
  }

  #serve(fact: BatchFact): void {
    const { requests } = fact;
    const batch = this.#batchNumber.length;
    this.#batchNumber.push(fact.number);
    this.#batchSize.push(requests.count);
    this.#released.push(fact.releasedAt);
    this.#started.push(fact.startedAt);
    this.#completed.push(fact.completedAt);
    if (this.#several) this.#gpu.push(fact.gpu);
    this.#settle(requests, 'processed', null);
    for (let at = 0; at < requests.count; at++) {
      this.#batch.set(requests.ids[at] as number, batch);
    }
  }

  #settle(requests: RequestGroup, status: Status, detail: string | null): void {
    const statusCode = STATUSES.indexOf(status);
    const detailCode = detail === null ? NONE : DETAILS.indexOf(detail);
    for (let at = 0; at < requests.count; at++) {
      const request = requests.ids[at] as number;
      if (this.#status.at(request) !== UNKNOWN) {
        throw new InvariantError('a request met two ends', {
          request,
          first: STATUSES[this.#status.at(request)],
          second: status,
        });
      }
      this.#status.set(request, statusCode);
      this.#detail.set(request, detailCode);
    }
  }

  #ofBatch(name: string, values: { at(batch: number): number }): Column {
    return numberColumn(name, (row) => {
      const batch = this.#batch.at(row);
      return batch === NONE ? Number.NaN : values.at(batch);
    });
  }

  #latency(row: number): Seconds {
    const batch = this.#batch.at(row);
    return batch === NONE ? Number.NaN : this.#completed.at(batch) - this.#arrival.at(row);
  }

  #onTime(row: number): number {
    const sla = this.#slaSeconds[this.#model.at(row)] as number;
    return this.#latency(row) < sla ? 1 : 0;
  }
}

/** One column, or none where nothing is known. */
function lengthColumn(name: string, lengths: ArrayLike<number> | null): readonly Column[] {
  if (lengths === null) return [];
  return [
    numberColumn(name, (row) => {
      const tokens = lengths[row] ?? Number.NaN;
      return tokens >= 0 ? tokens : Number.NaN;
    }),
  ];
}
