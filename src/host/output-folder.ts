import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { describeFileError } from './file-errors.js';
import { FolderClaim } from './folder-claim.js';
import { foreignNames, outputProblem } from './output-problem.js';
import { finishedContents, uniqueSuffix } from './staging.js';
import { writeAll } from './write-all.js';

export interface OutputOptions {
  /** Whether results that are there may be replaced. */
  readonly force: boolean;
  /** Every name that results may have. */
  readonly names: readonly string[];
  /**
   * Earlier results, which may be replaced by force; those that are not written anew are removed.
   * Default: all of the names.
   */
  readonly replaceable?: ReadonlySet<string>;
}

/**
 * Collects result files and puts them in place when all are complete. Until `commit` they lie in a
 * hidden folder in the target, so that a run that fails leaves nothing behind and earlier results
 * survive it.
 */
export class OutputFolder {
  readonly #claim: FolderClaim;
  readonly #options: Required<OutputOptions>;
  readonly #bytes = new Map<string, number>();
  readonly #descriptors = new Map<string, number>();
  /** Whether results are in place, or were given up. */
  #settled = false;

  private constructor(claim: FolderClaim, options: OutputOptions) {
    this.#claim = claim;
    this.#options = { replaceable: new Set(options.names), ...options };
  }

  /**
   * Claims a folder for results, and makes it if it is not there.
   * @throws UserError if results cannot be written there.
   */
  static open(folder: string, options: OutputOptions): OutputFolder {
    const problem = outputProblem(folder, options.force, options.names, options.replaceable);
    if (problem !== undefined) throw new UserError([problem]);
    return new OutputFolder(FolderClaim.take(folder), options);
  }

  /** Appends to the file of this name. */
  append(name: string, chunks: Iterable<string | Uint8Array>): void {
    const descriptor = this.#descriptors.get(name) ?? this.#create(name);
    let bytes = this.#bytes.get(name) ?? 0;
    for (const chunk of chunks) bytes += writeAll(descriptor, chunk);
    this.#bytes.set(name, bytes);
  }

  /** The files so far, in the order they were begun. */
  get files(): readonly { readonly name: string; readonly bytes: number }[] {
    return [...this.#bytes].map(([name, bytes]) => ({ name, bytes }));
  }

  /**
   * Moves every file to its place, in the order they were begun.
   * @throws Error if that is impossible; it says where the files are instead.
   */
  commit(): void {
    try {
      this.#close(true);
      this.#checkStillFree();
      for (const name of this.#bytes.keys()) {
        renameSync(join(this.#claim.staging, name), join(this.#claim.target, name));
      }
    } catch (error) {
      throw new Error(`${this.#setAside()} (${describeFileError(error)})`);
    }
    for (const name of this.#options.replaceable) {
      if (!this.#bytes.has(name)) rmSync(join(this.#claim.target, name), { force: true });
    }
    this.#settled = true;
    this.#claim.release();
  }

  /** Removes everything that was written, unless it is in place. Never fails. */
  discard(): void {
    if (this.#settled) return;
    this.#settled = true;
    try {
      this.#close(false);
    } catch {
      // What led here matters more.
    }
    this.#claim.release();
  }

  #create(name: string): number {
    const descriptor = openSync(join(this.#claim.staging, name), 'wx');
    this.#descriptors.set(name, descriptor);
    return descriptor;
  }

  #close(sync: boolean): void {
    for (const [name, descriptor] of this.#descriptors) {
      this.#descriptors.delete(name);
      try {
        if (sync) fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    }
  }

  /** A long time may have passed since the folder was found empty. */
  #checkStillFree(): void {
    const { force, names, replaceable } = this.#options;
    const [other] = force
      ? foreignNames(this.#claim.target, names, replaceable)
      : finishedContents(this.#claim.target);
    if (other !== undefined) throw new Error(`${other} has been put there meanwhile`);
  }

  /** Keeps results that have no place. Returns what happened to them. */
  #setAside(): string {
    this.#settled = true;
    const { target, staging } = this.#claim;
    // A hidden folder is taken for abandoned by the next run.
    const kept = join(target, `results-${uniqueSuffix()}`);
    this.#claim.abandon();
    try {
      renameSync(staging, kept);
      return `the results are in ${kept}: they could not be put into ${target}`;
    } catch {
      return `the results could not be put into ${target} from ${staging}`;
    }
  }
}
