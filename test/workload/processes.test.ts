import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import type { UniformStream } from '../../src/random/types.js';
import type {
  BurstyConfig,
  PiecewiseConfig,
  RampConfig,
  Range,
} from '../../src/workload/config.js';
import { BurstyArrivals } from '../../src/workload/processes/bursty.js';
import { ConstantArrivals } from '../../src/workload/processes/constant.js';
import { GammaArrivals } from '../../src/workload/processes/gamma.js';
import { PiecewiseArrivals } from '../../src/workload/processes/piecewise.js';
import { PoissonArrivals } from '../../src/workload/processes/poisson.js';
import { RampArrivals, rampRateAt } from '../../src/workload/processes/ramp.js';
import { TraceArrivals } from '../../src/workload/processes/trace-replay.js';
import { exponentials, take, trace } from './support.js';

const key = createRunKey('processes', 0);
const COUNT = 300;

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  values.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(1e-9 * (1 + value));
  });
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

describe('PoissonArrivals', () => {
  it('has exponential gaps from its stream, the first one from time 0', () => {
    const process = new PoissonArrivals(
      { process: 'poisson', rate: 5, first: 'gap' },
      key.stream('a'),
    );
    const gaps = differences([0, ...take(process, COUNT)]);
    expectClose(
      gaps,
      exponentials(key.stream('a'), COUNT).map((e) => e / 5),
    );
  });

  it('puts the same points on another clock when the rate changes', () => {
    const [slow, fast] = [0.7, 2.1]
      .map(
        (rate) => new PoissonArrivals({ process: 'poisson', rate, first: 'gap' }, key.stream('a')),
      )
      .map((process) => take(process, COUNT));
    expectClose(
      fast ?? [],
      (slow ?? []).map((time) => time / 3),
    );
  });
});

describe('GammaArrivals', () => {
  it('puts the same points on another clock when the rate changes, whatever the shape', () => {
    for (const shape of [0.3, 1, 2.5]) {
      const at = (rate: number): number[] =>
        take(
          new GammaArrivals({ process: 'gamma', rate, shape, first: 'gap' }, key.stream('g')),
          COUNT,
        );
      expectClose(
        at(4),
        at(2).map((time) => time / 2),
      );
    }
  });

  it('is the Poisson process at shape 1', () => {
    const config = { rate: 3, first: 'immediate' } as const;
    const gamma = new GammaArrivals({ process: 'gamma', shape: 1, ...config }, key.stream('p'));
    const poisson = new PoissonArrivals({ process: 'poisson', ...config }, key.stream('p'));
    expect(take(gamma, COUNT)).toEqual(take(poisson, COUNT));
  });

  it('has gaps with the stated mean and variation', () => {
    const shape = 4;
    const process = new GammaArrivals(
      { process: 'gamma', rate: 2, shape, first: 'immediate' },
      key.stream('moments'),
    );
    const gaps = differences(take(process, 20_001));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.abs(mean / 0.5 - 1)).toBeLessThan(3.9 / Math.sqrt(shape * gaps.length));
    expect(variance / mean ** 2).toBeCloseTo(1 / shape, 1);
  });
});

describe('ConstantArrivals', () => {
  it('counts gaps, so that no rounding adds up', () => {
    const immediate = new ConstantArrivals({ process: 'constant', rate: 3, first: 'immediate' });
    const gap = new ConstantArrivals({ process: 'constant', rate: 3, first: 'gap' });
    expect(take(immediate, 4)).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(take(gap, 3)).toEqual([1 / 3, 2 / 3, 1]);
  });
});

