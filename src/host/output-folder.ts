import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Issue } from '../errors.js';
import { describeFileError } from './file-errors.js';

/**
 * What is wrong with writing results to `folder`, if anything: nothing is written yet.
 * @param force whether results that are there may be replaced.
 */
export function outputProblem(folder: string, force: boolean): Issue | undefined {
  const source = { kind: 'option', option: '--out' } as const;
  try {
    const path = nearestExisting(folder);
    if (!statSync(path).isDirectory()) {
      return { source, path: '', expected: 'a folder', got: `${path}, which is a file` };
    }
    accessSync(path, constants.W_OK);
    if (force || path !== resolve(folder) || readdirSync(path).length === 0) return undefined;
    return {
      source,
      path: '',
      expected: 'a new or empty folder',
      got: `${folder}, which is not empty`,
      hint: '--force replaces the results in it',
    };
  } catch (error) {
    return {
      source,
      path: '',
      expected: 'a folder that can be written',
      got: describeFileError(error),
    };
  }
}

/** The folder itself if it exists, else the closest folder above it. */
function nearestExisting(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/**
 * Collects result files and puts them in place all at once. Until `commit` they lie in a hidden
 * folder beside the target (or inside it, if it exists: it may be a mount point), so that a run
 * that fails leaves nothing behind and earlier results survive it.
 */
export class OutputFolder {
  readonly #target: string;
  readonly #staging: string;
  readonly #files = new Map<string, OpenFile>();
  /** The topmost folder that had to be made; undefined when none was. */
  #made: string | undefined;
  #open = false;

  /** Writes nothing yet. */
  constructor(folder: string) {
    this.#target = resolve(folder);
    const place = existsSync(this.#target) ? this.#target : dirname(this.#target);
    const unique = randomBytes(4).toString('hex');
    this.#staging = join(place, `.${basename(this.#target)}.partial-${unique}`);
  }

  /** Appends to the file of this name. */
  append(name: string, chunks: Iterable<string>): void {
    const file = this.#files.get(name) ?? this.#create(name);
    for (const chunk of chunks) file.bytes += writeAll(file.descriptor, chunk);
  }

  /** The files so far, in the order they were begun. */
  get files(): readonly { readonly name: string; readonly bytes: number }[] {
    return [...this.#files].map(([name, { bytes }]) => ({ name, bytes }));
  }

  /**
   * Moves every file to its place.
   * @param stale names of files of an earlier result to remove if they are not written anew.
   */
  commit(stale: readonly string[]): void {
    this.#close(true);
    if (existsSync(this.#target)) {
      for (const name of stale) rmSync(join(this.#target, name), { force: true });
      for (const name of this.#files.keys()) {
        renameSync(join(this.#staging, name), join(this.#target, name));
      }
      rmSync(this.#staging, { recursive: true });
    } else {
      renameSync(this.#staging, this.#target);
    }
  }

  /** Removes everything that was written. */
  discard(): void {
    this.#close(false);
    rmSync(this.#made ?? this.#staging, { recursive: true, force: true });
  }

  #create(name: string): OpenFile {
    if (!this.#open) {
      this.#made = mkdirSync(this.#staging, { recursive: true });
      this.#open = true;
    }
    const file = { descriptor: openSync(join(this.#staging, name), 'wx'), bytes: 0 };
    this.#files.set(name, file);
    return file;
  }

  #close(sync: boolean): void {
    for (const { descriptor } of this.#files.values()) {
      if (sync) fsyncSync(descriptor);
      closeSync(descriptor);
    }
  }
}

interface OpenFile {
  readonly descriptor: number;
  bytes: number;
}

/** `writeSync` may write less than it is given. Returns the number of bytes. */
function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
  return written;
}
