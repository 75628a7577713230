import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { type WrittenFile, writeDurably } from './durable-file.js';
import { claimProblem, unwritable } from './output-problem.js';
import { removeAbandoned, stagingName } from './staging.js';

/**
 * A folder that this process alone writes results into. What is not finished lies in a hidden
 * folder in it, which also tells others that it is taken.
 */
export class FolderClaim {
  /** The folder, as an absolute path. */
  readonly target: string;
  /** The hidden folder in it. */
  readonly staging: string;
  /** The folders that had to be made, outermost first. */
  readonly #made: string[] = [];
  readonly #releaseOnExit = (): void => this.release();
  #held = true;

  private constructor(folder: string) {
    this.target = resolve(folder);
    this.staging = join(this.target, stagingName());
  }

  /**
   * Claims a folder, and makes it if it is not there.
   * @throws UserError if another process has it, or nothing can be written there.
   */
  static take(folder: string): FolderClaim {
    const claim = new FolderClaim(folder);
    try {
      claim.#take(folder);
    } catch (error) {
      claim.release();
      throw error instanceof UserError ? error : new UserError([unwritable(folder, error)]);
    }
    return claim;
  }

  /** The path of what has this name in the folder. */
  at(name: string): string {
    return join(this.target, name);
  }

  /**
   * Writes a file that takes its place later, by `place`, and waits until the disk has it.
   * @throws Error as node's file errors.
   */
  stage(name: string, chunks: Iterable<string | Uint8Array>): WrittenFile {
    return writeDurably(this.#staged(name), name, chunks);
  }

  /** Puts a staged file in place, all at once. @throws Error as node's file errors. */
  place(name: string): void {
    renameSync(this.#staged(name), this.at(name));
  }

  /**
   * Gives the folder free and removes what is unfinished, and the folders that were made for
   * nothing. Never fails; does nothing the second time.
   */
  release(): void {
    if (!this.#held) return;
    this.abandon();
    try {
      rmSync(this.staging, { recursive: true, force: true });
      // A folder into which something has been put is not empty, and stays.
      for (const folder of [...this.#made].reverse()) rmdirSync(folder);
    } catch {
      // What led here matters more than what is left behind.
    }
  }

  /** Removes nothing any more, not even when the process ends. */
  abandon(): void {
    this.#held = false;
    process.off('exit', this.#releaseOnExit);
  }

  /** What lies in a folder of its own later does not yet. */
  #staged(name: string): string {
    return join(this.staging, name.replace('/', '-'));
  }

  #take(folder: string): void {
    for (const missing of missingFolders(this.target)) {
      // Not with `recursive`: where no folder can be made, as in /proc, node tries forever.
      mkdirSync(missing);
      this.#made.push(missing);
    }
    mkdirSync(this.staging);
    // Only now, so that of two that claim it at once at least one sees the other.
    const problem = claimProblem(folder);
    if (problem !== undefined) throw new UserError([problem]);
    removeAbandoned(this.target, basename(this.staging));
    // A user's module may end the process.
    process.once('exit', this.#releaseOnExit);
  }
}

/** The folders to make, outermost first, so that `path` is one. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) ? [] : [...missingFolders(dirname(path)), path];
}
