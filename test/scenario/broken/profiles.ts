import type { BrokenInput } from './broken-input.js';

/** Broken inputs: profiles. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'a profile with problems',
    changes: { server: '{ profile: p.yaml }' },
    files: {
      'p.yaml':
        'gpu: { memoryGiB: -1 }\nmodels:\n  alpha: { weightsGiB: 1GiB, bestBatch: 0, of: {} }\n',
    },
    lines: [
      'p.yaml:1:19 gpu.memoryGiB: expected a number > 0 and ≤ 1e6, got -1',
      'p.yaml:3:10 models.alpha.off: expected a mapping, got nothing',
      'p.yaml:3:24 models.alpha.weightsGiB: expected a number ≥ 0 and ≤ 1e6, got "1GiB" (write the number alone; the unit is fixed)',
      'p.yaml:3:41 models.alpha.bestBatch: expected a whole number > 0 and ≤ 1e6, got 0',
      'p.yaml:3:44 models.alpha.of: expected one of source, sourceOf, weightsGiB, maxBatch, bestBatch, tokens, off, cc, got the unknown key "of" (did you mean "off"?)',
    ],
  },
  {
    name: 'a profile with a syntax error',
    changes: { server: '{ profile: p.yaml }' },
    files: { 'p.yaml': 'gpu: { memoryGiB: 80\nmodels: {}\n' },
    lines: [
      'p.yaml:2:1: expected valid YAML, got a syntax error (Flow map in block collection must be sufficiently indented and end with a })',
    ],
  },
  {
    name: 'an empty profile',
    changes: { server: '{ profile: p.yaml }' },
    files: { 'p.yaml': '' },
    lines: ['p.yaml:1:1: expected a mapping, got nothing'],
  },
  {
    name: 'a profile whose table falls',
    changes: { server: '{ profile: p.yaml }' },
    files: {
      'p.yaml':
        'gpu: { memoryGiB: 80 }\nmodels:\n  alpha: &a\n    weightsGiB: 1\n    bestBatch: 4\n    off:\n      batch: { profiled: { table: [{ size: 4, mean: 2 }, { size: 2, mean: 3 }] } }\n      swap: { profiled: { load: { mean: 1 } } }\n  beta: *a\n',
    },
    lines: [
      'p.yaml:7:66 models.alpha.off.batch.profiled.table.1.size: expected above the size before it (4), got 2',
      'p.yaml:7:66 models.beta.off.batch.profiled.table.1.size: expected above the size before it (4), got 2',
    ],
  },
  {
    name: 'an inline profile with problems',
    changes: { server: '{ profile: { gpu: { memory: 5 }, models: {} } }' },
    lines: [
      's.yaml:5:27 server.profile.gpu.memoryGiB: expected a number > 0 and ≤ 1e6, got nothing',
      's.yaml:5:29 server.profile.gpu.memory: expected one of source, sourceOf, name, memoryGiB, reserveGiB, got the unknown key "memory"',
    ],
  },
];
