import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFile } from '../../../src/interop/csv/read-table.js';

/** The measured curve, where it is at hand; it is not part of the repository. */
export const SGLANG_CURVE = [
  process.env['SEALSIM_DATA'],
  join(import.meta.dirname, '../../../../shared/data'),
]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'tee', 'sglang_pr15188.csv'))
  .find((file) => existsSync(file));

export function sglangCurve(): InputFile {
  const file = SGLANG_CURVE ?? '';
  return { file, bytes: createReadStream(file) };
}
