import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { syncFolder } from './durable-file.js';
import { stagingName } from './staging.js';
import { writeAll } from './write-all.js';

/**
 * A text file that is written piece by piece and takes its name when it is finished. One whose name
 * ends in `.gz` is compressed, each piece a member of its own, as gzip allows (RFC 1952, 2.2): of
 * large pieces that costs little. All methods throw node's file errors.
 */
export class StagedFile {
  readonly #target: string;
  readonly #staging: string;
  readonly #isCompressed: boolean;
  readonly #file: number;
  #isOpen = true;

  constructor(path: string) {
    this.#target = resolve(path);
    this.#staging = join(dirname(this.#target), stagingName());
    this.#isCompressed = path.endsWith('.gz');
    this.#file = openSync(this.#staging, 'wx');
  }

  write(text: string): void {
    writeAll(this.#file, this.#isCompressed ? gzipSync(text) : text);
  }

  /** Waits until the disk has all of it, and gives it its name. */
  commit(): void {
    fsyncSync(this.#file);
    this.#close();
    renameSync(this.#staging, this.#target);
    syncFolder(dirname(this.#target));
  }

  /** Leaves nothing behind; without effect after `commit`. */
  discard(): void {
    this.#close();
    rmSync(this.#staging, { force: true });
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}
