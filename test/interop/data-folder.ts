import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { InputFile } from '../../src/interop/csv/read-table.js';
import type { LogFile } from '../../src/interop/sincere/import-logs.js';

/** SINCERE's measurements, where they are at hand; they are not part of the repository. */
export const SINCERE_FOLDER = [
  process.env['SEALSIM_DATA'],
  join(import.meta.dirname, '../../../shared/data'),
]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'sincere'))
  .find((folder) => existsSync(join(folder, 'logs')));

export function dataFile(...path: string[]): InputFile {
  const file = join(SINCERE_FOLDER ?? '', ...path);
  const bytes = createReadStream(file);
  return { file, bytes: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes };
}

export async function* experimentLogs(): AsyncIterable<LogFile> {
  for (const name of readdirSync(join(SINCERE_FOLDER ?? '', 'logs')).sort()) {
    yield { name, bytes: dataFile('logs', name).bytes };
  }
}
