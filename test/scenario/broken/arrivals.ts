import type { BrokenInput } from './broken-input.js';

/** Broken inputs: arrivals. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'no process',
    changes: { arrivals: '{ rate: 2 }' },
    lines: [
      's.yaml:3:11 arrivals.process: expected one of poisson, gamma, constant, bursty, ramp, piecewise, diurnal, trace, superposition, got nothing',
    ],
  },
  {
    name: 'unknown process',
    changes: { arrivals: '{ process: poison, rate: 2 }' },
    lines: [
      's.yaml:3:22 arrivals.process: expected one of poisson, gamma, constant, bursty, ramp, piecewise, diurnal, trace, superposition, got "poison" (did you mean "poisson"?)',
    ],
  },
  {
    name: 'shape and cv',
    changes: { arrivals: '{ process: gamma, rate: 2, shape: 1, cv: 1 }' },
    lines: ['s.yaml:3:52 arrivals.cv: expected shape or cv, not both, got both'],
  },
  {
    name: 'bursty at a rate without preset',
    changes: { arrivals: '{ process: bursty, rate: 3 }' },
    lines: [
      's.yaml:3:36 arrivals.rate: expected a nominal rate (one of 2, 4, 5, 8, 12, 16), got 3 (or rateIs: longRun, or give burstSeconds, idleSeconds, burstRate, idleRate)',
    ],
  },
  {
    name: 'bursty without anything',
    changes: { arrivals: '{ process: bursty }' },
    lines: [
      's.yaml:3:11 arrivals: expected a rate, or all of burstSeconds, idleSeconds, burstRate, idleRate, got neither',
    ],
  },
  {
    name: 'bursty with some ranges',
    changes: { arrivals: '{ process: bursty, burstRate: [1, 2] }' },
    lines: [
      's.yaml:3:11 arrivals: expected a rate, or all of burstSeconds, idleSeconds, burstRate, idleRate, got only some of them',
    ],
  },
  {
    name: 'bursty with an inverted range',
    changes: {
      arrivals:
        '{ process: bursty, burstSeconds: [3, 1], idleSeconds: [1, 2], burstRate: [1, 2], idleRate: [0, 1] }',
    },
    lines: [
      's.yaml:3:44 arrivals.burstSeconds: expected an interval [low, high] with low ≤ high, got [3, 1]',
    ],
  },
  {
    name: 'bursty with rate and ranges',
    changes: {
      arrivals:
        '{ process: bursty, rate: 4, burstSeconds: [1, 3], idleSeconds: [1, 2], burstRate: [1, 2], idleRate: [0, 1] }',
    },
    lines: [
      's.yaml:3:36 arrivals.rate: expected no nominal rate beside burstSeconds, idleSeconds, burstRate, idleRate, got 4 (with rateIs: longRun it would be the mean over the run)',
    ],
  },
  {
    name: 'bursty idle for ever',
    changes: {
      arrivals:
        '{ process: bursty, burstSeconds: [1, 3], idleSeconds: [1, 2], burstRate: [1, 2], idleRate: [0, 0] }',
    },
    lines: [
      's.yaml:3:106 arrivals.idleRate.1: expected an upper rate > 0: without a request an idle period never ends, got 0',
    ],
  },
  {
    name: 'a range of three',
    changes: {
      arrivals:
        '{ process: bursty, burstSeconds: [1, 2, 3], idleSeconds: [1, 2], burstRate: [1, 2], idleRate: [0, 1] }',
    },
    lines: ['s.yaml:3:44 arrivals.burstSeconds: expected at most 2 items, got a list of 3'],
  },
  {
    name: 'bursty at a long-run rate out of reach',
    changes: { arrivals: '{ process: bursty, rate: 0.001, rateIs: longRun }' },
    lines: [
      's.yaml:3:36 arrivals.rate: expected a mean rate that these bursts can have over durationSeconds, got 0.001',
    ],
  },
  {
    name: 'ramp at a rate without preset',
    changes: { arrivals: '{ process: ramp, rate: 3 }' },
    lines: [
      's.yaml:3:34 arrivals.rate: expected a nominal rate (one of 2, 4, 5, 8, 12, 16), got 3 (or give minRate, maxRate, upSeconds, downSeconds)',
    ],
  },
  {
    name: 'ramp upside down',
    changes: {
      arrivals: '{ process: ramp, minRate: 3, maxRate: 1, upSeconds: 5, downSeconds: 5 }',
    },
    lines: ['s.yaml:3:49 arrivals.maxRate: expected a rate ≥ minRate (3), got 1'],
  },
  {
    name: 'ramp half given',
    changes: { arrivals: '{ process: ramp, minRate: 3 }' },
    lines: [
      's.yaml:3:11 arrivals: expected a nominal rate, or all of minRate, maxRate, upSeconds, downSeconds, got some',
    ],
  },
  {
    name: 'ramp with rate and the rest',
    changes: {
      arrivals: '{ process: ramp, rate: 4, minRate: 1, maxRate: 3, upSeconds: 5, downSeconds: 5 }',
    },
    lines: [
      's.yaml:3:34 arrivals.rate: expected no rate beside minRate, maxRate, upSeconds, downSeconds, got 4',
    ],
  },
  {
    name: 'piecewise without segments',
    changes: { arrivals: '{ process: piecewise, segments: [] }' },
    lines: ['s.yaml:3:43 arrivals.segments: expected a list that is not empty, got an empty list'],
  },
  {
    name: 'piecewise without requests',
    changes: { arrivals: '{ process: piecewise, segments: [{ seconds: 5, rate: 0 }] }' },
    lines: ['s.yaml:3:43 arrivals.segments: expected a rate > 0 somewhere, got no rate > 0'],
  },
  {
    name: 'a segment without a rate',
    changes: {
      arrivals: '{ process: piecewise, segments: [{ seconds: 5 }, { seconds: 1, rate: x }] }',
    },
    lines: [
      's.yaml:3:44 arrivals.segments.0.rate: expected a number ≥ 0 and ≤ 1e6, got nothing',
      's.yaml:3:80 arrivals.segments.1.rate: expected a number ≥ 0 and ≤ 1e6, got "x"',
    ],
  },
  {
    name: 'diurnal with too high a wave',
    changes: { arrivals: '{ process: diurnal, meanRate: 2, amplitude: 1.5 }' },
    lines: ['s.yaml:3:55 arrivals.amplitude: expected a number ≥ 0 and ≤ 1, got 1.5'],
  },
  {
    name: 'too many requests',
    changes: { durationSeconds: '1e9', arrivals: '{ process: poisson, rate: 4 }' },
    lines: [
      's.yaml:3:11 arrivals: expected at most 2147483647 requests in durationSeconds, got about 4.00e+9',
    ],
  },
  {
    name: 'superposition of nothing',
    changes: { arrivals: '{ process: superposition, of: [] }' },
    lines: ['s.yaml:3:41 arrivals.of: expected a list that is not empty, got an empty list'],
  },
  {
    name: 'superposition in a superposition',
    changes: { arrivals: '{ process: superposition, of: [{ process: superposition, of: [] }] }' },
    lines: [
      's.yaml:3:53 arrivals.of.0.process: expected one of poisson, gamma, constant, bursty, ramp, piecewise, diurnal, trace, got "superposition"',
    ],
  },
  {
    name: 'member of an unknown model',
    changes: {
      arrivals: '{ process: superposition, of: [{ process: poisson, rate: 1, model: alpa }] }',
    },
    lines: [
      's.yaml:3:78 arrivals.of.0.model: expected a model of the scenario (alpha or beta), got "alpa" (did you mean "alpha"?)',
    ],
  },
  {
    name: 'member with model and mix',
    changes: {
      arrivals:
        '{ process: superposition, of: [{ process: poisson, rate: 1, model: alpha, mix: { alpha: 1 } }] }',
    },
    lines: ['s.yaml:3:78 arrivals.of.0.model: expected mix or model, not both, got both'],
  },
  {
    name: 'member mix not summing to 1',
    changes: {
      arrivals:
        '{ process: superposition, of: [{ process: poisson, rate: 1, mix: { alpha: 0.5 } }] }',
    },
    lines: [
      's.yaml:3:76 arrivals.of.0.mix: expected probabilities that sum to 1, got a sum of 0.5',
    ],
  },
];
