import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Issue, UserError } from '../errors.js';
import { describeFileError } from './file-errors.js';
import {
  finishedContents,
  removeAbandoned,
  stagedByOthers,
  stagingName,
  uniqueSuffix,
} from './staging.js';
import { writeAll } from './write-all.js';

/**
 * What is wrong with writing results to `folder`, if anything: nothing is written yet.
 * @param force whether results that are there may be replaced.
 * @param names what results may be called: none of them may be a folder.
 * @param replaceable those of the names under which earlier results may be replaced by force.
 */
export function outputProblem(
  folder: string,
  force: boolean,
  names: readonly string[] = [],
  replaceable: ReadonlySet<string> = new Set(names),
): Issue | undefined {
  if (folder === '') return outIssue('a folder', 'an empty name');
  try {
    const target = resolve(folder);
    const path = nearestExisting(target);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return outIssue('a folder', `${path}, which is a link to nothing`);
    if (!found.isDirectory()) return outIssue('a folder', `${path}, which is a file`);
    accessSync(path, constants.W_OK | constants.X_OK);
    return path === target ? contentProblem(folder, force, names, replaceable) : undefined;
  } catch (error) {
    return unwritable(folder, error);
  }
}

/** What is wrong with what lies in a folder that exists. */
function contentProblem(
  folder: string,
  force: boolean,
  names: readonly string[],
  replaceable: ReadonlySet<string>,
): Issue | undefined {
  if (!force && finishedContents(folder).length > 0) {
    const hint = '--force replaces the results in it';
    return outIssue('a new or empty folder', `${folder}, which is not empty`, hint);
  }
  for (const name of names) {
    const path = join(folder, name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      return outIssue('no folder where a result goes', `${path}, which is one`);
    }
  }
  const foreign = foreignNames(folder, names, replaceable);
  if (foreign.length > 0) {
    const got = `${folder}, where no manifest.json lists ${foreign.join(', ')}`;
    return outIssue('a folder without files of others where results go', got);
  }
  return claimProblem(folder);
}

/** What has the name of a result, but may not be replaced. */
function foreignNames(
  folder: string,
  names: Iterable<string>,
  replaceable: ReadonlySet<string>,
): readonly string[] {
  return [...names].filter((name) => !replaceable.has(name) && isThere(join(folder, name)));
}

function claimProblem(folder: string): Issue | undefined {
  const [other] = stagedByOthers(folder);
  if (other === undefined) return undefined;
  const hint = `if it is not so, remove ${join(folder, other)}`;
  return outIssue('a folder to itself', `${folder}, into which another run is writing`, hint);
}

function unwritable(folder: string, error: unknown): Issue {
  return outIssue('a folder that can be written', `${folder}: ${describeFileError(error)}`);
}

function outIssue(expected: string, got: string, hint?: string): Issue {
  const source = { kind: 'option', option: '--out' } as const;
  return { source, path: '', expected, got, ...(hint === undefined ? {} : { hint }) };
}

/** The path itself if there is something, be it a link to nothing; else the closest one above. */
function nearestExisting(path: string): string {
  return isThere(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // Below a file: the file itself is what is wrong.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return false;
    throw error;
  }
}

export interface OutputOptions {
  /** Whether results that are there may be replaced. */
  readonly force: boolean;
  /** Every name that results may have: earlier ones that are not written anew are removed. */
  readonly names: readonly string[];
  /** Those of the names under which earlier results may be replaced by force; default: all. */
  readonly replaceable?: ReadonlySet<string>;
}

/**
 * Collects result files and puts them in place when all are complete. Until `commit` they lie in a
 * hidden folder in the target, so that a run that fails leaves nothing behind and earlier results
 * survive it.
 */
export class OutputFolder {
  readonly #target: string;
  readonly #staging: string;
  readonly #options: Required<OutputOptions>;
  readonly #bytes = new Map<string, number>();
  readonly #descriptors = new Map<string, number>();
  /** The folders that had to be made, outermost first. */
  readonly #made: string[] = [];
  readonly #discardOnExit = (): void => this.discard();
  /** Whether results are in place, or were given up. */
  #settled = false;

  private constructor(folder: string, options: OutputOptions) {
    this.#target = resolve(folder);
    this.#staging = join(this.#target, stagingName());
    this.#options = { replaceable: new Set(options.names), ...options };
  }

  /**
   * Claims a folder for results, and makes it if it is not there.
   * @throws UserError if results cannot be written there.
   */
  static open(folder: string, options: OutputOptions): OutputFolder {
    const problem = outputProblem(folder, options.force, options.names, options.replaceable);
    if (problem !== undefined) throw new UserError([problem]);
    const output = new OutputFolder(folder, options);
    try {
      output.#claim();
    } catch (error) {
      output.discard();
      throw error instanceof UserError ? error : new UserError([unwritable(folder, error)]);
    }
    return output;
  }

  /** Appends to the file of this name. */
  append(name: string, chunks: Iterable<string>): void {
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
        renameSync(join(this.#staging, name), join(this.#target, name));
      }
    } catch (error) {
      throw new Error(`${this.#setAside()} (${describeFileError(error)})`);
    }
    const { names, replaceable } = this.#options;
    for (const name of names.filter((each) => replaceable.has(each))) {
      if (!this.#bytes.has(name)) rmSync(join(this.#target, name), { force: true });
    }
    this.#settle();
    rmdirSync(this.#staging);
  }

  /** Removes everything that was written, unless it is in place. Never fails. */
  discard(): void {
    if (this.#settled) return;
    this.#settle();
    try {
      this.#close(false);
      rmSync(this.#staging, { recursive: true, force: true });
      // A folder into which someone else has put something meanwhile is not empty, and stays.
      for (const folder of [...this.#made].reverse()) rmdirSync(folder);
    } catch {
      // What led here matters more than what is left behind.
    }
  }

  #claim(): void {
    for (const folder of missingFolders(this.#target)) {
      // Not with `recursive`: where no folder can be made, as in /proc, node tries forever.
      mkdirSync(folder);
      this.#made.push(folder);
    }
    mkdirSync(this.#staging);
    // Only now, so that of two that claim it at once at least one sees the other.
    const problem = claimProblem(this.#target);
    if (problem !== undefined) throw new UserError([problem]);
    removeAbandoned(this.#target, this.#staging.slice(this.#target.length + 1));
    // A user's module may end the process.
    process.once('exit', this.#discardOnExit);
  }

  #create(name: string): number {
    const descriptor = openSync(join(this.#staging, name), 'wx');
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
      ? foreignNames(this.#target, names, replaceable)
      : finishedContents(this.#target);
    if (other !== undefined) throw new Error(`${other} has been put there meanwhile`);
  }

  /** Keeps results that have no place. Returns what happened to them. */
  #setAside(): string {
    this.#settle();
    // A hidden folder is taken for abandoned by the next run.
    const kept = join(this.#target, `results-${uniqueSuffix()}`);
    try {
      renameSync(this.#staging, kept);
      return `the results are in ${kept}: they could not be put into ${this.#target}`;
    } catch {
      return `the results could not be put into ${this.#target} from ${this.#staging}`;
    }
  }

  #settle(): void {
    this.#settled = true;
    process.off('exit', this.#discardOnExit);
  }
}

/** The folders to make, outermost first, so that `path` is one. */
function missingFolders(path: string): readonly string[] {
  return existsSync(path) ? [] : [...missingFolders(dirname(path)), path];
}
