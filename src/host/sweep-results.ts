import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError, UserError } from '../errors.js';
import type { SweepResults } from '../experiment/results/types.js';
import type { Shard, SweepDescription } from '../experiment/store/types.js';
import { type FoundManifest, readManifest } from './earlier-results.js';
import { describeFileError, fileError } from './file-errors.js';
import type { StoredBlocks } from './stored-blocks.js';
import { readRecords } from './stored-sweep.js';
import { readDescription } from './sweep-description.js';
import { journalsIn, RECORDS, shardOfJournal } from './sweep-layout.js';

/**
 * How far a sweep has come: all of it is there, some of it, or all of one shard. A folder counts
 * as unfinished until its tables are in place, even if no record is missing.
 */
export type SweepStatus = 'complete' | 'unfinished' | 'shard';

/** A results folder, opened for reading. */
export interface OpenedResults {
  readonly results: SweepResults;
  readonly status: SweepStatus;
  /** The part of the sweep that the folder is for; null: all of it. */
  readonly shard: Shard | null;
  readonly blocks: StoredBlocks;
  /** Where they come from; null while they are unfinished. */
  readonly manifest: FoundManifest | null;
}

/**
 * Opens a folder of sweep results for reading. Values are read at once, latencies and CSV files
 * when they are asked for.
 * @throws UserError if it is no such folder, or what it holds is damaged.
 */
export async function openResults(folder: string): Promise<OpenedResults> {
  try {
    if (!statSync(folder).isDirectory()) throw fileError(folder, EXPECTED, 'a file');
    const description = readDescription(folder);
    if (description === undefined) throw fileError(folder, EXPECTED, 'a folder without sweep.json');
    return openSweep(folder, description);
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error && 'code' in error)) throw error;
    const got = error.code === 'ENOENT' ? 'no such folder' : describeFileError(error);
    throw fileError(folder, EXPECTED, got);
  }
}

const EXPECTED = 'a folder of sweep results';

function openSweep(folder: string, description: SweepDescription): OpenedResults {
  const { blocks, files, damaged } = readRecords(folder, description, false);
  const results = resultsOf(folder, description, blocks);
  const [journal] = journalsIn(folder);
  const manifest = readManifest(folder);
  const finished = manifest?.sweep?.identity === description.identity ? manifest : undefined;
  if (journal !== undefined || finished?.sweep === undefined) {
    const shard = journal === undefined ? null : shardOfJournal(journal);
    return { results, status: 'unfinished', shard, blocks, manifest: null };
  }
  const vouched = finished.files.find(({ name }) => name === RECORDS);
  const records = files.find(({ name }) => name === RECORDS);
  if (damaged > 0 || records === undefined || records.sha256 !== vouched?.sha256) {
    const hint = '`sealsim sweep … --resume` simulates again what is missing';
    const got = 'other records than manifest.json vouches for';
    throw fileError(join(folder, RECORDS), 'what was written', got, hint);
  }
  const { shard } = finished.sweep;
  const status = shard === null ? 'complete' : 'shard';
  return { results, status, shard, blocks, manifest: finished };
}

/** The results that stored blocks make up; blocks that are added later are part of them. */
export function resultsOf(
  folder: string,
  description: SweepDescription,
  blocks: StoredBlocks,
): SweepResults {
  const positions = new Map(description.metrics.map(({ path }, at) => [path, at]));
  return {
    folder,
    description,
    replications: (cell) => blocks.withoutGap(cell).at(-1)?.end ?? 0,
    values: (cell, path) => {
      const at = positions.get(path);
      if (at === undefined) throw new InvariantError('not a metric of the sweep', { path });
      // By hand: every table asks for every metric of every cell.
      const column: number[] = [];
      for (const { values } of blocks.withoutGap(cell)) {
        for (const row of values) column.push(row[at] ?? Number.NaN);
      }
      return column;
    },
    latency: (cell) => {
      if (description.cells[cell]?.keeps.latencyHistogram !== true) return null;
      return blocks.withoutGap(cell).flatMap(({ latency }) => latency ?? []);
    },
    timelineCsv: async (cell) => blocks.keptOf(cell, 'timeline'),
    requestsCsv: async (cell) => blocks.keptOf(cell, 'requests'),
  };
}
