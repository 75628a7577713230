import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/experiment/capacity/answer.js';
import { looksOf, possiblePoints } from '../../../src/experiment/capacity/lattice.js';
import { CapacitySearch } from '../../../src/experiment/capacity/search.js';
import { errorShare } from '../../../src/experiment/capacity/verdict.js';
import { noisy, planOf, searched } from './made-up-curve.js';

/** Falls through 0.5 at 0.437. */
const falling = (x: number): number => 0.5 + (0.437 - x);
/** Above 0.5 between 0 and 0.234, and between 0.562 and 0.8. */
const twoHumps = (x: number): number => {
  if (x < 0.4) return 0.5 + (0.234 - x);
  return x < 0.7 ? 0.5 + (x - 0.562) : 0.5 + (0.8 - x);
};

describe('a search without noise', () => {
  it('brings the last value that holds and the first that fails within the tolerance', async () => {
    const plan = planOf();
    const search = await searched(plan, noisy(falling));
    const { ranges, crossings } = answerOf(plan, search).variants[0] ?? {};
    const [holding, open, failing] = ranges ?? [];
    expect(ranges).toHaveLength(3);
    expect(holding).toMatchObject({ verdict: 'holds', from: 0, includesFrom: true });
    expect(failing).toMatchObject({ verdict: 'fails', to: 1, includesTo: true });
    expect(open).toMatchObject({ verdict: 'undecided', includesFrom: false, includesTo: false });
    expect(holding?.to).toBeLessThanOrEqual(0.437);
    expect(failing?.from).toBeGreaterThan(0.437);
    expect((failing?.from ?? 1) - (holding?.to ?? 0)).toBeLessThanOrEqual(0.01 + 1e-12);
    expect(crossings?.[0]?.at.value).toBeCloseTo(0.437, 9);
  });

  it('reports every range of a curve that comes back', async () => {
    const plan = planOf();
    const answer = answerOf(plan, await searched(plan, noisy(twoHumps))).variants[0];
    const decided = answer?.ranges.filter(({ verdict }) => verdict !== 'undecided') ?? [];
    expect(decided.map(({ verdict }) => verdict)).toEqual(['holds', 'fails', 'holds', 'fails']);
    const crossings = answer?.crossings ?? [];
    expect(crossings.map(({ kind }) => kind)).toEqual(['stops', 'begins', 'stops']);
    [0.234, 0.562, 0.8].forEach((x, at) => {
      expect(crossings[at]?.at.value).toBeCloseTo(x, 9);
    });
    expect(answer?.monotone.brokenOn.length).toBeGreaterThan(0);
  });

  it('finds the least whole number that holds, and simulates none twice', async () => {
    const seen = new Map<number, number>();
    const evaluate = noisy((x) => (x >= 7 ? 1 : 0));
    const grid = [1, 11, 21, 31];
    const plan = planOf({ grid, whole: true, tolerance: 1 });
    const search = new CapacitySearch(plan);
    await search.run(async (variant, x, replication) => {
      expect(Number.isInteger(x)).toBe(true);
      expect(replication).toBe(seen.get(x) ?? 0);
      seen.set(x, replication + 1);
      return evaluate(variant, x, replication);
    });
    const { ranges, crossings } = answerOf(plan, search).variants[0] ?? {};
    expect(ranges?.map(({ verdict, from, to }) => [verdict, from, to])).toEqual([
      ['fails', 1, 6],
      ['holds', 7, 31],
    ]);
    expect(crossings?.[0]).toMatchObject({ kind: 'begins', at: { value: 7, interval: [7, 7] } });
    expect(new Set(seen.values())).toEqual(new Set([10]));
  });

  it('has a jump within the interval of the crossing', async () => {
    const plan = planOf();
    const answer = answerOf(
      plan,
      await searched(
        plan,
        noisy((x) => (x > 0.352 ? 0 : 0.6)),
      ),
    );
    const { interval: [low, high] = [1, 0] } = answer.variants[0]?.crossings[0]?.at ?? {};
    expect(low).toBeLessThanOrEqual(0.352);
    expect(high).toBeGreaterThanOrEqual(0.352);
    expect(high - low).toBeLessThanOrEqual(0.01);
  });

  it('turns round for a metric that may not be above its target', async () => {
    const plan = planOf({ target: { sense: 'at-most', value: 0.5 } });
    const answer = answerOf(plan, await searched(plan, noisy(falling))).variants[0];
    expect(answer?.crossings[0]?.kind).toBe('begins');
    expect(answer?.crossings[0]?.at.value).toBeCloseTo(0.437, 9);
  });

  it('says that it holds up to the end, where it does', async () => {
    const plan = planOf({ target: { sense: 'at-least', value: -1 } });
    const answer = answerOf(plan, await searched(plan, noisy(falling))).variants[0];
    expect(answer?.ranges).toEqual([
      { verdict: 'holds', from: 0, to: 1, includesFrom: true, includesTo: true },
    ]);
    expect(answer?.crossings).toEqual([]);
  });
});

