import { type Issue, UserError } from '../../errors.js';
import { suggest } from '../../suggest.js';
import type { ModelIndex } from '../../units.js';
import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import type { MeasuredBatch, MeasuredData } from '../measured.js';
import { MEASURED_TABLES, TEE_MODES, TRIGGERS } from './columns.js';
import { checkBatchTimes, checkOrder, checkService } from './plausibility.js';
import { RunBuilder, type RunHead } from './run-builder.js';

/** The files of the neutral CSV form. */
export interface MeasuredCsvInput {
  readonly runs: InputFile;
  readonly batches: InputFile;
  readonly requests: InputFile;
  /** The models, in order; without it they are in the order in which the tables name them. */
  readonly models?: InputFile;
}

const SECONDS = { what: 'seconds', least: 0 } as const;
const POSITIVE_SECONDS = { what: 'seconds', above: 0 } as const;
const OPTIONAL_SECONDS = { what: 'seconds', least: 0, optional: true } as const;
const RATE = { what: 'requests per second', above: 0 } as const;
const COUNT = { what: 'a count', least: 0, integer: true, optional: true } as const;
const SIZE = { what: 'requests', least: 1, most: 1_000_000, integer: true } as const;
const BATCH = { what: 'a batch of the run, from 1', least: 1, integer: true } as const;
const STARTED_AT = /^\d{8}_\d{6}$/;

/**
 * Reads measured data in the neutral CSV form (docs/importing.md).
 * @throws UserError with every problem of all the files.
 */
export async function readMeasuredCsv(input: MeasuredCsvInput): Promise<MeasuredData> {
  const reader = new MeasuredCsvReader();
  const issues = await reader.read(input);
  if (issues.length > 0) throw new UserError(issues);
  return reader.data();
}

class MeasuredCsvReader {
  readonly #models: string[] = [];
  readonly #modelIndex = new Map<string, ModelIndex>();
  readonly #runs = new Map<string, RunBuilder>();
  #modelsAreListed = false;

