import { closeSync, lstatSync, openSync, renameSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Issue } from '../errors.js';
import { describeFileError } from './file-errors.js';
import { stagingName } from './staging.js';
import { writeAll } from './write-all.js';

/**
 * What is wrong with writing a new file at `path`, if anything. Nothing is left behind.
 * @param option the option that names it.
 * @param force whether a file that is there may be replaced.
 */
export function outputFileProblem(option: string, path: string, force: boolean): Issue | undefined {
  const source = { kind: 'option', option } as const;
  const issue = (expected: string, got: string): Issue => ({ source, path: '', expected, got });
  if (path === '') return issue('a file', 'an empty name');
  const folder = dirname(resolve(path));
  try {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      return issue('a file in an existing folder', path);
    }
    const found = lstatSync(resolve(path), { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) {
      return issue('a file', `${path}, which is ${kindOf(found)}`);
    }
    if (found !== undefined && !force) {
      return { ...issue('a new file', `${path}, which exists`), hint: '--force replaces it' };
    }
    tryWriting(folder);
  } catch (error) {
    return issue('a file that can be written', `${path}: ${describeFileError(error)}`);
  }
  return undefined;
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  return found.isSymbolicLink() ? 'a link' : 'a device or a pipe';
}

/** Permissions alone do not tell: the file system may be one in which no file can be made. */
function tryWriting(folder: string): void {
  const path = join(folder, stagingName());
  closeSync(openSync(path, 'wx'));
  rmSync(path);
}

/** Whether two paths lead to one file that exists, by whatever links. */
export function isSameFile(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

/** Writes a file all at once or not at all: it takes its name when it is finished. */
export function writeWhole(path: string, chunks: Iterable<string>): void {
  const target = resolve(path);
  const staging = join(dirname(target), stagingName());
  const file = openSync(staging, 'wx');
  try {
    for (const chunk of chunks) writeAll(file, chunk);
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
