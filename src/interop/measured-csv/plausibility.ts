import type { Seconds } from '../../units.js';
import type { TableRow } from '../csv/table-row.js';
import type { MeasuredBatch } from '../measured.js';
import type { RunBuilder, RunHead } from './run-builder.js';

/** Times are often rounded to milliseconds, each on its own. */
const TOLERANCE_SECONDS = 0.01;
/** Clients that are to stop may finish what they are at. */
const LATE_ARRIVAL_SECONDS = 60;
/** A drain may last as long as the run, and this in addition. */
const LONGEST_DRAIN_SECONDS = 600;

/** A request that was served. */
interface Service {
  /** Number of the batch, from 1. */
  readonly batch: number;
  readonly model: number;
  readonly completedAt: Seconds;
}

/** Rejects what no server that serves one batch after another can have done. */
export function checkBatchTimes(row: TableRow, run: RunBuilder, batch: MeasuredBatch): void {
  const { startedAt, loadedAt, inferenceSeconds, writtenAt } = batch;
  const last = run.batches.at(-1);
  checkLeast(row, 'started_s', startedAt, last?.startedAt, 'started_s of the batch before');
  const free = last && last.writtenAt - TOLERANCE_SECONDS;
  checkLeast(row, 'started_s', startedAt, free, 'written_s of the batch before');
  checkMost(row, 'started_s', startedAt, lastStart(run.head), 'the longest drain');
  checkLeast(row, 'loaded_s', loadedAt, startedAt, 'started_s');
  const begun = Number.isNaN(loadedAt) ? startedAt : loadedAt;
  const inferred = begun + inferenceSeconds - TOLERANCE_SECONDS;
  checkLeast(row, 'written_s', writtenAt, inferred, 'the end of its inference');
}

/** Rejects an arrival before that of the request above, or after the clients stopped. */
export function checkOrder(row: TableRow, run: RunBuilder, arrival: Seconds): void {
  const before = run.requests.arrival(run.requests.length - 1);
  checkLeast(row, 'arrival_s', arrival, before, 'arrival_s of the request before');
  const most = run.head.durationSeconds + LATE_ARRIVAL_SECONDS;
  checkMost(row, 'arrival_s', arrival, most, 'soon after the clients stopped');
}

/** Rejects a request that its batch cannot have served. */
export function checkService(row: TableRow, run: RunBuilder, service: Service): void {
  const batch = run.batches[service.batch - 1];
  if (batch === undefined) {
    row.reject('batch', `a batch of the run, 1 to ${run.batches.length}`);
  } else if (batch.model !== -1 && batch.model !== service.model) {
    row.reject('model', `the model of batch ${service.batch}`);
  } else if (
    service.completedAt < batch.startedAt - TOLERANCE_SECONDS ||
    service.completedAt > batch.writtenAt + TOLERANCE_SECONDS
  ) {
    const span = `${batch.startedAt} to ${batch.writtenAt} s`;
    row.reject('latency_s', `a completion while batch ${service.batch} was served, ${span}`);
  }
}

function lastStart({ durationSeconds }: RunHead): Seconds {
  return 2 * durationSeconds + LONGEST_DRAIN_SECONDS;
}

/** Rejects a value below `least`; NaN, or a `least` that is not there, passes. */
function checkLeast(
  row: TableRow,
  name: string,
  value: number,
  least: number | undefined,
  what: string,
): void {
  if (least !== undefined && value < least) row.reject(name, `≥ ${rounded(least)} (${what})`);
}

function checkMost(row: TableRow, name: string, value: number, most: number, what: string): void {
  if (value > most) row.reject(name, `≤ ${rounded(most)} (${what})`);
}

/** Without the digits that only differences of decimals have. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
