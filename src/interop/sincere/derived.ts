import { type Issue, UserError } from '../../errors.js';
import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../measured.js';
import { neededSwap } from '../measured-metrics.js';
import { RequestColumns } from '../request-columns.js';
import {
  BATCH_COLUMNS,
  type DerivedRun,
  REQUEST_COLUMNS,
  RUN_COLUMNS,
  readBatch,
  readName,
  readRequest,
  readRun,
  TRIGGER_COLUMNS,
} from './derived-rows.js';
import { type RunName, runId, SINCERE_MODELS } from './run-name.js';

/** The three tables that were derived from the logs. */
export interface DerivedInput {
  readonly runs: InputFile;
  readonly batches: InputFile;
  readonly requests: InputFile;
}

/** The derived tables as measured data, and each run's measured figures by its id. */
export interface DerivedData {
  readonly data: MeasuredData;
  readonly runs: ReadonlyMap<string, DerivedRun>;
}

/**
 * Reads the tables derived from SINCERE's logs. They do not say when a batch's results were
 * written: that is set to the typical time after inference, and for the last batch before the
 * stop to the end of the run's total time, which the log printed.
 * @throws UserError with every problem of all the files.
 */
export async function readDerived(input: DerivedInput): Promise<DerivedData> {
  const reader = new DerivedReader();
  const issues = await reader.read(input);
  if (issues.length > 0) throw new UserError(issues);
  return reader.result();
}

interface Draft {
  readonly name: RunName;
  readonly derived: DerivedRun;
  readonly requests: RequestColumns;
  readonly batches: MeasuredBatch[];
  /** How many batches were done before the stop. */
  beforeStop: number;
}

class DerivedReader {
  readonly #drafts = new Map<string, Draft>();

  async read({ runs, batches, requests }: DerivedInput): Promise<Issue[]> {
    const runColumns = { required: RUN_COLUMNS, optional: Object.values(TRIGGER_COLUMNS) };
    const issues = await readTable(runs, runColumns, (row) => this.#acceptRun(row));
    if (issues.length > 0) return issues;
    return [
      ...(await readTable(batches, { required: BATCH_COLUMNS }, (row) => this.#acceptBatch(row))),
      ...(await readTable(requests, { required: REQUEST_COLUMNS }, (row) =>
        this.#acceptRequest(row),
      )),
    ];
  }

  result(): DerivedData {
    const drafts = [...this.#drafts];
    return {
      data: { models: SINCERE_MODELS, runs: drafts.map(([id, draft]) => buildRun(id, draft)) },
      runs: new Map(drafts.map(([id, { derived }]) => [id, derived])),
    };
  }

  #acceptRun(row: TableRow): void {
    const name = readName(row);
    const id = runId(name);
    if (this.#drafts.has(id)) row.reject('stamp', 'each run once');
    const requests = new RequestColumns();
    this.#drafts.set(id, { name, derived: readRun(row), requests, batches: [], beforeStop: 0 });
  }

  #acceptBatch(row: TableRow): void {
    const draft = this.#draftOf(row);
    const { batch, number, isBeforeStop } = readBatch(row);
    if (draft === undefined || !row.isSound) return;
    const next = draft.batches.length + 1;
    if (number !== next) row.reject('batch_no', `the run's batches in order, here ${next}`);
    draft.batches.push(batch);
    if (isBeforeStop) draft.beforeStop = next;
  }

  #acceptRequest(row: TableRow): void {
    const draft = this.#draftOf(row);
    const { arrival, model, batch, latency } = readRequest(row);
    if (draft === undefined || !row.isSound) return;
    if (batch > draft.batches.length) {
      row.reject('batch_no', `a batch of the run, 1 to ${draft.batches.length}`);
    }
    draft.requests.push(arrival, model, Number.isNaN(batch) ? -1 : batch - 1, latency);
  }

  #draftOf(row: TableRow): Draft | undefined {
    const draft = this.#drafts.get(runId(readName(row)));
    if (draft === undefined) row.reject('stamp', 'a run of the table of runs');
    return draft;
  }
}

function buildRun(
  id: string,
  { name, derived, requests, batches, beforeStop }: Draft,
): MeasuredRun {
  const { switchesTotal, totalTimeSeconds } = derived.metrics;
  const swaps = batches.filter(neededSwap).length;
  const written = batches.map((batch, index) =>
    index === beforeStop - 1 ? { ...batch, writtenAt: totalTimeSeconds } : batch,
  );
  return {
    id,
    ...name,
    requests: requests.build(),
    batches: written,
    ...(switchesTotal > swaps && { unfinishedSwaps: switchesTotal - swaps }),
  };
}
