/** Some replications of a cell: the unit that is simulated, stored and redone. */
export interface Block {
  readonly cell: number;
  /** The first replication. */
  readonly from: number;
  /** How many. */
  readonly count: number;
}

/** With so many blocks even a large machine is busy to the end, and none of them is long. */
const ENOUGH_BLOCKS = 1000;
/** A block costs a message there and back, a line in the journal and a check. */
const MOST_REPLICATIONS = 20;

/**
 * How many replications a block has at most, ≥ 1. It depends on the sweep alone: where blocks
 * begin must not depend on who simulates them, or stored results would.
 * @param replications planned, of all cells together.
 */
export function replicationsPerBlock(replications: number): number {
  return Math.min(Math.max(Math.ceil(replications / ENOUGH_BLOCKS), 1), MOST_REPLICATIONS);
}

/**
 * Replications `from` … `to` − 1 of a cell in blocks as equal as can be.
 * @param most replications of a block.
 */
export function blocksOf(cell: number, from: number, to: number, most: number): readonly Block[] {
  const replications = to - from;
  const blocks = Math.ceil(replications / most);
  const start = (block: number): number => from + Math.floor((block * replications) / blocks);
  return Array.from({ length: blocks }, (_, block) => ({
    cell,
    from: start(block),
    count: start(block + 1) - start(block),
  }));
}
