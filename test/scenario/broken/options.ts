import type { BrokenInput } from './broken-input.js';

/** Broken inputs: options. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'set without value',
    request: { sets: ['sla.seconds'] },
    lines: ['--set: expected path=value, the path like a.b.0["c.d"], got "sla.seconds"'],
  },
  {
    name: 'set without path',
    request: { sets: ['=5'] },
    lines: ['--set: expected path=value, the path like a.b.0["c.d"], got "=5"'],
  },
  {
    name: 'set with a broken path',
    request: { sets: ['sla..seconds=5', 'sla.=5', 'a["x=5'] },
    lines: [
      '--set: expected path=value, the path like a.b.0["c.d"], got "sla..seconds=5"',
      '--set: expected path=value, the path like a.b.0["c.d"], got "sla.=5"',
      '--set: expected path=value, the path like a.b.0["c.d"], got "a[\\"x=5"',
    ],
  },
  {
    name: 'set of an unknown key',
    request: { sets: ['sla.secnds=5'] },
    lines: [
      '--set sla.secnds: expected seconds or perModel, got the unknown key "secnds" (did you mean "seconds"?)',
    ],
  },
  {
    name: 'set through a number',
    request: { sets: ['durationSeconds.x=5'] },
    lines: [
      '--set durationSeconds.x: expected a path through mappings and lists, got 100 at durationSeconds',
    ],
  },
  {
    name: 'set through a name',
    request: { sets: ['server.profile.gpu.memoryGiB=5'] },
    lines: [
      '--set server.profile.gpu.memoryGiB: expected a path through mappings and lists, got "small" at server.profile',
    ],
  },
  {
    name: 'set beyond a list',
    changes: { strategy: '{ name: select-batch+timer, allowedSizes: [8] }' },
    request: { sets: ['strategy.allowedSizes.5=9', 'strategy.allowedSizes.x=9'] },
    lines: [
      '--set strategy.allowedSizes.5: expected a position in a list, 0 to 1, got "5" at strategy.allowedSizes',
      '--set strategy.allowedSizes.x: expected a position in a list, 0 to 1, got "x" at strategy.allowedSizes',
    ],
  },
  {
    name: 'set of a wrong value',
    request: { sets: ['arrivals.rate=-1', 'sla.seconds=60ms', 'tee.mode=ccc'] },
    lines: [
      '--set arrivals.rate: expected a number > 0 and ≤ 1e6, got -1',
      '--set sla.seconds: expected a number > 0 and ≤ 1e9, got "60ms" (write the number alone; the unit is fixed)',
      '--set tee.mode: expected off or cc, got "ccc" (did you mean "cc"?)',
    ],
  },
  {
    name: 'set of broken YAML',
    request: { sets: ['sla={ seconds: 5'] },
    lines: ['--set sla: expected valid YAML, got a syntax error (Flow map must end with a })'],
  },
  {
    name: 'set to nothing',
    request: { sets: ['sla.seconds='] },
    lines: ['--set sla.seconds: expected a number > 0 and ≤ 1e9, got nothing'],
  },
  {
    name: 'set of a process that needs more',
    request: { sets: ['arrivals.process=trace'] },
    lines: ['s.yaml:3:11 arrivals.file: expected a text, got nothing'],
  },
  {
    name: 'empty seed',
    request: { seed: '' },
    lines: ['--seed: expected a text that is not empty, got ""'],
  },
  {
    name: 'negative replications',
    request: { replications: -1 },
    lines: ['--replications: expected a whole number ≥ 1 and ≤ 1e6, got -1'],
  },
];
