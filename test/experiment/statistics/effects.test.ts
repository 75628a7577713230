import { describe, expect, it } from 'vitest';
import { type Effect, effectsOf } from '../../../src/experiment/statistics/effects.js';
import type { Pairing } from '../../../src/experiment/sweep/types.js';
import { simulatedResults } from '../../support/sweep-results.js';
import { writtenResults } from './table-results.js';

const MEAN = 'latencySeconds.mean';
const LOST = 'requests.lost';
const OFF = [10, 20, 30, 40, 50];

function pairing(margins: Pairing['margins'] = {}): Pairing {
  return { column: 'tee.mode', baseline: 'off', margins };
}

/** One pair: `off`, and `cc` with these values. */
function only(cc: readonly number[], margins?: Pairing['margins'], off = OFF): Effect {
  const effects = effectsOf(
    writtenResults({
      columns: { 'tee.mode': ['off', 'cc'] },
      cells: [{ [MEAN]: off }, { [MEAN]: cc }],
      pairing: pairing(margins),
    }),
  );
  expect(effects).toHaveLength(1);
  return effects[0] as Effect;
}

function shifted(by: readonly number[]): readonly number[] {
  return OFF.map((value, at) => value + (by[at] ?? 0));
}

describe('effectsOf', () => {
  it('compares every cell with the baseline that differs along the pairing column only', () => {
    const effects = effectsOf(
      writtenResults({
        columns: { 'arrivals.rate': ['4', '8'], 'tee.mode': ['cc', 'off'] },
        cells: [1, 2, 3, 5].map((mean) => ({ [MEAN]: [mean, mean + 1], [LOST]: [0, mean] })),
        pairing: pairing(),
      }),
    );
    expect(effects.map(({ metric, cell, baseline }) => [metric.path, cell, baseline])).toEqual([
      [LOST, 0, 1],
      [LOST, 2, 3],
      [MEAN, 0, 1],
      [MEAN, 2, 3],
    ]);
    expect(effects.map(({ comparison }) => comparison.difference.mean)).toEqual([-0.5, -1, -1, -2]);
  });

  it('tells higher from lower, with p and q of a single pair the same', () => {
    // Differences 1 … 5: t = 3/√0.5 = 4.2426 with 4 degrees of freedom, two-sided p = 0.013236.
    const higher = only(shifted([1, 2, 3, 4, 5]));
    expect(higher.verdict).toBe('higher');
    expect(higher.pValue).toBeCloseTo(0.013236, 5);
    expect(higher.qValue).toBe(higher.pValue);
    expect(only(shifted([-1, -2, -3, -4, -5])).verdict).toBe('lower');
    expect(only(shifted([-2, 3, -1, 2, -1])).verdict).toBe('not distinguishable');
  });

  it('controls false discoveries among the pairs of one metric, not across metrics', () => {
    const rates = Array.from({ length: 20 }, (_, at) => String(at));
    const noise = [-2, 3, -1, 2, -1];
    const cells = rates.flatMap((_, at) => [
      { [MEAN]: OFF, [LOST]: OFF },
      { [MEAN]: shifted(at === 0 ? [1, 2, 3, 4, 5] : noise), [LOST]: shifted([1, 2, 3, 4, 5]) },
    ]);
    const columns = { 'arrivals.rate': rates, 'tee.mode': ['off', 'cc'] };
    const effects = effectsOf(writtenResults({ columns, cells, pairing: pairing() }));
    const one = effects.find(({ metric, cell }) => metric.path === MEAN && cell === 1) as Effect;
    // Significant alone, no discovery among twenty.
    expect(one.pValue).toBeLessThan(0.05);
    expect(one.qValue).toBeCloseTo(20 * (one.pValue ?? Number.NaN), 12);
    expect(one.verdict).toBe('not distinguishable');
    const lost = effects.filter(({ metric }) => metric.path === LOST);
    expect(
      lost.every(({ verdict, pValue, qValue }) => verdict === 'higher' && qValue === pValue),
    ).toBe(true);
  });

  it('compares the replications that both have, in a sweep that was interrupted', () => {
    const { comparison } = only([11, 22, 33], {}, OFF);
    expect(comparison).toMatchObject({ n: 3, meanA: 22, meanB: 20 });
    expect(only(OFF, {}, [9, 18]).comparison).toMatchObject({ n: 2, meanA: 15, meanB: 13.5 });
  });

  it('calls equivalent only what a margin shows, and that before a difference', () => {
    // Differences 1, 1.1, 0.9, 1, 1: mean 1, 90 % interval ± 2.131847·√(0.005 / 5) = 0.0674.
    const small = shifted([1, 1.1, 0.9, 1, 1]);
    expect(only(small).verdict).toBe('higher');
    expect(only(small, { [MEAN]: 1.0675 }).verdict).toBe('equivalent');
    expect(only(small, { [MEAN]: 1.0674 }).verdict).toBe('higher');
    expect(only(shifted([-2, 3, -1, 2, -1]), { [MEAN]: 1 }).verdict).toBe('not distinguishable');
    expect(only(small, { [LOST]: 100 }).verdict).toBe('higher');
  });

  it('judges a difference that does not vary by its size, without interval, p or q', () => {
    const constant = only(shifted([2, 2, 2, 2, 2]));
    expect(constant).toMatchObject({ verdict: 'higher', noVariation: true });
    expect([constant.pValue, constant.qValue, constant.comparison.difference.ci95]).toEqual([
      ...[null, null, null],
    ]);
    expect(only(OFF)).toMatchObject({ verdict: 'not distinguishable', noVariation: true });
    expect(only(OFF, { [MEAN]: 1 }).verdict).toBe('equivalent');
    expect(only(shifted([2, 2, 2, 2, 2]), { [MEAN]: 2 }).verdict).toBe('equivalent');
    expect(only(shifted([2, 2, 2, 2, 2]), { [MEAN]: 1.9 }).verdict).toBe('higher');
  });

  it('does not take rounding for a difference', () => {
    const rounded = OFF.map((value) => value * (1 + 1e-16) + 1e-15);
    expect(only(rounded).verdict).toBe('not distinguishable');
  });

  it('gives no verdict on one replication, or by none that is defined', () => {
    expect(only([3], {}, [1])).toMatchObject({ verdict: null, noVariation: false });
    const undefinedThere = only([Number.NaN, Number.NaN], { [MEAN]: 1 }, [1, 2]);
    expect(undefinedThere).toMatchObject({ verdict: null, noVariation: false });
  });

  it('says where pairing hurt', () => {
    expect(only([50, 40, 30, 20, 10]).pairingHurt).toBe(true);
    expect(only(shifted([1, 2, 3, 4, 5])).pairingHurt).toBe(false);
  });

  it('pairs the replications that both have, and leaves out cells that have none', () => {
    expect(only([11, 22], {}, OFF).comparison.n).toBe(2);
    const columns = { 'tee.mode': ['off', 'cc'] };
    const cells = [{ [MEAN]: OFF }, { [MEAN]: [] }];
    expect(effectsOf(writtenResults({ columns, cells, pairing: pairing() }))).toEqual([]);
  });

  it('has nothing to say of a sweep without pairing', () => {
    const columns = { 'tee.mode': ['off', 'cc'] };
    expect(
      effectsOf(writtenResults({ columns, cells: [{ [MEAN]: OFF }, { [MEAN]: OFF }] })),
    ).toEqual([]);
  });

  it('finds that CC costs throughput under one load and one strategy', async () => {
    const effects = effectsOf(
      await simulatedResults({
        scenario: 'scenarios/quick-start.yaml',
        axes: { 'tee.mode': ['off', 'cc'] },
        sets: ['durationSeconds=300'],
        replications: 6,
        pairing: pairing(),
      }),
    );
    const throughput = effects.find(({ metric }) => metric.path === 'throughput.requestsPerSecond');
    expect(throughput).toMatchObject({ verdict: 'lower', cell: 1, baseline: 0 });
  });
});
