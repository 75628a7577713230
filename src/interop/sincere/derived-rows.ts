import type { ModelIndex, Seconds } from '../../units.js';
import type { TableRow } from '../csv/table-row.js';
import type { MeasuredBatch } from '../measured.js';
import type { PublishedMetrics } from '../measured-metrics.js';
import { type RunName, SINCERE_DURATION_SECONDS, SINCERE_MODELS, teeModeOf } from './run-name.js';
import { typicalWriteSeconds } from './write-times.js';

/** What the table of runs says about a run. */
export interface DerivedRun {
  readonly metrics: PublishedMetrics;
  readonly received: number;
  readonly processed: number;
  readonly inferenceSeconds: number;
  readonly switchesAtEnd: number;
  /** How often each trigger was met, as the log spells it: `Batch size`, `Time limit`, … */
  readonly triggers: Readonly<Record<string, number>>;
}

const SETTINGS = ['noncc', 'cc'] as const;
const RUN_KEY = ['setting', 'strategy', 'pattern', 'mean', 'sla', 'stamp'] as const;
const TRIGGERS = {
  'Batch size': 'size',
  'Dynamic batch size': 'size',
  'Time limit': 'timer',
  'Partial Batch': 'partial',
} as const;
/** Columns of `runs-….csv` that count triggers, by the log's spelling. */
export const TRIGGER_COLUMNS = {
  'Batch size': 'cond_Batch_size',
  'Time limit': 'cond_Time_limit',
  'Partial Batch': 'cond_Partial_Batch',
  'Dynamic batch size': 'cond_Dynamic_batch_size',
} as const;
/** Columns of `runs-….csv` that are needed. */
export const RUN_COLUMNS = [
  ...RUN_KEY,
  'received',
  'processed',
  'total_time',
  'total_inference_time',
  'switches_at_end',
  'switches_total',
  'batches',
  'mean_latency',
  'p95',
  'sla_attain_processed',
  'sla_attain_received',
  'overall_tput',
] as const;
/** Columns of `batches-….csv`. */
export const BATCH_COLUMNS = [
  ...RUN_KEY,
  'batch_no',
  'model',
  'size',
  'lock_acquired_s',
  'model_loaded_s',
  'batch_done_s',
  'inference_s',
  'probable_trigger',
  'after_END',
] as const;
/** Columns of `requests-….csv`. */
export const REQUEST_COLUMNS = [...RUN_KEY, 't_recv_s', 'model', 'batch_no', 'latency_s'] as const;

const SECONDS = { what: 'seconds', least: 0 } as const;
const OPTIONAL_SECONDS = { ...SECONDS, optional: true } as const;
const POSITIVE = { what: 'a value', above: 0 } as const;
const COUNT = { what: 'a count', least: 0, integer: true } as const;
const OPTIONAL_COUNT = { ...COUNT, optional: true } as const;
const PERCENT = { what: 'percent', least: 0 } as const;

/** The run that a row of any of the tables belongs to. */
export function readName(row: TableRow): RunName {
  return {
    teeMode: teeModeOf(SETTINGS[row.choice('setting', SETTINGS)]),
    strategy: row.name('strategy'),
    pattern: row.name('pattern'),
    nominalRate: row.number('mean', POSITIVE),
    durationSeconds: SINCERE_DURATION_SECONDS,
    slaSeconds: row.number('sla', POSITIVE),
    startedAt: row.name('stamp'),
  };
}

export function readRun(row: TableRow): DerivedRun {
  const totalTimeSeconds = row.number('total_time', POSITIVE);
  const inferenceSeconds = row.number('total_inference_time', SECONDS);
  const received = row.number('received', COUNT);
  const processed = row.number('processed', COUNT);
  const triggers = Object.entries(TRIGGER_COLUMNS).map(([kind, column]) => {
    const count = row.number(column, OPTIONAL_COUNT);
    return [kind, Number.isNaN(count) ? 0 : count];
  });
  return {
    metrics: {
      overallThroughput: row.number('overall_tput', SECONDS),
      inferenceShare: inferenceSeconds / totalTimeSeconds,
      meanLatencySeconds: row.number('mean_latency', SECONDS),
      p95LatencySeconds: row.number('p95', SECONDS),
      slaProcessed: row.number('sla_attain_processed', PERCENT) / 100,
      slaReceived: row.number('sla_attain_received', PERCENT) / 100,
      lost: (received - processed) / received,
      switchesTotal: row.number('switches_total', COUNT),
      batches: row.number('batches', COUNT),
      totalTimeSeconds,
    },
    received,
    processed,
    inferenceSeconds,
    switchesAtEnd: row.number('switches_at_end', COUNT),
    triggers: Object.fromEntries(triggers),
  };
}

/** A batch, and the table's own columns about it. */
export interface DerivedBatch {
  readonly batch: MeasuredBatch;
  /** From 1. */
  readonly number: number;
  readonly isBeforeStop: boolean;
}

export function readBatch(row: TableRow): DerivedBatch {
  return {
    batch: readBatchItself(row),
    number: row.number('batch_no', COUNT),
    isBeforeStop: row.number('after_END', COUNT) === 0,
  };
}

function readBatchItself(row: TableRow): MeasuredBatch {
  const size = row.number('size', COUNT);
  const spelling = row.choice('probable_trigger', Object.keys(TRIGGERS));
  return {
    model: row.choice('model', SINCERE_MODELS),
    size,
    startedAt: row.number('lock_acquired_s', SECONDS),
    loadedAt: row.number('model_loaded_s', OPTIONAL_SECONDS),
    inferenceSeconds: row.number('inference_s', POSITIVE),
    writtenAt: row.number('batch_done_s', SECONDS) + typicalWriteSeconds(size),
    trigger: Object.values(TRIGGERS)[spelling] ?? 'unknown',
  };
}

/** A request; `batch` from 1, NaN when it was not served, and then so is `latency`. */
export interface DerivedRequest {
  readonly arrival: Seconds;
  readonly model: ModelIndex;
  readonly batch: number;
  readonly latency: Seconds;
}

export function readRequest(row: TableRow): DerivedRequest {
  return {
    arrival: row.number('t_recv_s', SECONDS),
    model: row.choice('model', SINCERE_MODELS),
    batch: row.number('batch_no', OPTIONAL_COUNT),
    latency: row.number('latency_s', OPTIONAL_SECONDS),
  };
}
