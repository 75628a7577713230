import type { UniformStream } from './types.js';

/** Rounds to discard after seeding, as PractRand does for its own generator. */
const WARM_UP_ROUNDS = 15;
const TWO_POW_26 = 0x4000000;
const TWO_POW_MINUS_53 = 2 ** -53;

/**
 * Chris Doty-Humphrey's sfc32 ("small fast chaotic", from PractRand 0.94): 128 bits of state,
 * of which 32 are a counter, so that no cycle is shorter than 2³². Two outputs make one draw
 * of 53 bits.
 *
 * A class with private fields because that is the fastest mutable state in V8, and draws are
 * on the hot path.
 */
export class Sfc32Stream implements UniformStream {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Seeds with three 32-bit words. */
  constructor(a: number, b: number, c: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.nextWord();
  }

  /** The next output of the generator, as a signed 32-bit integer. */
  nextWord(): number {
    const out = (this.#a + this.#b + this.#counter) | 0;
    const c = this.#c;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (c + (c << 3)) | 0;
    this.#c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out;
  }

  next(): number {
    const high = this.nextWord() >>> 5;
    const low = this.nextWord() >>> 6;
    return (high * TWO_POW_26 + low) * TWO_POW_MINUS_53;
  }
}
