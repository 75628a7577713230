import type { BrokenSweep } from './broken-sweep.js';

/** Broken sweeps: documents. */
export const inputs: readonly BrokenSweep[] = [
  { name: 'nothing', text: '', lines: ['s.yaml:1:1: expected a sweep: a mapping, got nothing'] },
  { name: 'a list', text: '[1]', lines: ['s.yaml:1:1: expected a sweep: a mapping, got a list'] },
  {
    name: 'no scenario, no replications',
    text: 'axes: []',
    lines: [
      's.yaml:1:1 scenario: expected a text, got nothing',
      's.yaml:1:1: expected replications or precision, got neither',
    ],
  },
  {
    name: 'a syntax error',
    text: 'scenario: base.yaml\naxes: [1\nkeep: { timeline: 3 }\nreplications: 2',
    lines: [
      's.yaml:2:8 axes.0: expected a mapping, got 1',
      's.yaml:3:1: expected valid YAML, got a syntax error (Flow sequence in block collection must be sufficiently indented and end with a ])',
    ],
  },
  {
    name: 'a scenario that is missing',
    parts: { scenario: 'bas.yaml' },
    lines: [
      's.yaml:1:11 scenario: expected the path of a scenario file, got "bas.yaml", which does not exist',
    ],
  },
  {
    name: 'a scenario that is a folder',
    parts: { scenario: 'folder' },
    lines: ['s.yaml:1:11 scenario: expected the path of a scenario file, got "folder", a folder'],
  },
  {
    name: 'unknown keys',
    parts: { axis: '[]', keep: '{ timelines: true }' },
    lines: [
      's.yaml:3:1 axis: expected one of name, scenario, set, axes, exclude, overrides, replications, precision, compare, rank, metrics, keep, got the unknown key "axis" (did you mean "axes"?)',
      's.yaml:4:9 keep.timelines: expected one of latencyHistogram, timeline, requests, got the unknown key "timelines" (did you mean "timeline"?)',
    ],
  },
  {
    name: 'a name that no folder can have',
    parts: { name: '../x' },
    lines: ['s.yaml:3:7 name: expected a name that a folder can have, got "../x"'],
  },
  {
    name: 'paths that are none',
    parts: {
      axes: '[{ path: a..b, values: [1] }, { path: seed, values: [1] }, { path: a=b, values: [1] }]',
      set: '{ replications: 3, a.: 1 }',
    },
    lines: [
      's.yaml:3:16 axes.0.path: expected a path like a.b.0["c.d"], got "a..b"',
      's.yaml:3:45 axes.1.path: expected a path that may be set here, got "seed" (set it for all cells under set)',
      's.yaml:3:74 axes.2.path: expected a path like a.b.0["c.d"], got "a=b"',
      's.yaml:4:8 set.replications: expected a path that may be set here, got "replications" (it has its own key in the sweep)',
      's.yaml:4:25 set["a."]: expected a path like a.b.0["c.d"], got "a."',
    ],
  },
  {
    name: 'settings that collide',
    parts: {
      set: '{ a: 1, a.b: 2 }',
      axes: '[{ name: v, variants: { x: { a: 1, a.b: 3 }, y: { a.b: 3 } } }]',
    },
    lines: [
      's.yaml:3:14 set["a.b"]: expected paths of different settings, got a.b beside a',
      's.yaml:4:42 axes.0.variants.x["a.b"]: expected paths of different settings, got a.b beside a',
    ],
  },
  {
    name: 'settings that an axis replaces',
    parts: {
      axes: '[{ path: a.b, values: [1, 2] }]',
      set: '{ a.b.c: 2, c: 3 }',
      overrides:
        '[{ name: o, where: { a.b: 1 }, set: { a: 1 } }, { name: p, where: { a.b: 1 }, set: { a.b.c: 1 } }, { name: q, where: { a.b: 1 }, set: { \'a["b"]\': 1 } }]',
    },
    lines: [
      's.yaml:4:8 set["a.b.c"]: expected a path that no column sets, got a.b.c, which is set by the column a.b',
      's.yaml:5:50 overrides.0.set.a: expected a path that no column sets, got a, which is set by the column a.b',
      's.yaml:5:148 overrides.2.set["a[\\"b\\"]"]: expected a path that no column sets, got a.b, which is set by the column a.b',
    ],
  },
  {
    name: 'a sweep of sweeps',
    parts: { scenario: 's.yaml' },
    lines: ['s.yaml:1:11 scenario: expected the path of a scenario file, got "s.yaml", a sweep'],
  },
  {
    name: 'several at once',
    parts: {
      axes: '[{ path: a, values: [1, 1] }, { path: seed, values: [1] }]',
      exclude: '[{ c: 1 }]',
      keep: '{ timeline: 3 }',
      metrics: '[nope]',
      scenario: 'x.yaml',
    },
    lines: [
      's.yaml:1:11 scenario: expected the path of a scenario file, got "x.yaml", which does not exist',
      's.yaml:3:31 axes.0.values.1: expected each value once, got 1 a second time',
      's.yaml:3:45 axes.1.path: expected a path that may be set here, got "seed" (set it for all cells under set)',
      's.yaml:5:19 keep.timeline: expected true or false, or a list, got 3',
      's.yaml:6:11 metrics.0: expected the path of a metric (sealsim list metrics), got "nope"',
    ],
  },
];