describe('a search with noise', () => {
  it('spends more replications where nothing can be said yet, and only there', async () => {
    const plan = planOf();
    const search = await searched(plan, noisy(falling, { own: 0.05 }));
    for (const { x, values, verdict } of search.points(0)) {
      const count = values.length;
      expect(looksOf(plan.replications)).toContain(count);
      if (verdict === 'undecided') expect(count).toBe(80);
      if (Math.abs(x - 0.437) > 0.3) expect(count).toBe(10);
    }
  });

  it('is right in all it says, in 95 % of searches at least', async () => {
    const plan = planOf({ replications: { least: 10, most: 40 } });
    let [wrong, covered] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const search = await searched(
        plan,
        noisy(falling, { shared: 0.05, own: 0.05, seed: `right ${seed}` }),
      );
      const points = search.points(0);
      const isWrong = points.some(({ x, verdict }) => verdict === (x <= 0.437 ? 'fails' : 'holds'));
      if (isWrong) wrong++;
      const [low = 0, high = 0] =
        answerOf(plan, search).variants[0]?.crossings[0]?.at.interval ?? [];
      if (low <= 0.437 && high >= 0.437) covered++;
    }
    // 2 are allowed on average; Bonferroni's inequality leaves fewer.
    expect(wrong).toBeLessThanOrEqual(2);
    // Of 40 intervals that contain it with 95 %, fewer than 33 do so in 1 of 300 studies.
    expect(covered).toBeGreaterThanOrEqual(33);
  });

  it('tells the difference of two variants better than either, for it pairs them', async () => {
    const plan = planOf({ variants: 2, tolerance: 0.001 });
    const curve = (x: number, variant: number): number => 0.5 + (0.437 - 0.15 * variant - x);
    const search = await searched(plan, noisy(curve, { shared: 0.1, own: 0.005 }));
    const { variants, differences } = answerOf(plan, search);
    const width = ([low, high]: readonly [number, number]): number => high - low;
    const own = variants.map(({ crossings }) => width(crossings[0]?.at.interval ?? [0, 0]));
    const { difference } = differences[0] ?? {};
    expect(difference?.value).toBeCloseTo(-0.15, 2);
    const [low, high] = difference?.interval ?? [0, 0];
    expect(low).toBeLessThan(-0.15);
    expect(high).toBeGreaterThan(-0.15);
    expect(width([low, high])).toBeLessThan(Math.min(...own) / 2);
  });

  it('gives no difference where a variant has no crossing, or several', async () => {
    const plan = planOf({ variants: 3 });
    const curve = (x: number, variant: number): number =>
      variant === 0 ? falling(x) : variant === 1 ? 1 : twoHumps(x);
    const { differences } = answerOf(plan, await searched(plan, noisy(curve)));
    expect(differences.map(({ difference, reason }) => [difference, reason])).toEqual([
      [null, 'one of them has no crossing here'],
      [null, 'one of them has several crossings'],
    ]);
  });

  it('says the same every time', async () => {
    const plan = planOf({ variants: 2 });
    const evaluate = noisy(falling, { own: 0.1 });
    const [one, two] = [await searched(plan, evaluate), await searched(plan, evaluate)];
    expect(answerOf(plan, one)).toEqual(answerOf(plan, two));
  });
});

describe('what is not defined', () => {
  it('keeps a value from holding, though what is left is good', async () => {
    const plan = planOf();
    const evaluate = noisy(() => 1);
    const search = await searched(plan, async (variant, x, replication) =>
      x === 0.3 && replication === 0 ? Number.NaN : evaluate(variant, x, replication),
    );
    const point = search.points(0).find(({ x }) => x === 0.3);
    expect(point).toMatchObject({ verdict: 'undecided', n: 79, mean: 1 });
    const answer = answerOf(plan, search).variants[0];
    expect(answer?.ranges.map(({ verdict }) => verdict)).toEqual(['holds', 'undecided', 'holds']);
  });
});

describe('what was broken off', () => {
  it('stands, of the values that were simulated twice', async () => {
    const plan = planOf();
    const search = new CapacitySearch(plan);
    let left = 3 * plan.grid.length + 4;
    const run = search.run(async (_, x) => {
      if (left-- === 0) throw new Error('enough');
      return falling(x);
    });
    await expect(run).rejects.toThrow('enough');
    expect(search.complete).toBe(false);
    const counts = search.points(0).map(({ values }) => values.length);
    expect(counts).toEqual([4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3]);
    expect(answerOf(plan, search).variants[0]?.crossings).toHaveLength(1);
  });
});

describe('the share of the error that a statement gets', () => {
  it('counts every value that halving can lead to, each variant and each look', () => {
    const plan = planOf({ grid: [0, 1, 2], tolerance: 0.25, variants: 2 });
    // 0.25 apart between 0 and 2: 9 values.
    expect(possiblePoints(plan)).toBe(9);
    expect(looksOf(plan.replications)).toEqual([10, 20, 40, 80]);
    const { statements, each } = errorShare(plan);
    expect(statements).toBe(9 * 2 * 4);
    expect(each * statements).toBeCloseTo(0.05, 12);
  });

  it('counts whole numbers, which halving cannot go beyond', () => {
    expect(possiblePoints({ grid: [1, 4, 11], whole: true, tolerance: 1 })).toBe(11);
    expect(possiblePoints({ grid: [1, 2], whole: true, tolerance: 1 })).toBe(2);
  });
});
