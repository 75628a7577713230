import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { monotonicSeconds } from './clock.js';
import { describeFileError } from './file-errors.js';
import { writeAll } from './write-all.js';

/**
 * Between two waits for the disk. A wait takes as long as the disk needs, so this leaves it half
 * of the second within which a finished cell has to be safe.
 */
const COMMIT_SECONDS = 0.5;

/** A file that is only appended to. Tests have one that fails. */
export interface AppendFile {
  /** Writes all bytes, or throws. */
  write(bytes: Uint8Array): void;
  /** Resolves when the disk has what was written before the call. */
  sync(): Promise<void>;
  syncNow(): void;
  close(): void;
}

/** What to tell when a part of a sweep's results could not be written. */
export function writeFailure(path: string, error: unknown): Error {
  const kept = 'what was finished before is kept, and --resume goes on from there';
  return new Error(`${path} cannot be written: ${describeFileError(error)}; ${kept}`);
}

/**
 * Opens a file to append to it.
 * @param length what is behind this many bytes is cut off.
 */
export function appendFile(path: string, length: number): AppendFile {
  const descriptor = openSync(path, 'a');
  ftruncateSync(descriptor, length);
  return {
    write: (bytes) => void writeAll(descriptor, bytes),
    sync: () => promisify(fdatasync)(descriptor),
    syncNow: () => fdatasyncSync(descriptor),
    close: () => closeSync(descriptor),
  };
}

/**
 * A file of lines in which nothing that was appended is lost. The system has a line when `append`
 * returns, so that it survives this process; the disk has it within a second, so that it survives
 * a power cut. Lines that come close together share one wait for the disk, and none waits itself.
 */
export class Journal {
  readonly #path: string;
  readonly #file: AppendFile;
  #length: number;
  #unsynced = false;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  /** After a failure nobody knows what the disk has: no later success makes up for it. */
  #failure: Error | undefined;
  #closed = false;

  /** @param length of the file so far. */
  constructor(path: string, file: AppendFile, length: number) {
    this.#path = path;
    this.#file = file;
    this.#length = length;
  }

  /**
   * Appends a line. Returns the position of its first byte.
   * @param line with its newline.
   * @throws Error if this or an earlier line could not be written.
   */
  append(line: string): number {
    this.#check();
    const bytes = Buffer.from(line, 'utf8');
    try {
      this.#file.write(bytes);
    } catch (error) {
      this.#fail(error);
    }
    this.#check();
    const offset = this.#length;
    this.#length += bytes.length;
    this.#unsynced = true;
    this.#schedule();
    return offset;
  }

  /** Resolves when the disk has all that was appended. @throws Error if it has not. */
  async sync(): Promise<void> {
    while (this.#syncing !== undefined || this.#unsynced) {
      if (this.#syncing === undefined) this.#commit();
      await this.#syncing;
      this.#check();
    }
    this.#check();
  }

  /** Never fails: who wants to know whether all is safe calls `sync` before. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    const close = (): void => {
      try {
        if (this.#unsynced) this.#file.syncNow();
      } catch (error) {
        this.#fail(error);
      }
      this.#file.close();
    };
    // A descriptor that is closed while the disk is waited for may by then be another file's.
    if (this.#syncing === undefined) close();
    else void this.#syncing.then(close);
  }

  #schedule(): void {
    if (this.#closed || this.#timer !== undefined || this.#syncing !== undefined) return;
    const wait = this.#lastCommit + COMMIT_SECONDS - monotonicSeconds();
    this.#timer = setTimeout(() => this.#commit(), Math.max(0, wait * 1000));
  }

  #commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#unsynced = false;
    this.#lastCommit = monotonicSeconds();
    this.#syncing = this.#file
      .sync()
      .catch((error: unknown) => this.#fail(error))
      .then(() => {
        this.#syncing = undefined;
        if (this.#unsynced) this.#schedule();
      });
  }

  #fail(error: unknown): void {
    this.#failure ??= writeFailure(this.#path, error);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
