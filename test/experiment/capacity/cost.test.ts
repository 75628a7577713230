import { describe, expect, it } from 'vitest';
import { type CapacityCost, costOf } from '../../../src/experiment/capacity/cost.js';
import type {
  CapacityPoint,
  JudgedPoint,
  Verdict,
} from '../../../src/experiment/capacity/types.js';

const PLAN = { confidence: 0.95 };

function judged(x: number, verdict: Verdict, n: number): JudgedPoint {
  const point: CapacityPoint = { x, values: new Array<number>(n).fill(1) };
  return { ...point, mean: 1, ends: [1, 1], n, noVariation: true, verdict };
}

interface Made {
  readonly price: number;
  readonly verdicts: readonly Verdict[];
  /** Requests on time in an hour, by replication. */
  readonly onTime: readonly number[];
  readonly gpus?: number;
}

/** 1, 2, … GPUs in each variant, idle for half of their time. */
function costs(made: readonly Made[]): CapacityCost {
  const variants = made.map(({ verdicts, onTime }) =>
    verdicts.map((verdict, at) => judged(at + 1, verdict, onTime.length)),
  );
  return costOf(PLAN, variants, (variant, x) => {
    const { price = 0, onTime = [], gpus = x } = made[variant] ?? {};
    const idleShare = onTime.map(() => 0.5);
    return { gpus, dollarsPerGpuHour: price, onTimePerHour: onTime, idleShare };
  });
}

const UP: readonly Verdict[] = ['fails', 'undecided', 'holds', 'holds'];
const NOISY = [900, 1100, 1000, 950, 1050, 980, 1020, 1000];

describe('what GPUs cost', () => {
  it('is paid whether they are used or not', () => {
    const [cost] = costs([{ price: 4, verdicts: UP, onTime: NOISY }]).variants;
    expect(cost?.points.map(({ dollarsPerHour }) => dollarsPerHour)).toEqual([4, 8, 12, 16]);
    expect(cost?.points[2]).toMatchObject({ gpus: 3, idleDollarsPerHour: 6 });
    // 12 $ an hour for 1,000 requests an hour.
    expect(cost?.points[2]?.dollarsPerThousand?.value).toBeCloseTo(12, 12);
    const [low = 0, high = 0] = cost?.points[2]?.dollarsPerThousand?.interval ?? [];
    expect(low).toBeGreaterThan(11);
    expect(low).toBeLessThan(12);
    expect(high).toBeGreaterThan(12);
    expect(high).toBeLessThan(13);
  });

  it('is that of the smallest number that holds, and of no more than the verdicts say', () => {
    const [cost] = costs([{ price: 4, verdicts: UP, onTime: NOISY }]).variants;
    expect(cost?.needed).toMatchObject({
      gpus: { value: 3, between: [2, 3] },
      dollarsPerHour: { value: 12, between: [8, 12] },
      cost: { x: 3 },
    });
    // One that holds is the smallest there can be; above it one may fail again.
    const [one] = costs([{ price: 4, verdicts: ['holds', 'fails'], onTime: NOISY }]).variants;
    expect(one?.needed?.gpus).toEqual({ value: 1, between: [1, 1] });
  });

  it('has a difference of pairs', () => {
    // Twice the price for the same requests: the difference varies as one of them does.
    const off = { price: 2, verdicts: UP, onTime: NOISY };
    const cc = { price: 4, verdicts: UP, onTime: NOISY };
    const { differences, variants } = costs([off, cc]);
    const alone = variants[0]?.needed?.cost.dollarsPerThousand;
    const [difference] = differences;
    expect(difference).toMatchObject({ variant: 1, baseline: 0 });
    expect(difference?.gpus).toEqual({ value: 0, between: [-1, 1] });
    expect(difference?.dollarsPerHour).toEqual({ value: 6, between: [2, 8] });
    expect(difference?.dollarsPerThousand?.value).toBeCloseTo(6, 12);
    for (const end of [0, 1]) {
      const own = alone?.interval?.[end] ?? Number.NaN;
      expect(difference?.dollarsPerThousand?.interval?.[end]).toBeCloseTo(own, 9);
    }
    // Pairs that cost the same do not differ, however they vary.
    const [none] = costs([off, off]).differences;
    expect(none?.dollarsPerThousand).toMatchObject({ value: 0, interval: null });
  });

  it('is not known where nothing is on time, and never 0', () => {
    const none = { price: 4, verdicts: UP, onTime: [0, 0, 0] };
    const { variants, differences } = costs([none, { ...none, onTime: [5, 6, 7] }]);
    expect(variants[0]?.points[0]).toMatchObject({ dollarsPerHour: 4, dollarsPerThousand: null });
    expect(differences[0]?.dollarsPerThousand).toBeNull();
    const [unsteady] = costs([{ ...none, onTime: [5, Number.NaN, 6] }]).variants;
    expect(unsteady?.points[0]?.dollarsPerThousand).toBeNull();
    // Where a resample may have none, there is no upper end.
    const [seldom] = costs([{ ...none, onTime: [0, 0, 3] }]).variants;
    expect(seldom?.points[0]?.dollarsPerThousand).toMatchObject({ value: 4000, interval: null });
  });

  it('names no smallest number where none holds, or something else is varied', () => {
    const failing: readonly Verdict[] = ['fails', 'undecided'];
    const { variants, differences } = costs([
      { price: 4, verdicts: UP, onTime: NOISY },
      { price: 4, verdicts: failing, onTime: NOISY },
    ]);
    expect(variants[1]?.needed).toBeNull();
    expect(differences).toEqual([null]);
    const [other] = costs([{ price: 4, verdicts: UP, onTime: NOISY, gpus: 2 }]).variants;
    expect(other?.needed).toBeNull();
    expect(other?.points[0]).toMatchObject({ gpus: 2, dollarsPerHour: 8 });
  });
});
