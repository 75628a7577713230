import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import { ThreefryKeyed, threefry2x32, threefrySchedule } from '../../src/random/threefry.js';
import { countCells, pairValue, uniformityPValue } from './chi-square.js';

const SIDE = 16;

function words(key: readonly [number, number], counter: readonly [number, number]): number[] {
  const out = new Int32Array(2);
  threefry2x32(threefrySchedule(...key), ...counter, out);
  return Array.from(out, (word) => word >>> 0);
}

describe('threefry2x32', () => {
  // The known answers of the Random123 distribution, threefry2x32, 20 rounds.
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [-1, -1],
      [-1, -1],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('gives the published answer for key %j, counter %j', (key, counter, answer) => {
    expect(words(key, counter)).toEqual(answer);
  });
});

describe('keyed draws', () => {
  const keyed = createRunKey('keyed', 0).keyed('load');

  it('lie strictly inside (0, 1), and so does what is left of 1', () => {
    for (let k = 0; k < 20_000; k++) {
      const u = keyed.at(k % 7, k);
      expect(u > 0 && u < 1 && 1 - (1 - u) === u).toBe(true);
    }
  });

  it('depend on both keys, and on their order', () => {
    const values = [keyed.at(0, 1), keyed.at(1, 0), keyed.at(1, 1), keyed.at(0, 2), keyed.at(2, 0)];
    expect(new Set(values).size).toBe(values.length);
  });

  it('take keys up to 2³² − 1', () => {
    expect(keyed.at(0, 2 ** 32 - 1)).not.toBe(keyed.at(0, 2 ** 31 - 1));
    expect(keyed.at(2 ** 32 - 1, 5)).not.toBe(keyed.at(2 ** 31 - 1, 5));
  });

  it('are uniform along either key', () => {
    const alongA = Array.from({ length: 40_000 }, (_, k) => keyed.at(k, 3));
    const alongB = Array.from({ length: 40_000 }, (_, k) => keyed.at(3, k));
    expect(uniformityPValue(countCells(alongA, 200))).toBeGreaterThan(1e-4);
    expect(uniformityPValue(countCells(alongB, 200))).toBeGreaterThan(1e-4);
  });

  const neighbour = createRunKey('keyed', 1).keyed('load');
  const otherPurpose = createRunKey('keyed', 0).keyed('unload');
  const flipped = [new ThreefryKeyed(12345, 6789), new ThreefryKeyed(12344, 6789)] as const;
  it.each([
    ['successive keys b', (k: number) => [keyed.at(2, 2 * k), keyed.at(2, 2 * k + 1)] as const],
    ['neighbouring keys a', (k: number) => [keyed.at(0, k), keyed.at(1, k)] as const],
    ['swapped keys', (k: number) => [keyed.at(k, k + 1), keyed.at(k + 1, k)] as const],
    ['neighbouring replications', (k: number) => [keyed.at(0, k), neighbour.at(0, k)] as const],
    ['purposes', (k: number) => [keyed.at(0, k), otherPurpose.at(0, k)] as const],
    ['keys one bit apart', (k: number) => [flipped[0].at(0, k), flipped[1].at(0, k)] as const],
  ])('are independent between %s', (_, pairOf) => {
    const pairs = Array.from({ length: 40_000 }, (__, k) => pairValue(...pairOf(k), SIDE));
    expect(uniformityPValue(countCells(pairs, SIDE * SIDE))).toBeGreaterThan(1e-4);
  });
});
