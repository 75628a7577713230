import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, UserError } from '../errors.js';
import { descriptionDifferences } from '../experiment/store/description-difference.js';
import type { Shard, SweepDescription } from '../experiment/store/types.js';
import { earlierResults, readManifest } from './earlier-results.js';
import { outIssue, outputProblem } from './output-problem.js';
import { finishedContents } from './staging.js';
import { readDescription } from './sweep-description.js';
import { journalsIn, KEPT_KINDS, shardOfJournal, sweepNamesIn } from './sweep-layout.js';

export interface SweepFolderOptions {
  /** Whether to go on with what is there; if nothing is, the sweep begins. */
  readonly resume: boolean;
  /** Whether results that are there may be replaced. */
  readonly force: boolean;
  /** The part of the sweep that the folder is for; null: all of it. */
  readonly shard: Shard | null;
}

const REPLACES = '--force replaces the results in it';

/**
 * What is wrong with writing results of a sweep to `folder`, if anything, whatever the sweep:
 * nothing is written yet.
 */
export function sweepFolderProblem(
  folder: string,
  { resume, force }: Pick<SweepFolderOptions, 'resume' | 'force'>,
): Issue | undefined {
  try {
    const names = isFolder(folder) ? sweepNamesIn(folder) : [];
    const holdsSweep = isOfSweep(folder, force);
    if (resume && !holdsSweep && isFolder(folder) && finishedContents(folder).length > 0) {
      return outIssue('results of a sweep', `${folder}, which holds something else`);
    }
    const ours = holdsSweep ? new Set(names) : earlierResults(folder);
    const problem = outputProblem(folder, force || resume, names, ours);
    return problem ?? keptProblem(folder);
  } catch (error) {
    if (!(error instanceof UserError)) return outputProblem(folder, force || resume);
    return error.issues[0];
  }
}

/** @param force a damaged description is one that tells nothing: its manifest still may. */
function isOfSweep(folder: string, force: boolean): boolean {
  try {
    return readDescription(folder) !== undefined;
  } catch (error) {
    if (force && error instanceof UserError) return false;
    throw error;
  }
}

/** Results that lie in folders of their own need names that no file has. */
function keptProblem(folder: string): Issue | undefined {
  const path = KEPT_KINDS.map((kind) => join(folder, kind)).find(
    (each) => existsSync(each) && !isFolder(each),
  );
  if (path === undefined) return undefined;
  return outIssue('no file where a folder of results goes', `${path}, which is one`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What is wrong with going on in `folder`, which holds results of the sweep `found`. */
export function resumeProblem(
  folder: string,
  found: SweepDescription,
  wanted: SweepDescription,
  shard: Shard | null,
): Issue | undefined {
  const differences = descriptionDifferences(found, wanted);
  if (differences.length > 0) {
    const got = `${folder}, which is of another one: ${differences.join(', ')}`;
    return outIssue('results of this sweep', got, REPLACES);
  }
  const other = shardsIn(folder).find((each) => shardName(each) !== shardName(shard));
  if (other === undefined) return undefined;
  return outIssue(
    `a folder for ${shardName(shard)}`,
    `${folder}, which is for ${shardName(other)}`,
  );
}

/** What parts of the sweep a folder is for; none if it does not tell. */
function shardsIn(folder: string): readonly (Shard | null)[] {
  const journals = journalsIn(folder).map(shardOfJournal);
  const { sweep } = readManifest(folder) ?? {};
  return sweep === undefined ? journals : [...journals, sweep.shard];
}

/** In words. */
export function shardName(shard: Shard | null): string {
  return shard === null ? 'the whole sweep' : `shard ${shard.number} of ${shard.of}`;
}
