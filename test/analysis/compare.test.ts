import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/analysis/measurement.js';
import { compare } from '../../src/analysis/tee/compare.js';
import { REQUEST_RATE } from '../../src/analysis/tee/quantity.js';
import { run, throughput } from './runs.js';

function simulated(randomNumbers: string, requestsPerSecond: number | null): Measurement {
  return run(randomNumbers, {
    origin: 'simulated',
    throughput: throughput({ requestsPerSecond }),
    simulation: { randomNumbers, settings: {} },
  });
}

function effect(off: readonly Measurement[], cc: readonly Measurement[]) {
  return compare({ runs: { off, cc, unknown: [] } }, REQUEST_RATE).effect;
}

const OFF = [simulated('a', 10), simulated('b', 100)];
/** In another order, and each a tenth less or a little more. */
const CC = [simulated('b', 91), simulated('a', 9)];

describe('runs with the TEE off and on', () => {
  it('are pairs where they saw the same requests', () => {
    expect(effect(OFF, CC)).toMatchObject({ isPaired: true, repetitionsOff: 2 });
    expect(effect(OFF, CC)?.difference95?.[0]).toBeCloseTo(-5 - 12.706204736 * 4, 4);
  });

  it.each<[string, readonly Measurement[], readonly Measurement[]]>([
    ['one has no partner', OFF, [...CC, simulated('c', 5)]],
    ['partners are others', OFF, [simulated('a', 9), simulated('c', 91)]],
    ['one is there twice', [...OFF, simulated('a', 11)], [...CC, simulated('c', 91)]],
    ['two are there twice', [OFF[0], OFF[0]].flatMap((each) => each ?? []), CC],
    ['one does not say it', OFF, [simulated('b', null), simulated('a', 9)]],
    ['they are measured', [run('a'), run('b')], CC],
  ])('are none where %s', (_, off, cc) => {
    expect(effect(off, cc)?.isPaired ?? false).toBe(false);
  });
});
