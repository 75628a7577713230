import { UserError } from '../../errors.js';
import type { FilePort } from '../ports.js';

/**
 * The text of a file that the user names.
 * @param expected what it should be: `a scenario file`.
 * @throws UserError if there is none, or it cannot be read.
 */
export async function readExisting(
  file: string,
  expected: string,
  files: FilePort,
): Promise<string> {
  const found = await files.exists(file);
  if (found === 'file') return files.readText(file);
  const got = found === 'folder' ? 'a folder' : 'no such file';
  const source = { kind: 'file', file, line: 1, column: 1 } as const;
  throw new UserError([{ source, path: '', expected, got }]);
}
