import { UserError } from '../../errors.js';
import type { Seconds } from '../../units.js';
import { type InputFile, readTable } from '../csv/read-table.js';

/** Load and unload of one model, measured by loading it again and again. */
export interface LoadingTime {
  readonly model: string;
  readonly load: MeanAndSd;
  readonly unload: MeanAndSd;
  /** Size as the file says; SINCERE's are double the true ones, so derive no bandwidth from it. */
  readonly statedGB: number;
}

export interface MeanAndSd {
  readonly mean: Seconds;
  /** Standard deviation, 0 or more. */
  readonly sd: Seconds;
}

/** Batches of one size, measured in one session. */
export interface ProfiledBatch {
  /** The session: `cc_20240920`, or the setting when the file only tells that. */
  readonly set: string;
  readonly model: string;
  readonly size: number;
  readonly count: number;
  /** How many of them ran out of memory; 0 where the file does not tell. */
  readonly outOfMemory: number;
  /** NaN when all of them ran out of memory. */
  readonly seconds: MeanAndSd;
}

const SECONDS = { what: 'seconds', least: 0 } as const;
const OPTIONAL_SECONDS = { ...SECONDS, optional: true } as const;
const SIZE = { what: 'requests', least: 1, integer: true } as const;
const COUNT = { what: 'a count', least: 0, integer: true } as const;

const LOADING_COLUMNS = [
  'model_name',
  'model_size /GB',
  'mean_loading_time /s',
  'std_loading_time /s',
  'mean_unloading_time /s',
  'std_unloading_time /s',
] as const;

/**
 * Reads `model_loading_times_….csv` of SINCERE's profiling.
 * @throws UserError with every problem of the file.
 */
export async function readLoadingTimes(input: InputFile): Promise<readonly LoadingTime[]> {
  const [model, stated, load, loadSd, unload, unloadSd] = LOADING_COLUMNS;
  const rows: LoadingTime[] = [];
  const issues = await readTable(input, { required: LOADING_COLUMNS }, (row) => {
    rows.push({
      model: row.name(model),
      load: { mean: row.number(load, SECONDS), sd: row.number(loadSd, SECONDS) },
      unload: { mean: row.number(unload, SECONDS), sd: row.number(unloadSd, SECONDS) },
      statedGB: row.number(stated, { what: 'GB', least: 0 }),
    });
  });
  if (issues.length > 0) throw new UserError(issues);
  return rows;
}

/** How two tables of batch times name their columns. */
interface BatchTable {
  readonly set: string;
  readonly count: string;
  readonly outOfMemory: string | null;
  readonly mean: string;
  readonly sd: string;
}

const GROUPED: BatchTable = {
  set: 'set',
  count: 'n_rows',
  outOfMemory: 'n_none_oom',
  mean: 'proc_mean_s',
  sd: 'proc_sd_s',
};
const BY_SIZE: BatchTable = {
  set: 'setting',
  count: 'n',
  outOfMemory: null,
  mean: 'mean_s',
  sd: 'sd_s',
};

/**
 * Reads `batch_profile_grouped.csv`: batches of every size, run without other work.
 * @throws UserError with every problem of the file.
 */
export function readBatchProfile(input: InputFile): Promise<readonly ProfiledBatch[]> {
  return readBatches(input, GROUPED);
}

/**
 * Reads `batch_time_by_size_from_logs.csv`: inference times by size over all experiments.
 * @throws UserError with every problem of the file.
 */
export function readBatchTimesBySize(input: InputFile): Promise<readonly ProfiledBatch[]> {
  return readBatches(input, BY_SIZE);
}

async function readBatches(input: InputFile, table: BatchTable): Promise<readonly ProfiledBatch[]> {
  const { set, count, outOfMemory, mean, sd } = table;
  const required = [set, 'model', 'batch_size', count, mean, sd];
  if (outOfMemory !== null) required.push(outOfMemory);
  const rows: ProfiledBatch[] = [];
  const issues = await readTable(input, { required }, (row) => {
    rows.push({
      set: row.name(set),
      model: row.name('model'),
      size: row.number('batch_size', SIZE),
      count: row.number(count, COUNT),
      outOfMemory: outOfMemory === null ? 0 : row.number(outOfMemory, COUNT),
      seconds: {
        mean: row.number(mean, OPTIONAL_SECONDS),
        // One batch has no spread.
        sd: row.number(sd, OPTIONAL_SECONDS) || 0,
      },
    });
  });
  if (issues.length > 0) throw new UserError(issues);
  return rows;
}
