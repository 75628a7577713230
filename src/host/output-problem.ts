import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Issue } from '../errors.js';
import { describeFileError } from './file-errors.js';
import { finishedContents, stagedByOthers } from './staging.js';

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
export function foreignNames(
  folder: string,
  names: Iterable<string>,
  replaceable: ReadonlySet<string>,
): readonly string[] {
  return [...names].filter((name) => !replaceable.has(name) && isThere(join(folder, name)));
}

/** Whether another process on this machine is writing results into the folder. */
export function claimProblem(folder: string): Issue | undefined {
  const [other] = stagedByOthers(folder);
  if (other === undefined) return undefined;
  const hint = `if it is not so, remove ${join(folder, other)}`;
  return outIssue('a folder to itself', `${folder}, into which another run is writing`, hint);
}

/** Why no results can be written into the folder. */
export function unwritable(folder: string, error: unknown): Issue {
  return outIssue('a folder that can be written', `${folder}: ${describeFileError(error)}`);
}

/** A problem with the folder that `--out` names. */
export function outIssue(expected: string, got: string, hint?: string): Issue {
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
