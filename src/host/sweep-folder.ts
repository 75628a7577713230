import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError, UserError } from '../errors.js';
import type { SweepResults, TableFile } from '../experiment/results/types.js';
import { recordText, type StoredRecord } from '../experiment/store/record-text.js';
import type { BlockRecord, BlockResult, SweepDescription } from '../experiment/store/types.js';
import { syncFolder, type WrittenFile } from './durable-file.js';
import { earlierResults } from './earlier-results.js';
import { writeFinalForm } from './final-form.js';
import { FolderClaim } from './folder-claim.js';
import { appendFile, Journal, writeFailure } from './journal.js';
import { checksum, checksumOf, lineOf } from './journal-lines.js';
import { unwritable } from './output-problem.js';
import { StoredBlock, type StoredBlocks } from './stored-blocks.js';
import { readRecords, type StoredRecords } from './stored-sweep.js';
import { readDescription, writeDescription } from './sweep-description.js';
import {
  resumeProblem,
  type SweepFolderOptions,
  sweepFolderProblem,
} from './sweep-folder-problem.js';
import { DESCRIPTION, journalName, type KeptKind, keptName, sweepNamesIn } from './sweep-layout.js';
import { resultsOf } from './sweep-results.js';

/**
 * The folder into which a sweep writes. What is appended is safe at once from the end of this
 * process, within a second from that of the machine; `finish` brings it into its final form. The
 * process may end at any moment: opened with `resume`, the folder has all that was appended.
 */
export class SweepFolder {
  /** The blocks that were there when the folder was opened, by cell and first replication. */
  readonly found: readonly BlockRecord[];
  /** Records that were there but cannot be used: half-written or corrupt. */
  readonly damaged: number;
  readonly #path: string;
  readonly #claim: FolderClaim;
  readonly #description: SweepDescription;
  readonly #blocks: StoredBlocks;
  readonly #journalName: string;
  /** How much of the journal that was found is whole. */
  readonly #journalBytes: number;
  /** Whether nothing but `sweep.json` is there: without it the rest would be nobody's. */
  #isNew: boolean;
  #journal: Journal | undefined;

  private constructor(
    path: string,
    claim: FolderClaim,
    description: SweepDescription,
    { shard }: SweepFolderOptions,
    { records, isNew }: Prepared,
  ) {
    this.#path = path;
    this.#claim = claim;
    this.#description = description;
    this.#blocks = records.blocks;
    this.found = [...records.blocks];
    this.damaged = records.damaged;
    this.#journalName = journalName(shard);
    this.#journalBytes = records.files.find(({ name }) => name === this.#journalName)?.bytes ?? 0;
    this.#isNew = isNew;
  }

  /**
   * Claims a folder for the results of a sweep, and makes it if it is not there.
   * @throws UserError if it is not empty and neither resumed nor replaced, of another sweep or
   * shard, taken by another process, or cannot be written.
   */
  static async open(
    path: string,
    description: SweepDescription,
    options: SweepFolderOptions,
  ): Promise<SweepFolder> {
    check(path, options);
    const claim = FolderClaim.take(path);
    try {
      // Another process may have written its results since.
      check(path, options);
      const prepared = prepare(path, claim, description, options);
      return new SweepFolder(path, claim, description, options, prepared);
    } catch (error) {
      claim.release();
      const isFileError = error instanceof Error && 'code' in error;
      throw isFileError ? new UserError([unwritable(path, error)]) : error;
    }
  }

