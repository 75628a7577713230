import { join } from 'node:path';
import { InvariantError } from '../errors.js';
import { readRecord, type StoredRecord } from '../experiment/store/record-text.js';
import type { BlockRecord, BlockResult } from '../experiment/store/types.js';
import { checksum, type LinePlace, readLine, textOf } from './journal-lines.js';
import { readPlainFile } from './plain-file.js';
import { KEPT_KINDS, type KeptKind, keptName } from './sweep-layout.js';

/** A record in a results folder. Its latencies stay on the disk, they may be large. */
export class StoredBlock implements BlockRecord {
  readonly cell: number;
  readonly from: number;
  readonly values: readonly (readonly number[])[];
  /** Equal for equal records, those kept beside them included. */
  readonly checksum: string;
  /** By kind, the checksum of the CSV file that is kept beside it. */
  readonly kept: Readonly<Record<KeptKind, string | null>>;
  readonly #hasLatency: boolean;
  readonly #identity: string;
  #place: LinePlace;

  constructor(identity: string, record: StoredRecord, sum: string, place: LinePlace) {
    this.cell = record.cell;
    this.from = record.from;
    this.values = record.values;
    this.checksum = sum;
    this.kept = { timeline: record.timeline, requests: record.requests };
    this.#hasLatency = record.latency !== null;
    this.#identity = identity;
    this.#place = place;
  }

  /** The first replication behind it. */
  get end(): number {
    return this.from + this.values.length;
  }

  /** Read from the disk every time. @throws Error if it is damaged by now. */
  get latency(): BlockRecord['latency'] {
    return this.#hasLatency ? readRecord(this.#text()).latency : null;
  }

  /** The line, its newline included. @throws Error if it is damaged by now. */
  line(): string {
    return `${this.checksum} ${this.#text()}\n`;
  }

  moveTo(place: LinePlace): void {
    this.#place = place;
  }

  #text(): string {
    const text = textOf(this.#identity, readLine(this.#place));
    if (text === undefined) throw new Error(`${this.#place.file} has changed while it was read`);
    return text;
  }
}

/** The records of a sweep that are there, each block once. */
export class StoredBlocks {
  readonly #folder: string;
  readonly #identity: string;
  /** By cell; of each cell by first replication. */
  readonly #cells: StoredBlock[][];

  constructor(folder: string, identity: string, cells: number) {
    this.#folder = folder;
    this.#identity = identity;
    this.#cells = Array.from({ length: cells }, () => []);
  }

  /** Adds a block. Returns the one that is there already, if any: it stays. */
  add(block: StoredBlock): StoredBlock | undefined {
    const blocks = this.of(block.cell);
    const at = blocks.findIndex(({ from }) => from >= block.from);
    const other = blocks[at];
    if (other?.from === block.from) return other;
    this.#cells[block.cell]?.splice(at < 0 ? blocks.length : at, 0, block);
    return undefined;
  }

  /** Those of a cell, by first replication. */
  of(cell: number): readonly StoredBlock[] {
    const blocks = this.#cells[cell];
    if (blocks === undefined) throw new InvariantError('no such cell', { cell });
    return blocks;
  }

  /** Those of a cell up to the first gap. */
  withoutGap(cell: number): readonly StoredBlock[] {
    const blocks = this.of(cell);
    const gap = blocks.findIndex(({ from }, at) => from !== (blocks[at - 1]?.end ?? 0));
    return gap < 0 ? blocks : blocks.slice(0, gap);
  }

  /** All, by cell and first replication. */
  *[Symbol.iterator](): Generator<StoredBlock> {
    for (const blocks of this.#cells) yield* blocks;
  }

  /** The CSV text that is kept of a cell; null if there is none. @throws Error as `keptBy`. */
  keptOf(cell: number, kind: KeptKind): string | null {
    const first = this.of(cell).find(({ from }) => from === 0);
    return first === undefined ? null : this.keptBy(first, kind);
  }

  /**
   * The CSV text that is kept beside a block; null if there is none.
   * @throws Error if it is not there any more, or not what was written.
   */
  keptBy(block: StoredBlock, kind: KeptKind): string | null {
    if (block.kept[kind] === null) return null;
    const text = this.#readKept(block, kind);
    if (text !== undefined) return text;
    const path = join(this.#folder, keptName(kind, block.cell));
    throw new Error(`${path} is not what was written any more: --resume simulates the cell again`);
  }

  /** A block and what is kept beside it. @throws Error as `keptBy`. */
  resultOf(block: StoredBlock): BlockResult {
    return {
      record: block,
      timelineCsv: this.keptBy(block, 'timeline'),
      requestsCsv: this.keptBy(block, 'requests'),
    };
  }

  /** Whether all that a block vouches for is there. */
  isWhole(block: StoredBlock): boolean {
    return KEPT_KINDS.every(
      (kind) => block.kept[kind] === null || this.#readKept(block, kind) !== undefined,
    );
  }

  /** Undefined if it is not what was written. */
  #readKept(block: StoredBlock, kind: KeptKind): string | undefined {
    const text = readPlainFile(join(this.#folder, keptName(kind, block.cell)));
    if (text === undefined) return undefined;
    return checksum(this.#identity, text) === block.kept[kind] ? text : undefined;
  }
}
