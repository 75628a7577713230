import { describe, expect, it } from 'vitest';
import { checkMonotone } from '../../../src/experiment/capacity/monotone.js';
import type { CapacityPoint } from '../../../src/experiment/capacity/types.js';
import { noisy } from './made-up-curve.js';

const XS = Array.from({ length: 9 }, (_, at) => at);

function points(
  curve: (x: number) => number,
  noise: Parameters<typeof noisy>[1] = {},
  replications = 20,
): Promise<readonly CapacityPoint[]> {
  const evaluate = noisy(curve, noise);
  return Promise.all(
    XS.map(async (x) => ({
      x,
      values: await Promise.all(
        Array.from({ length: replications }, (_, replication) => evaluate(0, x, replication)),
      ),
    })),
  );
}

describe('the check for monotony', () => {
  it('sees which way a curve runs', async () => {
    const rising = checkMonotone(await points((x) => x), 0.95);
    const falling = checkMonotone(await points((x) => -x), 0.95);
    expect(rising).toEqual({ direction: 'rising', pValue: null, brokenOn: [], n: 20 });
    expect(falling).toMatchObject({ direction: 'falling', brokenOn: [] });
    expect(checkMonotone(await points(() => 0.3), 0.95).direction).toBe('flat');
  });

  it('finds the part that runs the other way', async () => {
    // Falls, rises from 3 to 5 by much, falls again.
    const dented = (x: number): number => -x + (x >= 5 ? 4 : 0);
    const { direction, brokenOn, pValue } = checkMonotone(await points(dented, { own: 0.3 }), 0.95);
    expect(direction).toBe('falling');
    expect(pValue).toBeLessThan(0.01);
    expect(brokenOn).toHaveLength(1);
    const [from, to] = brokenOn[0] ?? [0, 0];
    expect(from).toBeLessThanOrEqual(4);
    expect(to).toBeGreaterThanOrEqual(5);
  });

  it('takes noise on a level curve for a bend in about 5 % of trials', async () => {
    let alarms = 0;
    for (let seed = 0; seed < 100; seed++) {
      const noise = { own: 1, shared: 1, seed: `level ${seed}` };
      const { brokenOn } = checkMonotone(await points(() => 0, noise), 0.95);
      if (brokenOn.length > 0) alarms++;
    }
    // 5 are expected; of 100 at 5 %, 13 or more happen once in 500 studies.
    expect(alarms).toBeLessThanOrEqual(12);
  });

  it('does not let what replications share hide what they do not', async () => {
    const dented = (x: number): number => -x / 10 + (x === 5 ? 1 : 0);
    const { brokenOn } = checkMonotone(await points(dented, { shared: 5, own: 0.1 }), 0.95);
    expect(brokenOn).toHaveLength(1);
  });

  it('has nothing to test in a single replication, or without any', async () => {
    const dented = await points((x) => (x === 4 ? 9 : -x), {}, 1);
    expect(checkMonotone(dented, 0.95)).toMatchObject({ pValue: null, brokenOn: [], n: 1 });
    expect(checkMonotone([], 0.95)).toMatchObject({ pValue: null, brokenOn: [], n: 0 });
  });

  it('needs no variation to see what is certain', async () => {
    const { brokenOn } = checkMonotone(await points((x) => (x === 4 ? 9.1 : -x / 3)), 0.95);
    expect(brokenOn).toHaveLength(1);
  });

  it('leaves out replications and values without a figure', async () => {
    const all = await points((x) => -x, { own: 0.1 });
    const holed = all.map(({ x, values }) => ({
      x,
      values: values.map((value, at) => (x === 8 || (x === 2 && at === 0) ? Number.NaN : value)),
    }));
    expect(checkMonotone(holed, 0.95)).toMatchObject({ direction: 'falling', n: 19 });
  });
});