  /** What is there by now, what was appended since included. */
  get results(): SweepResults {
    return resultsOf(this.#path, this.#description, this.#blocks);
  }

  /**
   * Adds a block that is not there yet.
   * @throws Error if it cannot be written; what was appended before stays.
   */
  append({ record, timelineCsv, requestsCsv }: BlockResult): void {
    this.#isNew = false;
    const { identity } = this.#description;
    const { cell, from, values, latency } = record;
    const stored: StoredRecord = {
      ...{ cell, from, values, latency },
      timeline: this.#keep('timeline', cell, timelineCsv),
      requests: this.#keep('requests', cell, requestsCsv),
    };
    const line = lineOf(identity, recordText(stored));
    const offset = this.#openJournal().append(line);
    const bytes = Buffer.from(line, 'utf8');
    const place = { file: this.#claim.at(this.#journalName), offset, length: bytes.length - 1 };
    const block = new StoredBlock(identity, stored, checksumOf(bytes), place);
    const other = this.#blocks.add(block);
    if (other !== undefined) throw new InvariantError('a block is there twice', { cell, from });
  }

  /** Resolves when the disk has all that was appended. @throws Error if it has not. */
  async sync(): Promise<void> {
    await this.#journal?.sync();
  }

  /**
   * Brings the results into their final form, which depends on the sweep alone: the records in
   * order, and beside them the tables; the manifest last.
   * @param files tables, made of `results`.
   * @param manifest the text of the manifest, by the files it vouches for.
   * @returns the names of what was written.
   * @throws Error if that is impossible; nothing that was appended is lost.
   */
  async finish(
    files: Iterable<TableFile> | AsyncIterable<TableFile>,
    manifest: (files: readonly WrittenFile[]) => string,
  ): Promise<readonly string[]> {
    await this.sync();
    try {
      const names = await writeFinalForm(this.#claim, this.#blocks, files, manifest);
      this.#isNew = false;
      return names;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw writeFailure(this.#path, error);
    }
  }

  /**
   * Gives the folder free for others and leaves what is there; nothing, if no block ever came.
   * Never fails; does nothing the second time.
   */
  close(): void {
    this.#journal?.close();
    if (this.#isNew) rmSync(this.#claim.at(DESCRIPTION), { force: true });
    this.#claim.release();
  }

  /** Puts a CSV file in place before a record vouches for it. Returns its checksum. */
  #keep(kind: KeptKind, cell: number, csv: string | null): string | null {
    if (csv === null) return null;
    const name = keptName(kind, cell);
    try {
      if (mkdirSync(this.#claim.at(kind), { recursive: true }) !== undefined) {
        syncFolder(this.#claim.target);
      }
      this.#claim.stage(name, [csv]);
      this.#claim.place(name);
      syncFolder(this.#claim.at(kind));
    } catch (error) {
      throw writeFailure(this.#claim.at(name), error);
    }
    return checksum(this.#description.identity, csv);
  }

  /** Only when there is something to write: a journal tells that a sweep is not finished. */
  #openJournal(): Journal {
    if (this.#journal !== undefined) return this.#journal;
    const path = this.#claim.at(this.#journalName);
    try {
      const file = appendFile(path, this.#journalBytes);
      this.#journal = new Journal(path, file, this.#journalBytes);
      syncFolder(this.#claim.target);
    } catch (error) {
      throw writeFailure(path, error);
    }
    return this.#journal;
  }
}

function check(path: string, options: SweepFolderOptions): void {
  const problem = sweepFolderProblem(path, options);
  if (problem !== undefined) throw new UserError([problem]);
}

interface Prepared {
  readonly records: StoredRecords;
  readonly isNew: boolean;
}

/** Makes a claimed folder one of this sweep. */
function prepare(
  path: string,
  claim: FolderClaim,
  description: SweepDescription,
  { resume, shard }: SweepFolderOptions,
): Prepared {
  const found = resume ? readDescription(path) : undefined;
  if (found === undefined) {
    removeEarlier(claim.target);
    writeDescription(claim, description);
  } else {
    const problem = resumeProblem(path, found, description, shard);
    if (problem !== undefined) throw new UserError([problem]);
  }
  const records = readRecords(claim.target, description, true);
  return { records, isNew: found === undefined };
}

/** What vouches for results goes after them: until it is gone they can be replaced by force. */
function removeEarlier(target: string): void {
  const ofSweep = sweepNamesIn(target);
  const others = [...earlierResults(target)].filter((name) => !ofSweep.includes(name));
  for (const name of [...others, ...ofSweep]) rmSync(join(target, name), { force: true });
}
