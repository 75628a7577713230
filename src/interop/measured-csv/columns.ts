/** The tables of the neutral CSV form (docs/importing.md) and their columns, in order. */
export const MEASURED_TABLES = {
  runs: [
    'id',
    'tee_mode',
    'strategy',
    'pattern',
    'nominal_rate',
    'sla_s',
    'duration_s',
    'started_at',
    'unfinished_swaps',
  ],
  batches: [
    'run',
    'batch',
    'model',
    'size',
    'started_s',
    'loaded_s',
    'inference_s',
    'written_s',
    'trigger',
  ],
  requests: ['run', 'arrival_s', 'model', 'batch', 'latency_s'],
  models: ['model'],
} as const;

export type MeasuredTable = keyof typeof MEASURED_TABLES;

export const TEE_MODES = ['off', 'cc'] as const;
export const TRIGGERS = ['size', 'timer', 'partial', 'unknown'] as const;

/** The file of a folder that holds a table, compressed or not; undefined when none does. */
export function measuredCsvFile(
  names: readonly string[],
  table: MeasuredTable,
): string | undefined {
  return [`${table}.csv`, `${table}.csv.gz`].find((name) => names.includes(name));
}
