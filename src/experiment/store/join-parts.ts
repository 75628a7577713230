import type { BlockRecord } from './types.js';

/** A block that can be compared with another without being read again. */
export interface PartBlock extends BlockRecord {
  /** Equal for equal records. */
  readonly checksum: string;
}

/** Some blocks of a sweep, simulated apart from others. */
export interface SweepPart<Block extends PartBlock> {
  /** For messages. */
  readonly folder: string;
  readonly blocks: Iterable<Block>;
}

/** Two parts that say something else of the same replication: one of them must be wrong. */
export interface Conflict {
  /** Folders. */
  readonly parts: readonly [string, string];
  readonly cell: number;
  readonly replication: number;
}

/** A block and where it is from. */
export interface JoinedBlock<Block extends PartBlock, Part extends SweepPart<Block>> {
  readonly part: Part;
  readonly block: Block;
}

/** What parts make up together. */
export interface JoinedParts<Block extends PartBlock, Part extends SweepPart<Block>> {
  /** By `blockKey`, each block from the first part that has it. */
  readonly blocks: ReadonlyMap<string, JoinedBlock<Block, Part>>;
  readonly conflicts: readonly Conflict[];
}

/** Where blocks begin depends on the sweep alone: equal keys are the same replications. */
export function blockKey({ cell, from }: Pick<BlockRecord, 'cell' | 'from'>): string {
  return `${cell}:${from}`;
}

/** Puts parts of one sweep together. */
export function joinParts<Block extends PartBlock, Part extends SweepPart<Block>>(
  parts: readonly (Part & SweepPart<Block>)[],
): JoinedParts<Block, Part> {
  const blocks = new Map<string, JoinedBlock<Block, Part>>();
  const conflicts: Conflict[] = [];
  for (const part of parts) {
    for (const block of part.blocks) {
      const other = blocks.get(blockKey(block));
      if (other === undefined) {
        blocks.set(blockKey(block), { part, block });
      } else if (other.block.checksum !== block.checksum) {
        const folders = [other.part.folder, part.folder] as const;
        const replication = block.from + firstDifference(other.block, block);
        conflicts.push({ parts: folders, cell: block.cell, replication });
      }
    }
  }
  return { blocks, conflicts };
}

/** Position of the first replication that differs; 0 if what differs is kept beside the values. */
function firstDifference({ values: a }: BlockRecord, { values: b }: BlockRecord): number {
  const at = a.findIndex((row, position) => !isSameRow(row, b[position] ?? []));
  return Math.max(0, at);
}

function isSameRow(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => Object.is(value, b[at]));
}
