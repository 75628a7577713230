import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../experiment/store/record-text.js';
import type { SweepDescription } from '../experiment/store/types.js';
import { checksumOf, readLines, textOf } from './journal-lines.js';
import { StoredBlock, StoredBlocks } from './stored-blocks.js';
import { journalsIn, RECORDS } from './sweep-layout.js';

/** A file of records, as it was found. */
export interface RecordFile {
  readonly name: string;
  /** Up to the end of its last whole line. */
  readonly bytes: number;
  /** Of all its lines. */
  readonly sha256: string;
}

/** The records that were found in a folder. */
export interface StoredRecords {
  readonly blocks: StoredBlocks;
  /** Lines that are half-written, corrupt, of another sweep, or without what was kept. */
  readonly damaged: number;
  /** In the order they were read. */
  readonly files: readonly RecordFile[];
}

/**
 * Reads all records in a folder of results.
 * @param checkKept whether a record counts as damaged if a file that is kept beside it is.
 * @throws Error as node's file errors.
 */
export function readRecords(
  folder: string,
  description: SweepDescription,
  checkKept: boolean,
): StoredRecords {
  const { identity, cells } = description;
  const blocks = new StoredBlocks(folder, identity, cells.length);
  const names = [...(existsSync(join(folder, RECORDS)) ? [RECORDS] : []), ...journalsIn(folder)];
  let damaged = 0;
  const files = names.map((name) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for (const { place, bytes: line, ended } of readLines(join(folder, name))) {
      const text = ended ? textOf(identity, line) : undefined;
      const block =
        text === undefined
          ? undefined
          : new StoredBlock(identity, readRecord(text), checksumOf(line), place);
      if (block === undefined || (checkKept && !blocks.isWhole(block))) damaged++;
      else blocks.add(block);
      if (ended) bytes = place.offset + place.length + 1;
      hash.update(line).update(ended ? '\n' : '');
    }
    return { name, bytes, sha256: hash.digest('hex') };
  });
  return { blocks, damaged, files };
}
