import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { kneeOf } from '../../src/metrics/knee.js';
import { normalQuantile } from '../../src/random/normal.js';
import { createRunKey } from '../../src/random/run-key.js';

const LOADS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** `1` up to `knee`, then falling by `slope` per unit of load. */
function hockeyStick(knee: number, slope: number): (load: number) => number {
  return (load) => 1 - slope * Math.max(0, load - knee);
}

/** A curve seen in some replications, each with noise of its own at every load. */
function observed(
  curve: (load: number) => number,
  study: number,
  { noise = 0, replications = 1, loads = LOADS } = {},
): { loads: number[]; values: number[][] } {
  const uniform = createRunKey('knee test', study).keyed('noise');
  const values = loads.map((load, at) =>
    Array.from(
      { length: replications },
      (_, replication) => curve(load) + noise * normalQuantile(uniform.at(at, replication)),
    ),
  );
  return { loads, values };
}

describe('kneeOf', () => {
  it('finds the bend of two straight lines, and knows no more than the loads next to it', () => {
    const seen = observed(hockeyStick(4, 0.15), 0, { replications: 3 });
    expect(kneeOf(seen, 'higher')).toEqual({ at: 4, interval: [3, 5], n: 3 });
  });

  it('brackets a bend between two loads, whatever the slopes', () => {
    const slopes = fc.double({ min: -2, max: 2, noNaN: true });
    const bends = fc.double({ min: 3, max: 7, noNaN: true });
    fc.assert(
      fc.property(
        slopes,
        fc.double({ min: 1, max: 9, noNaN: true }),
        bends,
        (slope, turn, bend) => {
          const curve = (load: number) => slope * load - turn * Math.max(0, load - bend);
          const knee = kneeOf(observed(curve, 0, { replications: 2 }), 'higher');
          // Shallow bends between rising and falling parts may stay below the threshold.
          fc.pre(knee !== null);
          expect(Math.abs((knee?.at ?? 0) - bend)).toBeLessThan(1);
          expect(knee?.interval?.[0]).toBeLessThanOrEqual(bend);
          expect(knee?.interval?.[1]).toBeGreaterThanOrEqual(bend);
        },
      ),
    );
  });

  it('finds the upper bend of a curve that falls and levels off again', () => {
    const curve = (load: number) => Math.max(0, hockeyStick(4, 0.5)(load));
    expect(kneeOf(observed(curve, 0), 'higher')?.at).toBe(4);
  });

  it('looks for what gets worse: upwards where lower is better', () => {
    const latency = (load: number) => 2 - hockeyStick(6, 0.4)(load);
    expect(kneeOf(observed(latency, 0), 'lower')?.at).toBe(6);
    expect(kneeOf(observed(latency, 0), 'higher')).toBeNull();
    expect(kneeOf(observed(latency, 0), null)).toBeNull();
  });

  it('does not depend on units, of the load or of the figure', () => {
    const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
    const { values } = observed(hockeyStick(4, 0.15), 1, { noise: 0.05, replications: 5 });
    const plain = kneeOf({ loads: LOADS, values }, 'higher');
    expect(plain).not.toBeNull();
    fc.assert(
      fc.property(
        factors,
        factors,
        fc.double({ min: -9, max: 9, noNaN: true }),
        (wide, tall, up) => {
          const loads = LOADS.map((load) => load * wide);
          const scaled = values.map((each) => each.map((value) => up + value * tall));
          expect(kneeOf({ loads, values: scaled }, 'higher')?.at).toBe((plain?.at ?? 0) * wide);
        },
      ),
    );
  });

  it('sees none in a straight line, in a bend the other way, or with fewer than five loads', () => {
    expect(
      kneeOf(
        observed((load) => 0.3 - 0.1 * load, 0),
        'higher',
      ),
    ).toBeNull();
    expect(
      kneeOf(
        observed((load) => 1 / load, 0),
        'higher',
      ),
    ).toBeNull();
    const few = observed(hockeyStick(3, 0.2), 0, { loads: [1, 2, 3, 4] });
    expect(kneeOf(few, 'higher')).toBeNull();
    expect(kneeOf({ loads: [], values: [] }, 'higher')).toBeNull();
  });

  it('takes noise on a flat line for a bend in at most 5 % of studies', () => {
    const studies = Array.from({ length: 400 }, (_, study) => study);
    const found = studies.filter((study) =>
      kneeOf(
        observed(() => 0.5, study, { noise: 0.1, replications: 5 }),
        'higher',
      ),
    );
    expect(found.length / studies.length).toBeLessThanOrEqual(0.05);
  });

  it('covers the true bend in at least 95 % of noisy studies, and finds one in nearly all', () => {
    const studies = Array.from({ length: 200 }, (_, study) => study);
    const found = studies.flatMap(
      (study) =>
        kneeOf(
          observed(hockeyStick(4.4, 0.15), study, { noise: 0.1, replications: 10 }),
          'higher',
        ) ?? [],
    );
    const right = found.filter(({ interval }) => {
      const [low, high] = interval ?? [0, 0];
      return low <= 4.4 && 4.4 <= high;
    });
    expect(found.length).toBeGreaterThan(190);
    expect(right.length / found.length).toBeGreaterThanOrEqual(0.95);
  });

  it('leaves out loads without any value, and replications that lack one', () => {
    const { values } = observed(hockeyStick(5, 0.2), 0, { replications: 4 });
    const holes = values.map((each, at) =>
      each.map((value, replication) =>
        at === 2 || (at === 6 && replication === 3) ? Number.NaN : value,
      ),
    );
    expect(kneeOf({ loads: LOADS, values: holes }, 'higher')).toEqual({
      at: 5,
      interval: [4, 6],
      n: 3,
    });
  });

  it('gives a knee without an interval for a single replication', () => {
    expect(kneeOf(observed(hockeyStick(4, 0.15), 0), 'higher')).toEqual({
      at: 4,
      interval: null,
      n: 1,
    });
  });

  it('refuses loads that do not ascend', () => {
    expect(() => kneeOf({ loads: [1, 1], values: [[1], [2]] }, 'higher')).toThrow(InvariantError);
    expect(() => kneeOf({ loads: [1, 2], values: [[1]] }, 'higher')).toThrow(InvariantError);
  });
});
