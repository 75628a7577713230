import type { BrokenSweep } from './broken-sweep.js';

/** Broken sweeps: axes. */
export const inputs: readonly BrokenSweep[] = [
  {
    name: 'axes that are none',
    parts: { axes: '[3, {}, { path: a, value: [1] }, { name: v }]' },
    lines: [
      's.yaml:3:8 axes.0: expected a mapping, got 3',
      's.yaml:3:11 axes.1.path: expected a text, got nothing',
      's.yaml:3:11 axes.1: expected one of values, range, logRange, got none of them',
      's.yaml:3:15 axes.2: expected one of values, range, logRange, got none of them',
      's.yaml:3:26 axes.2.value: expected one of path, values, range, logRange, label, unit, got the unknown key "value" (did you mean "values"?)',
      's.yaml:3:40 axes.3.path: expected a text, got nothing',
      's.yaml:3:40 axes.3: expected one of values, range, logRange, got none of them',
      's.yaml:3:42 axes.3.name: expected one of path, values, range, logRange, label, unit, got the unknown key "name"',
    ],
  },
  {
    name: 'axes that are no list',
    parts: { axes: '{ path: a, values: [1] }' },
    lines: ['s.yaml:3:7 axes: expected a list, got a mapping'],
  },
  {
    name: 'values that are none',
    parts: { axes: '[{ path: a, values: [] }, { path: b, values: 3 }]' },
    lines: [
      's.yaml:3:27 axes.0.values: expected a list that is not empty, got an empty list',
      's.yaml:3:52 axes.1.values: expected a list, got 3',
    ],
  },
  {
    name: 'a value twice',
    parts: { axes: '[{ path: a, values: [8, x, 8.0] }]' },
    lines: ['s.yaml:3:34 axes.0.values.2: expected each value once, got 8 a second time'],
  },
  {
    name: 'several sources of values',
    parts: { axes: '[{ path: a, values: [1], range: { from: 0, to: 1, step: 1 } }]' },
    lines: ['s.yaml:3:8 axes.0: expected one of values, range, logRange, got values and range'],
  },
  {
    name: 'ranges that descend',
    parts: {
      axes: '[{ path: a, range: { from: 2, to: 1, step: 0.1 } }, { path: b, logRange: { from: 0, to: 1, count: 1 } }]',
    },
    lines: [
      's.yaml:3:41 axes.0.range.to: expected a number > 2, got 1',
      's.yaml:3:88 axes.1.logRange.from: expected a number > 0, got 0',
      's.yaml:3:105 axes.1.logRange.count: expected a whole number ≥ 2 and ≤ 1e5, got 1',
    ],
  },
  {
    name: 'ranges without end',
    parts: {
      axes: '[{ path: a, range: { from: 0, to: 1e9, step: 1 } }, { path: b, range: { from: 0, to: 1 } }, { path: c, range: { from: 0, to: 1, step: 1, count: 2 } }]',
    },
    lines: [
      's.yaml:3:52 axes.0.range.step: expected a step that gives at most 100000 values, got one that gives 1000000001',
      's.yaml:3:77 axes.1.range: expected step or count, got neither',
      's.yaml:3:117 axes.2.range: expected step or count, got both',
    ],
  },
  {
    name: 'paths that collide',
    parts: {
      axes: '[{ path: a.b, values: [1] }, { path: a, values: [1] }, { path: \'a["b"]\', values: [2] }, { zip: [{ path: strategy.name, values: [x] }, { path: strategy.module, values: [y] }] }]',
    },
    lines: [
      's.yaml:3:44 axes.1.path: expected paths of different settings, got a beside a.b',
      's.yaml:3:70 axes.2.path: expected each path once, got a.b a second time',
      's.yaml:3:149 axes.3.zip.1.path: expected paths of different settings, got strategy.module beside strategy.name',
    ],
  },
  {
    name: 'ranges of which some values are one double',
    parts: { axes: '[{ path: a, logRange: { from: 1, to: 1.0000000000000002, count: 3 } }]' },
    lines: ['s.yaml:3:29 axes.0.logRange: expected each value once, got 1 a second time'],
  },
  {
    name: 'zips of unequal length',
    parts: {
      axes: '[{ zip: [{ path: a, values: [1] }, { path: b, values: [1, 2] }] }, { zip: [{ path: c, values: [1] }] }]',
    },
    lines: [
      's.yaml:3:15 axes.0.zip: expected axes with equally many values, got 1, 2 values',
      's.yaml:3:81 axes.1.zip: expected at least 2 items, got a list of 1',
    ],
  },
  {
    name: 'a row of a zip twice',
    parts: { axes: '[{ zip: [{ path: a, values: [1, 2, 1] }, { path: b, values: [x, x, x] }] }]' },
    lines: ['s.yaml:3:42 axes.0.zip.0.values.2: expected each value once, got 1, x a second time'],
  },
  {
    name: 'variants that do the same',
    parts: {
      axes: '[{ name: w, variants: { one: { a: 1 }, two: { a: 1.0 } } }, { name: mean, variants: { x: {} } }]',
    },
    lines: [
      's.yaml:3:46 axes.0.variants.two: expected settings of its own, got those of "one"',
      's.yaml:3:75 axes.1.name: expected a name that tables do not need themselves, got "mean"',
    ],
  },
  {
    name: 'variants',
    parts: {
      axes: '[{ name: v, variants: {} }, { name: w, variants: { one: { a: 1 }, two: { a: 1.0 }, three: 3 } }, { name: mean, variants: { x: { seed: 2 } } }, { name: b, variants: { x: { c: 1 } } }, { path: b, values: [1] }]',
    },
    lines: [
      's.yaml:3:29 axes.0.variants: expected at least one variant, got an empty mapping',
      's.yaml:3:97 axes.1.variants.three: expected a mapping, got 3',
      's.yaml:3:135 axes.2.variants.x.seed: expected a path that may be set here, got "seed" (set it for all cells under set)',
      's.yaml:3:198 axes.4.path: expected each column name once, got "b"',
    ],
  },
];
