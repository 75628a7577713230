import { InvariantError } from '../../errors.js';

/**
 * Order statistics of many numbers without sorting them: a radix select on the bits of the float.
 *
 * Non-negative IEEE 754 doubles are ordered as their bits are, read as a 64-bit integer. Each of
 * at most four passes fixes 16 more bits of every rank asked for, by counting; the ranks share the
 * passes. As soon as few enough candidates are left they are collected and sorted instead. The
 * extra memory is 0.3 MB per distinct prefix, whatever the number of values.
 */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
/** Up to here a sort is quicker than clearing the counters. */
const SORT_LIMIT = 16_384;
/** Where the high half of a double lies in a pair of 32-bit words. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Which bits the levels before have fixed, as masks on the two halves, and where the digit is. */
interface LevelBits {
  readonly highMask: number;
  readonly lowMask: number;
  readonly digitInHigh: boolean;
  readonly shift: number;
}

const LEVEL_BITS: readonly LevelBits[] = [
  { highMask: 0, lowMask: 0, digitInHigh: true, shift: 16 },
  { highMask: ~0xffff, lowMask: 0, digitInHigh: true, shift: 0 },
  { highMask: -1, lowMask: 0, digitInHigh: false, shift: 16 },
  { highMask: -1, lowMask: ~0xffff, digitInHigh: false, shift: 0 },
];

/** The values whose first bits are (high, low), and the ranks that are among them. */
interface Group {
  readonly high: number;
  readonly low: number;
  /** How many values are smaller than all of this group. */
  readonly below: number;
  readonly size: number;
  /** Ascending. */
  readonly ranks: readonly number[];
}

/**
 * The values at the given ranks.
 * @param chunks the numbers, finite and ≥ 0, in any order.
 * @param ranks 0 is the smallest; integers in [0, count).
 * @returns a value for each rank, in the order of `ranks`.
 * @throws InvariantError if a rank is out of range.
 */
export function selectRanks(
  chunks: readonly Float64Array[],
  ranks: readonly number[],
): Float64Array {
  const count = countOf(chunks);
  for (const rank of ranks) {
    if (!(Number.isInteger(rank) && rank >= 0 && rank < count)) {
      throw new InvariantError('rank out of range', { rank, count });
    }
  }
  const sorted = [...new Set(ranks)].sort((a, b) => a - b);
  let groups: Group[] = [{ high: 0, low: 0, below: 0, size: count, ranks: sorted }];
  let level = 0;
  while (level < LEVEL_BITS.length && candidates(groups) > SORT_LIMIT) {
    groups = refine(chunks, groups, bitsOf(level));
    level++;
  }
  const found =
    level === LEVEL_BITS.length ? decode(groups) : collect(chunks, groups, bitsOf(level));
  return Float64Array.from(ranks, (rank) => found.get(rank) as number);
}

function countOf(chunks: readonly Float64Array[]): number {
  let count = 0;
  for (const chunk of chunks) count += chunk.length;
  return count;
}

function candidates(groups: readonly Group[]): number {
  let total = 0;
  for (const group of groups) total += group.size;
  return total;
}

function bitsOf(level: number): LevelBits {
  const bits = LEVEL_BITS[level];
  if (bits === undefined) throw new InvariantError('no such level', { level });
  return bits;
}

/** Splits each group by its next 16 bits, keeping the parts that hold a rank. */
function refine(
  chunks: readonly Float64Array[],
  groups: readonly Group[],
  bits: LevelBits,
): Group[] {
  const search = new PrefixSearch(groups);
  const counts = new Uint32Array(groups.length * DIGITS);
  for (const chunk of chunks) {
    if (bits.highMask === 0) countFirstDigits(chunk, counts);
    else search.count(chunk, bits, counts);
  }
  return groups.flatMap((group, index) =>
    split(group, counts.subarray(index * DIGITS, (index + 1) * DIGITS), bits),
  );
}

/** What `PrefixSearch.count` does at the first level, where all values are in the one group. */
function countFirstDigits(chunk: Float64Array, counts: Uint32Array): void {
  const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length * 2);
  for (let at = HIGH; at < words.length; at += 2) {
    const digit = (words[at] as number) >>> DIGIT_BITS;
    counts[digit] = (counts[digit] as number) + 1;
  }
}

