import { dirname, join, resolve } from 'node:path';
import type { Issue } from '../errors.js';
import { placesIn } from '../host/file-identity.js';
import { nodeFiles } from '../host/node-files.js';
import { isSameFile, outputFileProblem } from '../host/output-file.js';
import { type Invocation, optionIssue } from './invocation.js';
import { LOG_FOLDERS } from './measured/logs.js';
import { RESULT_FILES, resultFolderProblem } from './result-folder.js';

/*
 * Measurements may be all that is left of an experiment. So no result goes into a folder that they
 * are read from, or takes the place of a file that is read, by whatever links, not even by force.
 */

/**
 * What is wrong with the folder of `--out`, if anything.
 * @param folders those that are read.
 * @param what what is in them, for messages.
 */
export function resultFolderIssues(
  invocation: Invocation,
  folders: readonly string[],
  what: string,
): readonly Issue[] {
  const out = invocation.value('--out');
  if (out === undefined) return [];
  const isRead = placesRead(folders);
  if ([out, ...RESULT_FILES.map((name) => join(out, name))].some(isRead)) {
    return [optionIssue('--out', `another folder than that of the ${what}`, out)];
  }
  const problem = resultFolderProblem(out, invocation.has('--force'));
  return problem === undefined ? [] : [problem];
}

/**
 * What is wrong with the file of `--out`, if anything.
 * @param folders those that are read.
 * @param base the profile that is read, a name or a path.
 */
export function resultFileIssues(
  invocation: Invocation,
  folders: readonly string[],
  base: string,
): readonly Issue[] {
  const out = invocation.value('--out');
  if (out === undefined) return [];
  const isRead = placesRead(folders);
  if (isRead(dirname(resolve(out)))) {
    return [optionIssue('--out', 'a file in another folder than that of the data', out)];
  }
  if (isRead(out) || isSameFile(nodeFiles().builtInProfile(base) ?? base, out)) {
    return [optionIssue('--out', 'a file that is not read', `${out}, which is an input`)];
  }
  const problem = outputFileProblem('--out', out, invocation.has('--force'));
  return problem === undefined ? [] : [problem];
}

function placesRead(folders: readonly string[]): (path: string) => boolean {
  return placesIn(
    folders.flatMap((folder) => [folder, ...LOG_FOLDERS.map((name) => join(folder, name))]),
  );
}
