import { fileError } from '../../host/file-errors.js';
import type { MeasuredData } from '../../interop/measured.js';
import { describeUnread } from '../../interop/sincere/describe-import.js';
import type { LogReport } from '../../interop/sincere/log-report.js';
import { SIZE_CONDITION, sizeTriggersOf } from '../../interop/sincere/size-triggers.js';
import type { InputFile } from '../scenario-loader.js';
import type { Terminal } from '../terminal.js';
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
  /** What of the logs could not be read, in lines for a reader; empty if all was. */
  readonly notRead: readonly string[];
  /**
   * How many size triggers each run's source counts, by run, where it counts no others; null when
   * it does not count.
   */
  readonly sizeTriggers: ReadonlyMap<string, number> | null;
  readonly inputs: readonly InputFile[];
}

const CONTENT = `${LOGS}, or tables of measured runs (docs/importing.md)`;

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

/** Says on stderr what of the logs could not be read; nothing if all was. */
export function warnOfUnread(terminal: Terminal, { notRead }: Measured): void {
  if (notRead.length > 0) terminal.err(`${notRead.join('\n')}\n`);
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
  // The first line only counts.
  const unread = describeUnread(report.runs);
  return {
    data,
    form: 'logs' as const,
    reports: new Map(report.runs.map((each) => [each.run, each])),
    notRead: unread.length > 1 ? unread : [],
    sizeTriggers: sizeTriggersOf(report.runs),
  };
}

async function fromDerived(files: DataFiles) {
  const { data, runs } = await readDerivedTables(files);
  const counts = [...runs].flatMap(([id, { triggers }]) => {
    const { [SIZE_CONDITION]: bySize = 0, ...others } = triggers;
    return Object.values(others).some((count) => count > 0) ? [] : [[id, bySize] as const];
  });
  return {
    data,
    form: 'derived tables' as const,
    reports: new Map(),
    notRead: [],
    sizeTriggers: new Map(counts),
  };
}

async function fromTables(files: DataFiles) {
  const data = await readMeasuredTables(files);
  return {
    data,
    form: 'neutral CSV form' as const,
    reports: new Map(),
    notRead: [],
    sizeTriggers: null,
  };
}
