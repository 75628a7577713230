import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { describeFileError, fileError, fileIssue } from './file-errors.js';

/** What names a file of measurements. */
const DATA_NAME = /\.(log|csv)(\.gz)?$/;

/**
 * Names of the files in a folder of measurements and in those of `subfolders` that it has, in
 * order, with `/` between folder and file.
 * @param content what the folder should hold, for messages.
 * @throws UserError if there is no such folder, it cannot be read, or a folder in it is named as if
 * it were data.
 */
export function dataFileNames(
  folder: string,
  subfolders: readonly string[],
  content: string,
): readonly string[] {
  const expected = `a folder with ${content}`;
  try {
    if (!statSync(folder).isDirectory()) throw fileError(folder, expected, 'a file');
    const below = subfolders.flatMap((name) =>
      filesIn(join(folder, name)).map((file) => `${name}/${file}`),
    );
    return [...filesIn(folder), ...below];
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    const got = error.code === 'ENOENT' ? 'no such folder' : describeFileError(error);
    throw fileError(folder, expected, got);
  }
}

/** Files, or links to files, of a folder; none if it is not there. */
function filesIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && DATA_NAME.test(entry.name));
  if (folders.length > 0) {
    const paths = folders.map(({ name }) => join(folder, name)).sort();
    throw new UserError(paths.map((path) => fileIssue(path, 'a file', 'a folder')));
  }
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
