import { fileError } from '../../host/file-errors.js';
import type { MeasuredData } from '../../interop/measured.js';
import type { LogReport } from '../../interop/sincere/log-report.js';
import type { InputFile } from '../scenario-loader.js';
import { DataFiles } from './data-files.js';
import { LOG_FOLDERS, LOGS, logsAmong, readLogs } from './logs.js';
import { derivedTables, measuredTables, readDerivedTables, readMeasuredTables } from './tables.js';

/** Measured runs, whatever form they came in. */
export interface Measured {
  readonly data: MeasuredData;
  /** What the form is called, for reports. */
  readonly form: 'logs' | 'derived tables' | 'neutral CSV form';
  /** What logs say besides, by run; empty without logs. */
  readonly reports: ReadonlyMap<string, LogReport>;
  /** How many size triggers each run's source counts, by run; null when it does not. */
  readonly sizeTriggers: ReadonlyMap<string, number> | null;
  readonly inputs: readonly InputFile[];
}

const CONTENT = `${LOGS}, or tables of measured runs (docs/importing.md)`;
const SIZE_CONDITION = 'Batch size';

/**
 * Reads the measured runs of a folder: from logs if there are any, which say most; else from the
 * tables derived from them; else from the neutral CSV form.
 * @param check called now and then; what it throws ends the reading.
 * @throws UserError with every problem of the folder and its files.
 */
export async function readMeasured(folder: string, check: () => void): Promise<Measured> {
  const files = new DataFiles(folder, LOG_FOLDERS, CONTENT, check);
  const measured = await readForm(files);
  if (measured.data.runs.length > 0) return { ...measured, inputs: files.inputs };
  throw fileError(folder, 'measured runs', 'tables without a run');
}

function readForm(files: DataFiles): Promise<Omit<Measured, 'inputs'>> {
  if (logsAmong(files.names).length > 0) return fromLogs(files);
  if (derivedTables(files).size > 0) return fromDerived(files);
  if (measuredTables(files).size > 0) return fromTables(files);
  const got = files.names.length === 0 ? 'an empty folder' : 'neither in it';
  throw fileError(files.folder, `a folder with ${CONTENT}`, got);
}

async function fromLogs(files: DataFiles) {
  const { data, report } = await readLogs(files);
  const sizeTriggers = report.runs.map(
    ({ run, triggers }) =>
      [run, triggers.filter(({ condition }) => condition === SIZE_CONDITION).length] as const,
  );
  return {
    data,
    form: 'logs' as const,
    reports: new Map(report.runs.map((each) => [each.run, each])),
    sizeTriggers: new Map(sizeTriggers),
  };
}

async function fromDerived(files: DataFiles) {
  const { data, runs } = await readDerivedTables(files);
  const counts = [...runs].map(([id, run]) => [id, run.triggers[SIZE_CONDITION] ?? 0] as const);
  return {
    data,
    form: 'derived tables' as const,
    reports: new Map(),
    sizeTriggers: new Map(counts),
  };
}

async function fromTables(files: DataFiles) {
  const data = await readMeasuredTables(files);
  return { data, form: 'neutral CSV form' as const, reports: new Map(), sizeTriggers: null };
}
