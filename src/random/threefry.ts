import type { KeyedUniform } from './types.js';

/** Rotation distances of Threefry-2x32, in order; Salmon et al. 2011, table 4. */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
/** Skein's key-schedule parity constant, low 32 bits. */
const PARITY = 0x1bd11bda;
const GROUPS = 5;
const TWO_POW_26 = 0x4000000;
const TWO_POW_MINUS_53 = 2 ** -53;

/** The key schedule of a 64-bit key, given as two 32-bit words. */
export function threefrySchedule(key0: number, key1: number): Int32Array {
  return Int32Array.of(key0, key1, PARITY ^ key0 ^ key1);
}

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit blocks whose outputs on counters
 * pass BigCrush from 13 rounds on. J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param schedule of the key, from `threefrySchedule`.
 * @param out receives the two 32-bit output words.
 */
export function threefry2x32(
  schedule: Int32Array,
  counter0: number,
  counter1: number,
  out: Int32Array,
): void {
  let x0 = (counter0 + (schedule[0] as number)) | 0;
  let x1 = (counter1 + (schedule[1] as number)) | 0;
  for (let group = 0; group < GROUPS; group++) {
    const first = (group & 1) * 4;
    for (let round = first; round < first + 4; round++) {
      const distance = ROTATIONS[round] as number;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << distance) | (x1 >>> (32 - distance))) ^ x0;
    }
    x0 = (x0 + (schedule[(group + 1) % 3] as number)) | 0;
    x1 = (x1 + (schedule[(group + 2) % 3] as number) + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

/**
 * Uniform draws that are a pure function of (key, a, b). The 64-bit key stands for
 * (seed, replication, purpose); the counter block is (a, b).
 */
export class ThreefryKeyed implements KeyedUniform {
  readonly #schedule: Int32Array;
  readonly #out = new Int32Array(2);

  constructor(key0: number, key1: number) {
    this.#schedule = threefrySchedule(key0, key1);
  }

  /**
   * An odd multiple of 2⁻⁵³: 52 random bits, and a last bit that keeps the draw off 0 and 1 and
   * makes `1 − u` exact.
   * @param a,b integers in [0, 2³²).
   */
  at(a: number, b: number): number {
    const out = this.#out;
    threefry2x32(this.#schedule, a, b, out);
    const high = (out[0] as number) >>> 6;
    const low = (out[1] as number) >>> 6;
    return ((high * TWO_POW_26 + low) * 2 + 1) * TWO_POW_MINUS_53;
  }
}
