import seedrandom from 'seedrandom';
import { InvariantError } from '../errors.js';
import { Sfc32Stream } from './sfc32.js';
import { ThreefryKeyed } from './threefry.js';
import type { KeyedUniform, RunKey, UniformStream } from './types.js';

/**
 * The key of one replication of a run: every random draw is a pure function of it.
 *
 * seedrandom's ARC4 spreads (seed, replication, name) over the words that seed our own
 * generators; it makes no draw itself. Asking twice for one name gives two generators in the
 * same state.
 *
 * @param seed any text; numbers are given as their decimal text.
 * @param replication 0, 1, 2, …
 * @throws InvariantError if `replication` is not a non-negative integer.
 */
export function createRunKey(seed: string, replication: number): RunKey {
  if (!Number.isSafeInteger(replication) || replication < 0) {
    throw new InvariantError('a replication is a non-negative integer', { replication });
  }
  return new SeededRunKey(seed, replication);
}

class SeededRunKey implements RunKey {
  readonly #seed: string;
  readonly #replication: number;

  constructor(seed: string, replication: number) {
    this.#seed = seed;
    this.#replication = replication;
  }

  stream(name: string): UniformStream {
    const words = this.#words('stream', name);
    return new Sfc32Stream(words.int32(), words.int32(), words.int32());
  }

  keyed(purpose: string): KeyedUniform {
    const words = this.#words('keyed', purpose);
    return new ThreefryKeyed(words.int32(), words.int32());
  }

  #words(kind: 'stream' | 'keyed', name: string): seedrandom.PRNG {
    // JSON keeps the parts apart: ("a", "b/c") and ("a/b", "c") must not share a key.
    return seedrandom(JSON.stringify([this.#seed, this.#replication, kind, name]));
  }
}
