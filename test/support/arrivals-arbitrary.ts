import fc from 'fast-check';
import type {
  ArrivalsConfig,
  PiecewiseConfig,
  Range,
  SimpleArrivals,
} from '../../src/workload/config.js';
import { type Style, seconds, shares, uniform } from './arbitrary-style.js';

/** Any arrival process for `modelCount` models; some tens of requests in half a minute. */
export function arrivals(style: Style, modelCount: number): fc.Arbitrary<ArrivalsConfig> {
  const simple = style === 'grid' ? onGrid(modelCount) : free(modelCount);
  const member = fc.record({ arrivals: simple, mix: shares(modelCount) });
  const superposition = fc.record({
    process: fc.constant('superposition' as const),
    of: fc.array(member, { minLength: 1, maxLength: 3 }),
  });
  return fc.oneof({ arbitrary: simple, weight: 5 }, { arbitrary: superposition, weight: 1 });
}

function onGrid(modelCount: number): fc.Arbitrary<SimpleArrivals> {
  const constant = fc.record({
    process: fc.constant('constant' as const),
    rate: fc.constantFrom(0.5, 1, 2, 4),
    first,
  });
  return fc.oneof(
    { arbitrary: constant, weight: 2 },
    { arbitrary: trace('grid', modelCount), weight: 1 },
  );
}

function free(modelCount: number): fc.Arbitrary<SimpleArrivals> {
  const rate = uniform(0.3, 5);
  const poisson = fc.record({ process: fc.constant('poisson' as const), rate, first });
  const gamma = fc.record({
    process: fc.constant('gamma' as const),
    rate,
    shape: fc.constantFrom(0.25, 0.5, 1, 4),
    first,
  });
  const constant = fc.record({ process: fc.constant('constant' as const), rate, first });
  return fc.oneof(poisson, gamma, constant, bursty, ramp, piecewise, trace('free', modelCount));
}

const first = fc.constantFrom<'gap' | 'immediate'>('gap', 'immediate');

const bursty = fc.record({
  process: fc.constant('bursty' as const),
  burstSeconds: range(0.5, 4),
  idleSeconds: range(0.5, 6),
  burstRate: range(2, 8),
  idleRate: range(0.1, 1),
  timeScale: fc.constantFrom(1, 0.5, 2),
  first,
});

const ramp = fc.record({
  process: fc.constant('ramp' as const),
  minRate: uniform(0.2, 2),
  maxRate: uniform(2, 8),
  upSeconds: uniform(1, 10),
  downSeconds: uniform(1, 10),
  first,
});

const piecewise: fc.Arbitrary<PiecewiseConfig> = fc.record({
  process: fc.constant('piecewise' as const),
  // The last segment has requests, or a repeating process of nothing but silence would have none.
  segments: fc
    .tuple(
      fc.array(fc.record({ seconds: uniform(0.5, 8), rate: uniform(0, 6) }), { maxLength: 3 }),
      fc.record({ seconds: uniform(0.5, 8), rate: uniform(0.5, 6) }),
    )
    .map(([others, last]) => [...others, last]),
  repeat: fc.boolean(),
});

function range(min: number, max: number): fc.Arbitrary<Range> {
  return fc.tuple(uniform(min, max), uniform(min, max)).map(([a, b]) => (a < b ? [a, b] : [b, a]));
}

const LONGEST_TRACE = 60;

/** A recorded trace, with models or without; requests may come together when on the grid. */
function trace(style: Style, modelCount: number): fc.Arbitrary<SimpleArrivals> {
  const request = fc.tuple(seconds(style, 0, 30), fc.nat(modelCount - 1));
  const requests = fc.array(request, { maxLength: LONGEST_TRACE, size: 'max' });
  return fc.tuple(requests, fc.boolean(), fc.boolean()).map(([list, hasModels, hasLengths]) => {
    const sorted = [...list].sort(([a], [b]) => a - b);
    return {
      process: 'trace',
      file: 'test',
      sha256: '',
      columns: { time: 't_s', model: null },
      times: Float64Array.from(sorted, ([time]) => time),
      models: hasModels ? Uint16Array.from(sorted, ([, model]) => model) : null,
      lengths: hasLengths
        ? { input: Int32Array.from(sorted, (_, row) => 100 + row), output: null }
        : null,
    };
  });
}