  async read({ models, runs, batches, requests }: MeasuredCsvInput): Promise<Issue[]> {
    const issues: Issue[] = [];
    if (models !== undefined) {
      const columns = { required: MEASURED_TABLES.models };
      issues.push(...(await readTable(models, columns, (row) => this.#acceptModel(row))));
      this.#modelsAreListed = true;
    }
    issues.push(...(await this.#readRuns(runs)));
    // Without any run, every later row would be at fault only for that; likewise for batches.
    if (this.#runs.size === 0) return issues;
    const batchColumns = { required: MEASURED_TABLES.batches };
    const inBatches = await readTable(batches, batchColumns, (row) => this.#acceptBatch(row));
    issues.push(...inBatches);
    if (inBatches.length > 0 && this.#batchCount() === 0) return issues;
    const requestColumns = { required: MEASURED_TABLES.requests };
    issues.push(...(await readTable(requests, requestColumns, (row) => this.#acceptRequest(row))));
    if (issues.length > 0) return issues;
    return [...this.#runsWithoutRequests(requests.file), ...this.#crowdedBatches(batches.file)];
  }

  data(): MeasuredData {
    return { models: this.#models, runs: [...this.#runs.values()].map((run) => run.build()) };
  }

  #readRuns(runs: InputFile): Promise<Issue[]> {
    const all = MEASURED_TABLES.runs;
    const columns = {
      required: all.filter((name) => name !== 'unfinished_swaps'),
      optional: ['unfinished_swaps'],
    };
    return readTable(runs, columns, (row) => this.#acceptRun(row));
  }

  #acceptModel(row: TableRow): void {
    const name = row.name('model');
    if (this.#modelIndex.has(name)) row.reject('model', 'each model once');
    else this.#addModel(name);
  }

  #acceptRun(row: TableRow): void {
    const head = readHead(row);
    if (this.#runs.has(head.id)) row.reject('id', 'each run once');
    this.#runs.set(head.id, new RunBuilder(head));
  }

  #acceptBatch(row: TableRow): void {
    const run = this.#readRun(row);
    const model = this.#readModel(row);
    const batch = readBatch(row, model);
    if (run === undefined) return;
    const number = row.number('batch', BATCH);
    const next = run.batches.length + 1;
    if (number !== next && row.isSound) {
      row.reject('batch', `the run's batches in order, here ${next}`);
    }
    checkBatchTimes(row, run, batch);
    run.addBatch(batch, row.line);
  }

  #acceptRequest(row: TableRow): void {
    const run = this.#readRun(row);
    const model = this.#readModel(row);
    const arrival = row.number('arrival_s', SECONDS);
    const batch = row.number('batch', { ...BATCH, optional: true });
    const latency = row.number('latency_s', OPTIONAL_SECONDS);
    if (run === undefined || !row.isSound) return;
    checkOrder(row, run, arrival);
    if (Number.isNaN(batch) !== Number.isNaN(latency)) {
      row.reject('latency_s', 'a latency if there is a batch, and none if there is none');
    }
    if (!Number.isNaN(batch))
      checkService(row, run, { batch, model, completedAt: arrival + latency });
    run.addRequest(arrival, model, Number.isNaN(batch) ? -1 : batch - 1, latency);
  }

  #readRun(row: TableRow): RunBuilder | undefined {
    const id = row.text('run');
    const run = this.#runs.get(id);
    if (run !== undefined) return run;
    const near = suggest(id, [...this.#runs.keys()]);
    row.reject('run', 'the id of a run of the table of runs', near && `did you mean ${near}?`);
    return undefined;
  }

  #readModel(row: TableRow): ModelIndex {
    const known = this.#modelIndex.get(row.text('model'));
    if (known !== undefined) return known;
    if (this.#modelsAreListed) return row.choice('model', this.#models);
    const name = row.name('model');
    return name === '' ? -1 : this.#addModel(name);
  }

  #addModel(name: string): ModelIndex {
    const index = this.#models.length;
    this.#models.push(name);
    this.#modelIndex.set(name, index);
    return index;
  }

  #batchCount(): number {
    return [...this.#runs.values()].reduce((sum, run) => sum + run.batches.length, 0);
  }

  #runsWithoutRequests(file: string): Issue[] {
    return [...this.#runs.values()]
      .filter(({ requests, batches }) => requests.length === 0 && batches.length > 0)
      .map(({ head, batches }) => ({
        source: { kind: 'file', file, line: 1, column: 1 } as const,
        path: '',
        expected: `requests of run ${head.id}, which has ${batches.length} batches`,
        got: 'none',
      }));
  }

  #crowdedBatches(file: string): Issue[] {
    return [...this.#runs.values()].flatMap((run) =>
      Array.from(run.crowdedBatches(), ({ line, size, members }) => ({
        source: { kind: 'file', file, line, column: 1 } as const,
        path: 'size',
        expected: `no less than the requests that name the batch, ${members}`,
        got: String(size),
      })),
    );
  }
}

function readHead(row: TableRow): RunHead {
  const head: RunHead = {
    id: row.name('id'),
    teeMode: TEE_MODES[row.choice('tee_mode', TEE_MODES)] ?? 'off',
    strategy: row.name('strategy'),
    pattern: row.name('pattern'),
    nominalRate: row.number('nominal_rate', RATE),
    slaSeconds: row.number('sla_s', POSITIVE_SECONDS),
    durationSeconds: row.number('duration_s', POSITIVE_SECONDS),
    startedAt: readStartedAt(row),
  };
  const unfinishedSwaps = row.number('unfinished_swaps', COUNT);
  return Number.isNaN(unfinishedSwaps) ? head : { ...head, unfinishedSwaps };
}

function readStartedAt(row: TableRow): string {
  const startedAt = row.text('started_at');
  if (!STARTED_AT.test(startedAt)) row.reject('started_at', 'YYYYMMDD_HHMMSS');
  return startedAt;
}

function readBatch(row: TableRow, model: ModelIndex): MeasuredBatch {
  return {
    model,
    size: row.number('size', SIZE),
    startedAt: row.number('started_s', SECONDS),
    loadedAt: row.number('loaded_s', OPTIONAL_SECONDS),
    inferenceSeconds: row.number('inference_s', POSITIVE_SECONDS),
    writtenAt: row.number('written_s', SECONDS),
    trigger: TRIGGERS[row.choice('trigger', TRIGGERS)] ?? 'unknown',
  };
}
