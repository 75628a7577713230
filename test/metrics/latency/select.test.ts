import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectRanks } from '../../../src/metrics/latency/select.js';

/** The obvious way. */
function bySorting(values: readonly number[], ranks: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return ranks.map((rank) => sorted[rank] as number);
}

function inChunks(values: readonly number[], size: number): Float64Array[] {
  const chunks: Float64Array[] = [];
  for (let at = 0; at < values.length; at += size) {
    chunks.push(Float64Array.from(values.slice(at, at + size)));
  }
  return chunks;
}

/** A fixed sequence that looks random, in [0, 1). */
function noise(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  });
}

const MANY = 40_000;
const RANKS = [0, 1, 17, 19_999, 20_000, 35_999, 38_000, 39_998, 39_999];

describe('selectRanks', () => {
  it('finds what sorting finds, for a few numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (values, seeds, size) => {
          const ranks = seeds.map((seed) => seed % values.length);
          const found = selectRanks(inChunks(values, size), ranks);
          expect([...found]).toEqual(bySorting(values, ranks));
        },
      ),
    );
  });

  const spread: Record<string, number[]> = {
    'exponential numbers': noise(MANY).map((u) => -Math.log(1 - u) * 30),
    'numbers over the whole range of floats': noise(MANY).map((u) => 2 ** (2000 * u - 1000)),
    'denormal numbers and zeros': noise(MANY).map((u) => Math.floor(u * 5) * Number.MIN_VALUE),
    'one number again and again': noise(MANY).map(() => 59.999),
    'a few numbers again and again': noise(MANY).map((u) => Math.floor(u * 7) / 3),
    'numbers that differ in the last bits only': noise(MANY).map(
      (u) => 1 + Math.floor(u * 9) * Number.EPSILON,
    ),
    'numbers that differ in the low word only': noise(MANY).map((u) => 1 + u * 2 ** -21),
  };
  for (const [what, values] of Object.entries(spread)) {
    it(`finds what sorting finds, for many: ${what}`, () => {
      const found = selectRanks(inChunks(values, 4096), RANKS);
      expect([...found]).toEqual(bySorting(values, RANKS));
    });
  }

  it('answers in the order of the question, repeated ranks too', () => {
    expect([...selectRanks([Float64Array.of(3, 1, 2)], [2, 0, 2])]).toEqual([3, 1, 3]);
  });

  it('leaves the numbers as they are', () => {
    const values = Float64Array.from(noise(MANY));
    const before = values.slice();
    selectRanks([values], [5]);
    expect(values).toEqual(before);
  });

  it.each([[3], [-1], [0.5], [Number.NaN]])('refuses rank %d of three numbers', (rank) => {
    expect(() => selectRanks([Float64Array.of(1, 2, 3)], [rank])).toThrow('rank out of range');
  });
});
