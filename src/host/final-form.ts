import { rmSync } from 'node:fs';
import { InvariantError } from '../errors.js';
import type { TableFile } from '../experiment/results/types.js';
import { fileFacts, syncFolder, type WrittenFile } from './durable-file.js';
import { MANIFEST } from './earlier-results.js';
import type { FolderClaim } from './folder-claim.js';
import type { LinePlace } from './journal-lines.js';
import type { StoredBlock, StoredBlocks } from './stored-blocks.js';
import {
  DESCRIPTION,
  journalsIn,
  KEPT_KINDS,
  keptName,
  RECORDS,
  SWEEP_TABLES,
} from './sweep-layout.js';

/**
 * Brings a sweep's folder into the form in which it stays: the records in order, the tables, the
 * manifest that vouches for all of them; then the journal goes. What vouches comes after what it
 * vouches for, also if the power fails in between, so that at any moment every record is there.
 * @param blocks are told where they lie from now on.
 * @returns the names of what was written. @throws Error as node's file errors.
 */
export async function writeFinalForm(
  claim: FolderClaim,
  blocks: StoredBlocks,
  files: Iterable<TableFile> | AsyncIterable<TableFile>,
  manifest: (files: readonly WrittenFile[]) => string,
): Promise<readonly string[]> {
  const moves: [StoredBlock, LinePlace][] = [];
  const written = [claim.stage(RECORDS, recordLines(blocks, claim.at(RECORDS), moves))];
  for await (const { name, chunks } of files) {
    if (!SWEEP_TABLES.has(name)) throw new InvariantError('not a table of a sweep', { name });
    written.push(claim.stage(name, chunks));
  }
  const others = [DESCRIPTION, ...keptNames(blocks)];
  const facts = others.map((name) => fileFacts(claim.at(name), name));
  claim.stage(MANIFEST, [manifest([...facts, ...written])]);
  const names = written.map(({ name }) => name);
  putInPlace(claim, names);
  for (const [block, place] of moves) block.moveTo(place);
  for (const name of journalsIn(claim.target)) rmSync(claim.at(name));
  syncFolder(claim.target);
  return [DESCRIPTION, ...names, MANIFEST];
}

/** @param moves gets where each line will be. */
function* recordLines(
  blocks: StoredBlocks,
  file: string,
  moves: [StoredBlock, LinePlace][],
): Generator<string> {
  let offset = 0;
  for (const block of blocks) {
    const line = block.line();
    const bytes = Buffer.byteLength(line);
    moves.push([block, { file, offset, length: bytes - 1 }]);
    offset += bytes;
    yield line;
  }
}

function keptNames(blocks: StoredBlocks): readonly string[] {
  return KEPT_KINDS.flatMap((kind) =>
    [...blocks].filter(({ kept }) => kept[kind] !== null).map(({ cell }) => keptName(kind, cell)),
  );
}

/** Tables that are not written anew go: they would be of other options. */
function putInPlace(claim: FolderClaim, names: readonly string[]): void {
  for (const name of names) claim.place(name);
  for (const name of SWEEP_TABLES) {
    if (!names.includes(name)) rmSync(claim.at(name), { force: true });
  }
  syncFolder(claim.target);
  claim.place(MANIFEST);
  syncFolder(claim.target);
}
