import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServingGroup } from '../../../src/analysis/measurement.js';
import {
  compareConfigurations,
  configurationOf,
} from '../../../src/analysis/pareto/configuration.js';
import { holds } from '../../support/property.js';
import { group } from './made-up-runs.js';

const ways = fc.integer({ min: 1, max: 12 });
const serving: fc.Arbitrary<readonly ServingGroup[]> = fc.array(
  fc
    .record({
      role: fc.constantFrom('replica' as const, 'prefill' as const, 'decode' as const),
      replicas: ways,
      parallelism: fc.record({ tensor: ways, data: ways, pipeline: ways, expert: ways }),
    })
    .map(({ role, replicas, parallelism }) => group(role, replicas, 1, parallelism)),
  { maxLength: 3 },
);

describe('a configuration', () => {
  it.each([
    [[group('replica', 2, 4)], '2×TP4', 'TP4', 8],
    [
      [group('replica', 1, 4, { data: 2, pipeline: 3, expert: 8 })],
      '1×TP4-DP2-PP3-EP8',
      'TP4-DP2-PP3-EP8',
      24,
    ],
    [[group('decode', 3, 4), group('prefill', 1, 4)], '1P-TP4 3D-TP4', 'P/D', 16],
    [[group('prefill', 1, 8), group('decode', 1, 8)], '1P-TP8 1D-TP8', 'P/D', 16],
    [[group('replica', 1, 8), group('replica', 2, 4)], '2×TP4 + 1×TP8', 'TP4 + TP8', 16],
    [[group('replica', 1, 4), group('replica', 1, 4)], '2×TP4', 'TP4', 8],
    [[{ ...group('replica', 2, 4), gpusPerReplica: 8 }], '2×TP4 (8 GPUs)', 'TP4 (8 GPUs)', 16],
    [[], 'not said', 'not said', null],
  ])('%j is %s', (groups, name, family, gpus) => {
    expect(configurationOf(groups)).toMatchObject({ name, family, gpus });
  });

  it('is another by name wherever it is another', () => {
    holds(fc.tuple(serving, serving), ([a, b]) => {
      const [left, right] = [configurationOf(a), configurationOf(b)];
      expect(left.name === right.name).toBe(compareConfigurations(left, right) === 0);
    });
  });

  it('comes before those with more GPUs in a replica, then before those with more replicas', () => {
    const all = [
      [group('prefill', 1, 2), group('decode', 1, 2)],
      [],
      [group('replica', 10, 2)],
      [group('replica', 1, 10)],
      [group('replica', 1, 4, { pipeline: 2 })],
      [group('replica', 1, 4)],
      [group('replica', 2, 2)],
    ].map(configurationOf);
    expect([...all].sort(compareConfigurations).map(({ name }) => name)).toEqual([
      '2×TP2',
      '10×TP2',
      '1×TP4',
      '1×TP4-PP2',
      '1×TP10',
      '1P-TP2 1D-TP2',
      'not said',
    ]);
  });

  it('is ordered in one way, whichever two are compared first', () => {
    holds(fc.tuple(serving, serving, serving), (groups) => {
      const all = groups.map(configurationOf);
      const sorted = [...all].sort(compareConfigurations).map(({ name }) => name);
      const again = [...all]
        .reverse()
        .sort(compareConfigurations)
        .map(({ name }) => name);
      expect(again).toEqual(sorted);
    });
  });
});
