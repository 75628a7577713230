import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../measured.js';
import { MEASURED_TABLES, type MeasuredTable } from './columns.js';

/** A file of the neutral CSV form. */
export interface MeasuredCsvFile {
  readonly table: MeasuredTable;
  /** `requests.csv`, … */
  readonly name: string;
  /** Its text, a run or less at a time. */
  readonly text: Iterable<string>;
}

/**
 * Measured data in the neutral CSV form (docs/importing.md). Reading it back gives the same data:
 * numbers carry all their digits, and `models.csv` keeps the order of the models.
 */
export function writeMeasuredCsv(data: MeasuredData): readonly MeasuredCsvFile[] {
  return [
    { table: 'models', name: 'models.csv', text: table('models', [data.models.map(field)]) },
    { table: 'runs', name: 'runs.csv', text: table('runs', [data.runs.map(runRow)]) },
    { table: 'batches', name: 'batches.csv', text: table('batches', rows(data, batchRows)) },
    { table: 'requests', name: 'requests.csv', text: table('requests', rows(data, requestRows)) },
  ];
}

function* table(name: MeasuredTable, parts: Iterable<readonly string[]>): Iterable<string> {
  yield `${MEASURED_TABLES[name].join(',')}\n`;
  for (const part of parts) {
    if (part.length > 0) yield `${part.join('\n')}\n`;
  }
}

type RunRows = (run: MeasuredRun, models: readonly string[]) => string[];

function* rows(data: MeasuredData, rowsOf: RunRows): Iterable<string[]> {
  const models = data.models.map(field);
  for (const run of data.runs) yield rowsOf(run, models);
}

function runRow(run: MeasuredRun): string {
  return [
    field(run.id),
    run.teeMode,
    field(run.strategy),
    field(run.pattern),
    decimal(run.nominalRate),
    decimal(run.slaSeconds),
    decimal(run.durationSeconds),
    field(run.startedAt),
    decimal(run.unfinishedSwaps ?? Number.NaN),
  ].join(',');
}

function batchRows(run: MeasuredRun, models: readonly string[]): string[] {
  const id = field(run.id);
  return run.batches.map((batch, index) => `${id},${batchCells(batch, index, models)}`);
}

function batchCells(batch: MeasuredBatch, index: number, models: readonly string[]): string {
  return [
    index + 1,
    models[batch.model],
    batch.size,
    decimal(batch.startedAt),
    decimal(batch.loadedAt),
    decimal(batch.inferenceSeconds),
    decimal(batch.writtenAt),
    batch.trigger,
  ].join(',');
}

function requestRows(run: MeasuredRun, models: readonly string[]): string[] {
  const id = field(run.id);
  const { arrivals, models: indices, batches, latencies } = run.requests;
  return Array.from(arrivals, (arrival, request) => {
    const batch = batches[request] as number;
    const cells = [
      id,
      decimal(arrival),
      models[indices[request] as number],
      batch === -1 ? '' : batch + 1,
      decimal(latencies[request] as number),
    ];
    return cells.join(',');
  });
}

/** Shortest digits that read back to the same number; nothing for NaN. */
function decimal(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** Text as a cell, quoted where it has to be (RFC 4180). */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
