import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { writeAll } from './write-all.js';

/** A file as it was written. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a file and waits until the disk has it.
 * @param name what the file will be called. @throws Error as node's file errors.
 */
export function writeDurably(
  path: string,
  name: string,
  chunks: Iterable<string | Uint8Array>,
): WrittenFile {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = openSync(path, 'w');
  try {
    for (const chunk of chunks) {
      hash.update(chunk);
      bytes += writeAll(file, chunk);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { name, bytes, sha256: hash.digest('hex') };
}

/** A file that is there. @throws Error as node's file errors. */
export function fileFacts(path: string, name: string): WrittenFile {
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, bytes: content.length, sha256 };
}

/** Not every file system can be asked to write down what a folder holds. */
const CANNOT_SYNC: ReadonlySet<unknown> = new Set(['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM']);

/** Waits until the disk has the names in a folder: until then a power cut may undo a renaming. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && CANNOT_SYNC.has(error.code))) throw error;
  } finally {
    closeSync(descriptor);
  }
}
