import { describe, expect, it } from 'vitest';
import { drifts } from '../../../src/metrics/steady-state/drift.js';
import { normalQuantile } from '../../../src/random/normal.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { studentTQuantile } from '../../../src/random/statistics.js';

/** Ten values with noise that is orthogonal to the line, so that t is exactly what is asked for. */
function withT(t: number, n: number): readonly number[] {
  const times = Array.from({ length: n }, (_, at) => at - (n - 1) / 2);
  const noise = times.map((time) => time ** 2);
  const mean = noise.reduce((sum, x) => sum + x, 0) / n;
  const residuals = noise.map((x) => x - mean);
  const squares = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0);
  const slope = t * Math.sqrt(squares(residuals) / (n - 2) / squares(times));
  return times.map((time, at) => slope * time + (residuals[at] as number));
}

describe('drifts', () => {
  it.each([5, 6, 7, 8, 9, 10])('is a t test at 1 %% over %d values', (n) => {
    const critical = studentTQuantile(0.995, n - 2);
    expect(drifts(withT(critical + 1e-3, n))).toBe(true);
    expect(drifts(withT(-critical - 1e-3, n))).toBe(true);
    expect(drifts(withT(critical - 1e-3, n))).toBe(false);
  });

  it('does not mind a line that is clear but flat', () => {
    const line = (slope: number) => Array.from({ length: 10 }, (_, at) => 100 + slope * at);
    expect(drifts(line(1))).toBe(false);
    expect(drifts(line(1.5))).toBe(true);
    expect(drifts(line(-1.5))).toBe(true);
    expect(drifts(line(0))).toBe(false);
  });

  it('takes independent values for a drift once in a hundred', () => {
    const uniform = createRunKey('drift', 0).keyed('noise');
    let found = 0;
    for (let study = 0; study < 4000; study++) {
      if (drifts(Array.from({ length: 10 }, (_, at) => normalQuantile(uniform.at(study, at))))) {
        found++;
      }
    }
    expect(found / 4000).toBeGreaterThan(0.005);
    expect(found / 4000).toBeLessThan(0.015);
  });

  it('refuses too few and too many values', () => {
    expect(() => drifts([1, 2, 3, 4])).toThrow('5 to 10');
    expect(() => drifts(Array(11).fill(1))).toThrow('5 to 10');
  });
});
