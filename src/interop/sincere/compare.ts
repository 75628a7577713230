import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../measured.js';
import { measuredMetrics } from '../measured-metrics.js';
import type { DerivedData } from './derived.js';
import type { DerivedRun } from './derived-rows.js';
import type { ImportedLogs, LogReport } from './log-report.js';

/** Something that the logs and the derived tables do not say alike. */
export interface Difference {
  readonly run: string;
  /** `request at 12.345 s`, `batch 7`, `run`. */
  readonly where: string;
  readonly field: string;
  readonly log: string;
  readonly derived: string;
  /** Why, and who is right, when that can be told from the log. */
  readonly because: string;
}

/** The logs against the tables derived from them. */
export interface Comparison {
  readonly runs: number;
  readonly requests: number;
  readonly batches: number;
  readonly differences: readonly Difference[];
}

/** Times in the tables are rounded to the millisecond, rates to four decimals. */
const TOLERANCE = 0.0011;
const UNEXPLAINED = 'unexplained';
const TRIGGERS_DIFFER =
  'the log import names the trigger that filled the slot last, the tables the thread that took it';

/**
 * Compares what was read from logs with the derived tables: every request (time, model, batch,
 * latency), every batch and every figure of a run.
 * @param tolerance the largest difference of two numbers that counts as none.
 */
export function compareWithDerived(
  logs: ImportedLogs,
  derived: DerivedData,
  tolerance = TOLERANCE,
): Comparison {
  const differences: Difference[] = [];
  const others = new Map(derived.data.runs.map((run) => [run.id, run]));
  const reports = new Map(logs.report.runs.map((report) => [report.run, report]));
  for (const run of logs.data.runs) {
    const other = others.get(run.id);
    const report = reports.get(run.id);
    const table = derived.runs.get(run.id);
    others.delete(run.id);
    if (other === undefined || table === undefined) {
      differences.push(difference(run.id, 'run', 'is there', 'yes', 'no'));
      continue;
    }
    const notes = new RunNotes(run.id, tolerance, report, differences);
    compareRequests(notes, requestsOf(run, logs.data), requestsOf(other, derived.data));
    compareBatches(notes, run.batches, other.batches);
    compareFigures(notes, run, table);
  }
  for (const id of others.keys()) {
    differences.push(difference(id, 'run', 'is there', 'no', 'yes'));
  }
  const { runs } = logs.data;
  return {
    runs: runs.length,
    requests: runs.reduce((sum, run) => sum + run.requests.arrivals.length, 0),
    batches: runs.reduce((sum, run) => sum + run.batches.length, 0),
    differences,
  };
}

/** Notes the differences of one run. */
class RunNotes {
  readonly #run: string;
  readonly #tolerance: number;
  readonly #differences: Difference[];
  /** Ids that several requests share, by the milliseconds at which those arrived. */
  readonly #collisions = new Map<number, string>();

  constructor(
    run: string,
    tolerance: number,
    report: LogReport | undefined,
    differences: Difference[],
  ) {
    this.#run = run;
    this.#tolerance = tolerance;
    this.#differences = differences;
    for (const { id, arrivals } of report?.collisions ?? []) {
      for (const arrival of arrivals) this.#collisions.set(milliseconds(arrival), id);
    }
  }

  number(where: string, field: string, log: number, derived: number): void {
    const bothMissing = Number.isNaN(log) && Number.isNaN(derived);
    if (bothMissing || Math.abs(log - derived) <= this.#tolerance) return;
    this.#note(where, field, String(log), String(derived), UNEXPLAINED);
  }

  text(where: string, field: string, log: string, derived: string, because = UNEXPLAINED): void {
    if (log !== derived) this.#note(where, field, log, derived, because);
  }

  /** A request that only one side has. */
  lonely(request: RequestRow, isInLog: boolean): void {
    const where = `request at ${request.milliseconds / 1000} s`;
    const id = this.#collisions.get(request.milliseconds);
    const because =
      id === undefined
        ? UNEXPLAINED
        : `the log is right: two requests carry the id ${id}, and tables by id keep one`;
    const [log, derived] = isInLog ? ['yes', 'no'] : ['no', 'yes'];
    this.#note(where, 'is there', log as string, derived as string, because);
  }

  #note(where: string, field: string, log: string, derived: string, because: string): void {
    this.#differences.push(difference(this.#run, where, field, log, derived, because));
  }
}

interface RequestRow {
  readonly milliseconds: number;
  readonly model: string;
  readonly batch: number;
  readonly latency: number;
}

/** In an order that does not depend on which of two requests of one millisecond came first. */
function requestsOf(run: MeasuredRun, data: MeasuredData): readonly RequestRow[] {
  const { arrivals, models, batches, latencies } = run.requests;
  const rows = Array.from(arrivals, (arrival, index) => ({
    milliseconds: milliseconds(arrival),
    model: data.models[models[index] as number] ?? '',
    batch: batches[index] as number,
    latency: latencies[index] as number,
  }));
  return rows.sort((a, b) => compareKeys(a, b) || a.batch - b.batch);
}

/** By time, then model. */
function compareKeys(a: RequestRow, b: RequestRow): number {
  if (a.milliseconds !== b.milliseconds) return a.milliseconds - b.milliseconds;
  if (a.model === b.model) return 0;
  return a.model < b.model ? -1 : 1;
}

function compareRequests(
  notes: RunNotes,
  log: readonly RequestRow[],
  derived: readonly RequestRow[],
): void {
  let left = 0;
  let right = 0;
  while (left < log.length || right < derived.length) {
    const a = log[left];
    const b = derived[right];
    const order = a === undefined ? 1 : b === undefined ? -1 : compareKeys(a, b);
    if (order === 0 && a !== undefined && b !== undefined) {
      const where = `request at ${a.milliseconds / 1000} s`;
      notes.number(where, 'batch', a.batch + 1, b.batch + 1);
      notes.number(where, 'latency', a.latency, b.latency);
    } else if (order < 0 && a !== undefined) notes.lonely(a, true);
    else if (b !== undefined) notes.lonely(b, false);
    if (order <= 0) left++;
    if (order >= 0) right++;
  }
}

const BATCH_NUMBERS = ['model', 'size', 'startedAt', 'loadedAt', 'inferenceSeconds'] as const;

function compareBatches(
  notes: RunNotes,
  log: readonly MeasuredBatch[],
  derived: readonly MeasuredBatch[],
): void {
  notes.number('run', 'served batches', log.length, derived.length);
  log.forEach((batch, index) => {
    const other = derived[index];
    if (other === undefined) return;
    const where = `batch ${index + 1}`;
    for (const field of BATCH_NUMBERS) notes.number(where, field, batch[field], other[field]);
    notes.text(where, 'trigger', batch.trigger, other.trigger, TRIGGERS_DIFFER);
  });
}

function compareFigures(
  notes: RunNotes,
  run: MeasuredRun,
  { metrics, received }: DerivedRun,
): void {
  notes.number('run', 'received', run.requests.arrivals.length, received);
  const measured = measuredMetrics(run);
  for (const [field, value] of Object.entries(metrics)) {
    notes.number('run', field, measured[field as keyof typeof metrics], value);
  }
}

function difference(
  run: string,
  where: string,
  field: string,
  log: string,
  derived: string,
  because = UNEXPLAINED,
): Difference {
  return { run, where, field, log, derived, because };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
