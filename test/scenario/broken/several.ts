import type { BrokenInput } from './broken-input.js';
import { STRATEGY_NAMES } from './strategy-names.js';

/** Broken inputs: several at once. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'every section',
    changes: {
      durationSeconds: '-1',
      sla: '{ seconds: x }',
      arrivals: '{ process: poisson, rate: 0 }',
      models: '{ mix: { alpha: 0.4, beta: 0.5 } }',
      server: '{ profile: nope, preload: [alpa], gpu: { memoryGiB: -1 } }',
      strategy: '{ name: none, sizes: { x: 0 } }',
    },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got -1',
      's.yaml:2:17 sla.seconds: expected a number > 0 and ≤ 1e9, got "x"',
      's.yaml:3:37 arrivals.rate: expected a number > 0 and ≤ 1e6, got 0',
      's.yaml:4:16 models.mix: expected probabilities that sum to 1, got a sum of 0.9',
      's.yaml:5:20 server.profile: expected a profile (small), or the path of one, got "nope"',
      's.yaml:5:36 server.preload.0: expected a model of the scenario (alpha or beta), got "alpa" (did you mean "alpha"?)',
      's.yaml:5:61 server.gpu.memoryGiB: expected a number > 0 and ≤ 1e6, got -1',
      `s.yaml:6:19 strategy.name: expected one of ${STRATEGY_NAMES}, got "none"`,
      's.yaml:6:34 strategy.sizes.x: expected a model of the scenario (alpha or beta), got "x"',
      's.yaml:6:37 strategy.sizes.x: expected a whole number ≥ 1 and ≤ 1e6, got 0',
    ],
  },
  {
    name: 'a syntax error and others',
    changes: { name: 'a: b', durationSeconds: '-1', models: '{ mix: { alpha: 2 } }' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got -1',
      's.yaml:4:25 models.mix.alpha: expected a number ≥ 0 and ≤ 1, got 2',
      's.yaml:7:7: expected one `key: value` on a line, got a mapping inside a value (quote a text that contains ": ")',
    ],
  },
  {
    name: 'file, trace, profile and option',
    changes: {
      arrivals: '{ process: trace, file: t.csv }',
      server: '{ profile: p.yaml }',
      strategy: '{ name: best-batch, timerSigmas: -1 }',
    },
    request: { sets: ['sla.seconds=0'] },
    files: { 't.csv': 't_s,model\nx,alpha\n', 'p.yaml': 'gpu: {}\nmodels: {}\n' },
    lines: [
      's.yaml:6:44 strategy.timerSigmas: expected a number ≥ 0 and ≤ 100, got -1',
      't.csv:2:1 t_s: expected seconds since the start of the trace, a number ≥ 0, got "x"',
      'p.yaml:1:6 gpu.memoryGiB: expected a number > 0 and ≤ 1e6, got nothing',
      '--set sla.seconds: expected a number > 0 and ≤ 1e9, got 0',
    ],
  },
];
