import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyOf, energyQuantities } from '../../src/analysis/tee/energy.js';
import { powerWarnings } from '../../src/analysis/tee/warnings.js';
import { holds } from '../support/property.js';
import { power, requests, run } from './runs.js';

const samples = fc
  .array(
    fc.record({
      step: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
      watts: fc.double({ min: 0, max: 700, noNaN: true }),
      idle: fc.boolean(),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .map((rows) => {
    let at = 0;
    const seconds = rows.map(({ step }, sample) => {
      if (sample > 0) at += step;
      return at;
    });
    return power(
      seconds,
      rows.map(({ watts }) => watts),
      rows.map(({ idle }) => (idle ? 0 : 0.9)),
    );
  });

describe('energy of a run', () => {
  it('is power times time where power is constant', () => {
    const energy = energyOf(power([0, 1, 2, 4], [300, 300, 300, 300]), 4, null);
    expect(energy?.joules).toBeCloseTo(1200, 9);
    expect(energy?.meanWatts).toBeCloseTo(300, 12);
    expect(energy?.notes).toEqual([]);
  });

  it('is exact where power changes along a line, at any times', () => {
    const at = [0, 0.4, 1.7, 2, 5];
    const energy = energyOf(
      power(
        at,
        at.map((second) => 100 + 40 * second),
      ),
      5,
      null,
    );
    expect(energy?.joules).toBeCloseTo(100 * 5 + 20 * 25, 9);
  });

  it('is that of idle and of busy time together', () => {
    holds(samples, (each) => {
      const idle = energyOf(each, null, null);
      const flipped = Float64Array.from(each.utilization ?? [], (use) => (use === 0 ? 0.9 : 0));
      const busy = energyOf({ ...each, utilization: flipped }, null, null);
      const total = idle?.joules ?? Number.NaN;
      const sum = (idle?.idleJoules ?? Number.NaN) + (busy?.idleJoules ?? Number.NaN);
      expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
      expect((idle?.idleShare ?? 0) + (busy?.idleShare ?? 0)).toBeCloseTo(1, 9);
    });
  });

  it('takes what samples leave out at the ends from the first and the last', () => {
    const energy = energyOf(power([0, 1, 2], [200, 300, 400]), 3.5, null);
    expect(energy?.joules).toBeCloseTo(600 + 1.5 * 300, 9);
    expect(energy?.notes).toEqual([]);
  });

  it('is not known where samples miss a part of the run', () => {
    const energy = energyOf(power([0, 1, 2], [200, 300, 400]), 100, null);
    expect(energy?.joules).toBeNull();
    expect(energy?.meanWatts).toBeCloseTo(300, 12);
    expect(energy?.notes[0]).toContain('miss a part');
  });

  it('counts samples beyond the run, and says so', () => {
    const seconds = Array.from({ length: 61 }, (_, second) => second);
    const energy = energyOf(
      power(
        seconds,
        seconds.map(() => 100),
      ),
      30,
      null,
    );
    expect(energy?.joules).toBeCloseTo(6000, 9);
    expect(energy?.notes[0]).toContain('go beyond the run of 30.0 s');
  });

  it('calls idle what does not use the GPU, or what is below a power that is given', () => {
    const each = power([0, 1, 2, 3, 4], [500, 90, 95, 500, 500], [1, 0, 0.01, 1, 1]);
    expect(energyOf(each, 4, null)?.idleShare).toBeCloseTo(1 / 4, 12);
    expect(energyOf(each, 4, 95)?.idleShare).toBeCloseTo(2 / 4, 12);
    expect(energyOf(each, 4, 95)?.idleJoules).toBeCloseTo(185, 12);
    expect(energyOf({ ...each, utilization: null }, 4, null)?.idleShare).toBeNull();
  });

  it('takes more than one sample', () => {
    expect(energyOf(power([0], [300]), 1, null)).toBeNull();
  });
});

describe('what is said of power', () => {
  const read = (name: string, of: ReturnType<typeof run>): number | null =>
    energyQuantities(null)
      .find((quantity) => quantity.name === name)
      ?.read(of) ?? null;

  it('is per request and per joule only where both are known', () => {
    const measured = power([0, 1, 2], [300, 300, 300], [1, 1, 1]);
    const whole = run('a', {
      power: measured,
      durationSeconds: 2,
      requests: requests({ completed: 3 }),
      totalOutputTokens: 1200,
    });
    expect(read('joules_per_request', whole)).toBeCloseTo(200, 9);
    expect(read('output_tokens_per_joule', whole)).toBeCloseTo(2, 9);
    expect(read('idle_share', whole)).toBe(0);
    expect(read('joules_per_request', { ...whole, requests: requests({}) })).toBeNull();
    expect(
      read('joules_per_request', { ...whole, requests: requests({ completed: 0 }) }),
    ).toBeNull();
    expect(read('mean_watts', { ...whole, power: null })).toBeNull();
  });

  it('names the runs without it', () => {
    const has = run('has.json', { power: power([0, 1], [1, 1], [1, 1]), durationSeconds: 1 });
    expect(powerWarnings([has, run('lacks.json')], null)).toEqual([
      'lacks.json: no samples of power',
    ]);
    const bare = { ...has, power: power([0, 1], [1, 1]) };
    expect(powerWarnings([bare], null)[0]).toContain('give --idle-watts');
    expect(powerWarnings([bare], 100)).toEqual([]);
  });
});