describe('BurstyArrivals', () => {
  const config: BurstyConfig = {
    process: 'bursty',
    burstSeconds: [1, 3],
    idleSeconds: [2, 5],
    burstRate: [20, 35],
    idleRate: [0, 1],
    timeScale: 1,
    first: 'immediate',
  };

  /** The client's loop: send, look whether the period is over, sleep. */
  function sendRequests(gaps: UniformStream, periods: UniformStream): number[] {
    const draw = ([low, high]: Range): number => low + (high - low) * periods.next();
    const sent: number[] = [];
    let inBurst = true;
    let now = 0;
    let end = draw(config.burstSeconds);
    let rate = draw(config.burstRate);
    while (sent.length < COUNT) {
      sent.push(now);
      if (now >= end) {
        inBurst = !inBurst;
        end = now + draw(inBurst ? config.burstSeconds : config.idleSeconds);
        rate = draw(inBurst ? config.burstRate : config.idleRate);
      }
      now += -Math.log(1 - gaps.next()) / rate;
    }
    return sent;
  }

  it('sends what the client loop sends', () => {
    const process = new BurstyArrivals(config, key.stream('b'), key.stream('b/periods'));
    const expected = sendRequests(key.stream('b'), key.stream('b/periods'));
    expect(take(process, COUNT)).toEqual(expected);
  });

  it('is the same process in compressed time when scaled', () => {
    const scaled = { ...config, timeScale: 1.7 };
    const process = new BurstyArrivals(scaled, key.stream('b'), key.stream('b/periods'));
    const expected = sendRequests(key.stream('b'), key.stream('b/periods'));
    expectClose(
      take(process, COUNT),
      expected.map((time) => time / 1.7),
    );
  });

  it('never sends again when the idle rate is 0', () => {
    const silent: BurstyConfig = { ...config, idleRate: [0, 0] };
    const sent = take(new BurstyArrivals(silent, key.stream('z'), key.stream('z/p')), 1000);
    expect(sent[0]).toBe(0);
    expect(sent.at(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(sent.filter(Number.isFinite).length).toBeGreaterThan(10);
  });
});

describe('RampArrivals', () => {
  const config: RampConfig = {
    process: 'ramp',
    minRate: 1,
    maxRate: 7,
    upSeconds: 20,
    downSeconds: 10,
    first: 'immediate',
  };

  it.each([
    [0, 1],
    [5, 2.5],
    [20, 7],
    [25, 4],
    [30, 1],
    [3005, 2.5],
  ])('has at %d s the rate %d', (time, rate) => {
    expect(rampRateAt(config, time)).toBeCloseTo(rate, 12);
  });

  it('draws each gap at the rate of the moment it begins', () => {
    const sent = take(new RampArrivals(config, key.stream('r')), COUNT);
    expect(sent[0]).toBe(0);
    const inGaps = differences(sent).map((gap, i) => gap * rampRateAt(config, sent[i] ?? 0));
    expectClose(inGaps, exponentials(key.stream('r'), COUNT - 1));
  });
});

describe('PiecewiseArrivals', () => {
  const segments = [
    { seconds: 3, rate: 2 },
    { seconds: 5, rate: 0 },
    { seconds: 1, rate: 9 },
  ];
  const once: PiecewiseConfig = { process: 'piecewise', segments, repeat: false };
  const repeated: PiecewiseConfig = { process: 'piecewise', segments, repeat: true };

  /** The integral of the rate over [0, time]. */
  function cumulativeRate(time: number): number {
    let left = time;
    let sum = 0;
    for (let i = 0; left > 0; i = (i + 1) % segments.length) {
      const { seconds, rate } = segments[i] ?? { seconds: 0, rate: 0 };
      sum += rate * Math.min(seconds, left);
      left -= seconds;
    }
    return sum;
  }

  it('is a unit-rate Poisson process in the time of its cumulative rate', () => {
    const sent = take(new PiecewiseArrivals(repeated, key.stream('w')), COUNT);
    const gaps = differences([0, ...sent.map(cumulativeRate)]);
    expectClose(gaps, exponentials(key.stream('w'), COUNT));
  });

  it('skips silent segments and spans many cycles at low rates', () => {
    const rare: PiecewiseConfig = {
      process: 'piecewise',
      segments: segments.map(({ seconds, rate }) => ({ seconds, rate: rate * 1e-7 })),
      repeat: true,
    };
    const sent = take(new PiecewiseArrivals(rare, key.stream('w')), 50);
    expect(sent.every((time) => time % 9 <= 3 || time % 9 >= 8)).toBe(true);
    const units = exponentials(key.stream('w'), 50);
    for (const [i, gap] of differences([0, ...sent]).entries()) {
      // 15e-7 requests are expected per cycle of 9 s; where in a cycle a gap ends is left open.
      expect(Math.abs(gap - (9 * (units[i] ?? 0)) / 15e-7)).toBeLessThan(18);
    }
  });

  it('ends after its segments unless repeated', () => {
    const sent = take(new PiecewiseArrivals(once, key.stream('w')), COUNT);
    expect(sent.filter((time) => time < 9).length).toBeGreaterThan(3);
    expect(sent.every((time) => time < 9 || time === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it('ends at once when every rate is 0', () => {
    const silent: PiecewiseConfig = { ...repeated, segments: [{ seconds: 2, rate: 0 }] };
    const sent = take(new PiecewiseArrivals(silent, key.stream('w')), 3);
    expect(sent).toEqual([1, 1, 1].map(() => Number.POSITIVE_INFINITY));
  });
});

describe('TraceArrivals', () => {
  it('replays its times, then has no more', () => {
    expect(take(new TraceArrivals(trace([0, 0.5, 0.5, 9])), 5)).toEqual([
      0,
      0.5,
      0.5,
      9,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
