import type { BrokenSweep } from './broken-sweep.js';

const AB = '[{ path: a, values: [1, 2] }, { path: b, values: [x, y] }]';

/** Broken sweeps: plan. */
export const inputs: readonly BrokenSweep[] = [
  {
    name: 'replications twice',
    parts: { precision: '{}' },
    lines: ['s.yaml:2:15 replications: expected replications or precision, got both'],
  },
  {
    name: 'too few replications',
    parts: { replications: '0' },
    lines: ['s.yaml:2:15 replications: expected a whole number ≥ 1 and ≤ 1e6, got 0'],
  },
  {
    name: 'metrics that are none',
    parts: { metrics: '[requests.lst, perModel.a.published.lost, swaps.count, swaps.count, 3]' },
    lines: [
      's.yaml:3:11 metrics.0: expected the path of a metric (sealsim list metrics), got "requests.lst" (did you mean "requests.lost"?)',
      's.yaml:3:25 metrics.1: expected the path of a metric (sealsim list metrics), got "perModel.a.published.lost"',
      's.yaml:3:65 metrics.3: expected each metric once, got swaps.count a second time',
      's.yaml:3:78 metrics.4: expected a text, got 3',
    ],
  },
  {
    name: 'comparisons',
    parts: {
      axes: AB,
      compare:
        '{ axis: c, margins: { swaps.cnt: 1, batches.count: 0, "perModel.*.swaps.count": 1 } }',
      rank: '{ axis: a, metric: batches.count }',
      metrics: '[swaps.count]',
    },
    lines: [
      's.yaml:4:18 compare.axis: expected a column (a or b), got "c"',
      's.yaml:4:32 compare.margins["swaps.cnt"]: expected the path of a metric (sealsim list metrics), got "swaps.cnt" (did you mean "swaps.count"?)',
      's.yaml:4:46 compare.margins["batches.count"]: expected a metric of the sweep, got "batches.count" (add it under metrics)',
      's.yaml:4:61 compare.margins["batches.count"]: expected a number > 0, got 0',
      's.yaml:4:64 compare.margins["perModel.*.swaps.count"]: expected a metric of one model, got "perModel.*.swaps.count"',
      's.yaml:5:26 rank.metric: expected a metric of the sweep, got "batches.count" (add it under metrics)',
    ],
  },
  {
    name: 'a rank by what is neither good nor bad',
    parts: { axes: AB, rank: '{ axis: a, metric: batches.count }' },
    lines: [
      's.yaml:4:26 rank.metric: expected a metric of which more, or less, is better, got "batches.count"',
    ],
  },
  {
    name: 'a baseline that is none',
    parts: { axes: AB, compare: '{ axis: b, baseline: z }' },
    lines: ['s.yaml:4:31 compare.baseline: expected a value of b (x or y), got "z"'],
  },
  {
    name: 'a baseline without others',
    parts: {
      axes: AB,
      exclude: '[{ b: y }]',
      compare: '{ axis: b, baseline: x }',
      rank: '{ axis: b, metric: swaps.count }',
    },
    lines: [
      's.yaml:5:31 compare.baseline: expected a value beside which cells differ in b alone, got x, beside which none does',
      's.yaml:6:15 rank.axis: expected a column in which cells differ that are otherwise the same, got b',
    ],
  },
  {
    name: 'precision',
    parts: {
      replications: null,
      precision:
        '{ targets: [{ metric: swaps.count, of: difference, absolute: 1 }, { metric: swaps.count, of: mean }, { metric: swaps.count, of: median, absolute: 0, relative: 1 }], least: 3, most: 10 }',
    },
    lines: [
      's.yaml:2:51 precision.targets.0.of: expected mean, got difference (differences need compare)',
      's.yaml:2:78 precision.targets.1: expected absolute or relative, got neither',
      's.yaml:2:113 precision.targets.2: expected absolute or relative, got both',
      's.yaml:2:140 precision.targets.2.of: expected mean or difference, got "median" (did you mean "mean"?)',
      's.yaml:2:158 precision.targets.2.absolute: expected a number > 0, got 0',
      's.yaml:2:184 precision.least: expected a whole number ≥ 20 (fewer give intervals that are too narrow), got 3',
    ],
  },
  {
    name: 'precision that ends before it begins',
    parts: {
      replications: null,
      precision:
        '{ targets: [{ metric: swaps.count, of: mean, absolute: 1 }], least: 30, most: 20 }',
    },
    lines: ['s.yaml:2:90 precision.most: expected a number ≥ 30, got 20'],
  },
];
