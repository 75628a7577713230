import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { createRunKey } from '../../src/random/run-key.js';
import type { UniformStream } from '../../src/random/types.js';
import { countCells, pairValue, uniformityPValue } from './chi-square.js';

const DRAWS = 40_000;
/** Results that were published with a seed must come out again: these never change. */
const FROZEN_STREAM = [0.7155422373024606, 0.8792010068798412, 0.7586025069434074];
const FROZEN_KEYED = [0.256124018966713, 0.9802439123609011];

function draws(stream: UniformStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.next());
}

describe('createRunKey', () => {
  it('never changes what a seed means', () => {
    const key = createRunKey('42', 0);
    expect(draws(key.stream('arrivals'), 3)).toEqual(FROZEN_STREAM);
    expect([key.keyed('load').at(0, 0), key.keyed('load').at(2, 7)]).toEqual(FROZEN_KEYED);
  });

  it('gives the same draws for the same names, in any order of asking', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(1000), fc.string(), (seed, replication, name) => {
        const one = createRunKey(seed, replication);
        const other = createRunKey(seed, replication);
        other.stream('something else').next();
        expect(draws(one.stream(name), 5)).toEqual(draws(other.stream(name), 5));
        expect(one.keyed(name).at(3, 4)).toBe(other.keyed(name).at(3, 4));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps seed, replication, kind and name apart', () => {
    const firsts = [
      createRunKey('1', 11).stream('a'),
      createRunKey('11', 1).stream('a'),
      createRunKey('1', 1).stream('1a'),
      createRunKey('1', 1).stream('a'),
      createRunKey('1', 1).stream('a/b'),
      createRunKey('1,1', 1).stream('a'),
    ].map((stream) => stream.next());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it.each([-1, 0.5, Number.NaN])('refuses replication %d', (replication) => {
    expect(() => createRunKey('1', replication)).toThrow(InvariantError);
  });
});

describe('a stream', () => {
  const key = createRunKey('streams', 3);

  it('stays in [0, 1) and uses all 53 bits', () => {
    const values = draws(key.stream('range'), DRAWS);
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(values.every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
    const lastBits = values.filter((u) => (u * 2 ** 53) % 2 === 1).length;
    expect(uniformityPValue([lastBits, DRAWS - lastBits])).toBeGreaterThan(1e-4);
  });

  it('is uniform', () => {
    const counts = countCells(draws(key.stream('uniform'), DRAWS), 200);
    expect(uniformityPValue(counts)).toBeGreaterThan(1e-4);
  });

  it('has independent successive draws', () => {
    const values = draws(key.stream('serial'), 2 * DRAWS);
    const pairs = Array.from({ length: DRAWS }, (_, i) =>
      pairValue(values[2 * i] ?? 0, values[2 * i + 1] ?? 0, 16),
    );
    expect(uniformityPValue(countCells(pairs, 256))).toBeGreaterThan(1e-4);
  });

  it.each([
    [
      'neighbouring replications',
      createRunKey('s', 8).stream('a'),
      createRunKey('s', 9).stream('a'),
    ],
    ['neighbouring seeds', createRunKey('1', 0).stream('a'), createRunKey('2', 0).stream('a')],
    ['neighbouring names', key.stream('arrivals/0'), key.stream('arrivals/1')],
  ])('is independent between %s', (_, a, b) => {
    const pairs = Array.from({ length: DRAWS }, () => pairValue(a.next(), b.next(), 16));
    expect(uniformityPValue(countCells(pairs, 256))).toBeGreaterThan(1e-4);
  });

  it('starts uniformly over replications', () => {
    const firsts = Array.from({ length: 4000 }, (_, r) => createRunKey('x', r).stream('a').next());
    expect(uniformityPValue(countCells(firsts, 50))).toBeGreaterThan(1e-4);
  });
});
