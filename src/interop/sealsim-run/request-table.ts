import type { Issue } from '../../errors.js';
import { type InputFile, readTable } from '../csv/read-table.js';
import type { TableRow } from '../csv/table-row.js';
import type { RunFacts } from './manifest.js';

const COLUMNS = {
  required: ['id', 'model', 'arrival_s', 'status', 'completion_s', 'latency_s', 'on_time'],
  optional: ['replication', 'input_tokens', 'output_tokens'],
} as const;
const STATUSES = ['processed', 'lost', 'dropped', 'left-over'] as const;
const NUMBER = { what: 'a number', least: 0, integer: true } as const;
const SECONDS = { what: 'seconds', least: 0 } as const;
const NEVER = { ...SECONDS, optional: true } as const;
const TOKENS = { what: 'tokens', least: 0, integer: true, optional: true } as const;

/** A row of `requests.csv`; reused, valid during the call that gives it. */
export interface RunRequest {
  readonly replication: number;
  readonly model: number;
  readonly arrival: number;
  readonly status: (typeof STATUSES)[number];
  /** NaN unless it was processed. */
  readonly completion: number;
  readonly latency: number;
  readonly isOnTime: boolean;
  /** NaN: not said. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Reads `requests.csv` of a run, row by row. Returns what is wrong with it. */
export function readRequests(
  input: InputFile,
  { models, replications }: Pick<RunFacts, 'models' | 'replications'>,
  onRequest: (request: RunRequest) => void,
): Promise<Issue[]> {
  const cells = models.map(asWritten);
  let latest = 0;
  return readTable(input, COLUMNS, (row) => {
    const request = requestIn(row, cells);
    const { replication } = request;
    if (replication < latest || replication >= replications) {
      row.reject('replication', `a replication from ${latest} to ${replications - 1}, in order`);
    }
    latest = Math.max(latest, Math.min(replication, replications - 1));
    if (row.isSound) onRequest(request);
  });
}

function requestIn(row: TableRow, cells: readonly string[]): RunRequest {
  const status = STATUSES[row.choice('status', STATUSES)] ?? 'lost';
  const isProcessed = status === 'processed';
  const time = isProcessed ? SECONDS : NEVER;
  return {
    replication: row.has('replication') ? row.number('replication', NUMBER) : 0,
    model: row.choice('model', cells),
    arrival: row.number('arrival_s', SECONDS),
    status,
    completion: row.number('completion_s', time),
    latency: row.number('latency_s', time),
    isOnTime: row.choice('on_time', ['false', 'true']) === 1,
    inputTokens: row.number('input_tokens', TOKENS),
    outputTokens: row.number('output_tokens', TOKENS),
  };
}

/** A name as records have it: one that a spreadsheet would take for a formula gets an apostrophe. */
function asWritten(model: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(model) && !Number.isFinite(Number(model));
  return isFormula ? `'${model}` : model;
}
