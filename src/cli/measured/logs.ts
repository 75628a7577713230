import { basename, resolve } from 'node:path';
import { fileError } from '../../host/file-errors.js';
import { importSincereLogs, type LogFile } from '../../interop/sincere/import-logs.js';
import type { ImportedLogs } from '../../interop/sincere/log-report.js';
import { parseRunName } from '../../interop/sincere/run-name.js';
import { DataFiles } from './data-files.js';

export const LOGS = 'experiment logs (*.log or *.log.gz)';

/** Where logs may lie below a folder; the setting is a prefix of the name or the folder's name. */
export const LOG_FOLDERS = ['cc', 'noncc', 'logs', 'logs/cc', 'logs/noncc'];

/**
 * Reads the logs in a folder, or in the folder `logs` in it.
 * @throws UserError with a line for every log that is not sound, or if there is none.
 */
export async function readLogFolder(folder: string, check: () => void) {
  const files = new DataFiles(folder, LOG_FOLDERS, LOGS, check);
  return { imported: await readLogs(files), files };
}

/** @throws UserError as `readLogFolder`. */
export function readLogs(files: DataFiles): Promise<ImportedLogs> {
  const names = logsAmong(files.names);
  if (names.length === 0) {
    const got = files.names.length === 0 ? 'an empty folder' : 'none in it';
    throw fileError(files.folder, `a folder with ${LOGS}`, got);
  }
  return files.sound(importSincereLogs(logFiles(files, names)));
}

/** Logs in the folder itself; if there are none, those in its folder `logs`. */
export function logsAmong(names: readonly string[]): readonly string[] {
  const logs = names.filter((name) => /\.log(\.gz)?$/.test(name));
  const outside = logs.filter((name) => !name.startsWith('logs/'));
  return outside.length > 0 ? outside : logs;
}

async function* logFiles(files: DataFiles, names: readonly string[]): AsyncIterable<LogFile> {
  for (const name of names) {
    const alias = withSetting(name, files.folder);
    yield { name: alias, bytes: files.read(name, alias) };
  }
}

/** The folder's own name may tell the setting (a folder above it never does). */
function withSetting(name: string, folder: string): string {
  const told = `${basename(resolve(folder))}/${name}`;
  return parseRunName(name) === null && parseRunName(told) !== null ? told : name;
}