function split(group: Group, counts: Uint32Array, bits: LevelBits): Group[] {
  const parts: Group[] = [];
  let digit = 0;
  let below = group.below;
  let next = 0;
  while (next < group.ranks.length) {
    const first = next;
    const size = counts[digit] as number;
    while (next < group.ranks.length && (group.ranks[next] as number) < below + size) next++;
    if (next > first) {
      const high = bits.digitInHigh ? group.high | (digit << bits.shift) : group.high;
      const low = bits.digitInHigh ? group.low : group.low | (digit << bits.shift);
      parts.push({ high, low, below, size, ranks: group.ranks.slice(first, next) });
    }
    below += size;
    digit++;
  }
  return parts;
}

/** Sorts the few values that are left in the groups. */
function collect(
  chunks: readonly Float64Array[],
  groups: readonly Group[],
  bits: LevelBits,
): Map<number, number> {
  const search = new PrefixSearch(groups);
  const members = groups.map((group) => new Float64Array(group.size));
  const filled = new Uint32Array(groups.length);
  for (const chunk of chunks) search.gather(chunk, bits, members, filled);
  const found = new Map<number, number>();
  groups.forEach((group, index) => {
    const values = (members[index] as Float64Array).sort();
    for (const rank of group.ranks) found.set(rank, values[rank - group.below] as number);
  });
  return found;
}

/** All bits are fixed: a group's prefix is its value. */
function decode(groups: readonly Group[]): Map<number, number> {
  const found = new Map<number, number>();
  const value = new Float64Array(1);
  const words = new Int32Array(value.buffer);
  for (const group of groups) {
    words[HIGH] = group.high;
    words[1 - HIGH] = group.low;
    for (const rank of group.ranks) found.set(rank, value[0] as number);
  }
  return found;
}

/** Finds the group of a value by its bits. */
class PrefixSearch {
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  /** By the first 16 bits: whether any group begins like this. Most values end here. */
  readonly #possible = new Uint8Array(DIGITS);

  constructor(groups: readonly Group[]) {
    this.#high = Int32Array.from(groups, (group) => group.high);
    this.#low = Int32Array.from(groups, (group) => group.low);
    const whole = groups.some((group) => group.high === 0 && group.low === 0);
    // A group of all values, or of values near 0, has no first bits to look at.
    if (whole) this.#possible.fill(1);
    else for (const high of this.#high) this.#possible[high >>> DIGIT_BITS] = 1;
  }

  /** Adds one to the counter (group, next digit) of each value that is in a group. */
  count(chunk: Float64Array, bits: LevelBits, counts: Uint32Array): void {
    const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length * 2);
    const { highMask, lowMask, shift } = bits;
    const digitWord = bits.digitInHigh ? HIGH : 1 - HIGH;
    const possible = this.#possible;
    for (let at = 0; at < words.length; at += 2) {
      const high = words[at + HIGH] as number;
      if (possible[high >>> DIGIT_BITS] === 0) continue;
      const group = this.#find(high & highMask, (words[at + 1 - HIGH] as number) & lowMask);
      if (group < 0) continue;
      const digit = ((words[at + digitWord] as number) >>> shift) & (DIGITS - 1);
      const counter = group * DIGITS + digit;
      counts[counter] = (counts[counter] as number) + 1;
    }
  }

  /** Appends each value that is in a group to that group's members. */
  gather(
    chunk: Float64Array,
    bits: LevelBits,
    members: readonly Float64Array[],
    filled: Uint32Array,
  ): void {
    const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length * 2);
    const { highMask, lowMask } = bits;
    const possible = this.#possible;
    for (let at = 0; at < words.length; at += 2) {
      const high = words[at + HIGH] as number;
      if (possible[high >>> DIGIT_BITS] === 0) continue;
      const group = this.#find(high & highMask, (words[at + 1 - HIGH] as number) & lowMask);
      if (group < 0) continue;
      const slot = filled[group] as number;
      (members[group] as Float64Array)[slot] = chunk[at >>> 1] as number;
      filled[group] = slot + 1;
    }
  }

  #find(high: number, low: number): number {
    const highs = this.#high;
    for (let group = 0; group < highs.length; group++) {
      if (highs[group] === high && this.#low[group] === low) return group;
    }
    return -1;
  }
}
