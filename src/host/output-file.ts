import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Issue } from '../errors.js';

/**
 * What is wrong with writing a new file at `path`, if anything: nothing is written yet.
 * @param option the option that names it.
 */
export function outputFileProblem(option: string, path: string, force: boolean): Issue | undefined {
  const source = { kind: 'option', option } as const;
  const folder = dirname(resolve(path));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return { source, path: '', expected: 'a file in an existing folder', got: path };
  }
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) {
    return { source, path: '', expected: 'a file', got: `${path}, which is a folder` };
  }
  if (force) return undefined;
  const hint = '--force replaces it';
  return { source, path: '', expected: 'a new file', got: `${path}, which exists`, hint };
}

/** Writes a file all at once or not at all: it takes its name when it is finished. */
export function writeWhole(path: string, chunks: Iterable<string>): void {
  const staging = `${path}.partial-${process.pid}`;
  const file = openSync(staging, 'w');
  try {
    for (const chunk of chunks) writeSync(file, chunk);
    renameSync(staging, path);
  } catch (error) {
    rmSync(staging, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
