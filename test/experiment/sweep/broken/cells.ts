import type { BrokenSweep } from './broken-sweep.js';

const AB = '[{ path: a, values: [1, 2] }, { path: b, values: [x, y] }]';

/** Broken sweeps: cells. */
export const inputs: readonly BrokenSweep[] = [
  {
    name: 'columns that are none',
    parts: { axes: AB, exclude: '[{ c: 1 }, { a: 3 }, { b: [x, z] }, { a: [] }, 4]' },
    lines: [
      's.yaml:4:13 exclude.0.c: expected a column (a or b), got "c"',
      's.yaml:4:26 exclude.1.a: expected a value of a (1 or 2), got 3',
      's.yaml:4:40 exclude.2.b.1: expected a value of b (x or y), got "z"',
      's.yaml:4:51 exclude.3.a: expected a value of a (1 or 2), got an empty list',
      's.yaml:4:57 exclude.4: expected a mapping with values by column, got 4',
    ],
  },
  {
    name: 'filters that match nothing',
    parts: {
      axes: AB,
      exclude: '[{ a: 1 }]',
      overrides: '[{ name: o, where: { a: 1, b: x }, set: { c: 1 } }]',
      keep: '{ timeline: [{ a: 2 }, { b: x, a: 1 }] }',
    },
    lines: [
      's.yaml:5:31 overrides.0.where: expected a filter that matches a cell, got one that matches none of the 2',
      's.yaml:6:41 keep.timeline.1.a: expected a value of a (2), got 1',
    ],
  },
  {
    name: 'nothing left',
    parts: { axes: AB, exclude: '[{ a: 1 }, { a: 2 }]' },
    lines: ['s.yaml:4:10 exclude: expected a cell that is left, got none'],
  },
  {
    name: 'overrides',
    parts: {
      axes: AB,
      overrides:
        '[{ name: o, where: {}, set: { c: 1 } }, { name: o, where: {}, set: { seed: 1 } }, { name: "x;y", where: 3 }]',
    },
    lines: [
      's.yaml:4:81 overrides.1.set.seed: expected a path that may be set here, got "seed" (set it for all cells under set)',
      's.yaml:4:94 overrides.2.set: expected a mapping, got nothing',
      's.yaml:4:102 overrides.2.name: expected a name without ;, got "x;y"',
      's.yaml:4:116 overrides.2.where: expected a mapping, got 3',
    ],
  },
  {
    name: 'too many cells',
    parts: {
      axes: '[{ path: a, range: { from: 1, to: 400, step: 1 } }, { path: b, range: { from: 1, to: 400, step: 1 } }]',
    },
    lines: ['s.yaml:3:7 axes: expected at most 100000 combinations of values, got 160000'],
  },
];
