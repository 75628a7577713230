import type { BrokenInput } from './broken-input.js';
import { STRATEGY_NAMES } from './strategy-names.js';

/** Broken inputs: keys. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'unknown section',
    changes: { durations: '5' },
    lines: [
      's.yaml:7:1 durations: expected one of name, seed, replications, durationSeconds, drainSeconds, horizon, sla, tee, arrivals, models, server, strategy, believed, metrics, got the unknown key "durations"',
    ],
  },
  {
    name: 'unknown key, nearly right',
    changes: { sla: '{ second: 60 }' },
    lines: [
      's.yaml:2:6 sla.seconds: expected a number > 0 and ≤ 1e9, got nothing',
      's.yaml:2:8 sla.second: expected seconds or perModel, got the unknown key "second" (did you mean "seconds"?)',
    ],
  },
  {
    name: 'unknown key of a process',
    changes: { arrivals: '{ process: poisson, rate: 2, shape: 1 }' },
    lines: [
      's.yaml:3:40 arrivals.shape: expected one of process, rate, first, got the unknown key "shape"',
    ],
  },
  {
    name: 'missing section',
    changes: { durationSeconds: null },
    lines: ['s.yaml:1:1 durationSeconds: expected a number > 0 and ≤ 1e9, got nothing'],
  },
  {
    name: 'missing sections',
    changes: { sla: null, arrivals: null, models: null, server: null, strategy: null },
    lines: [
      's.yaml:1:1 arrivals: expected a mapping, got nothing',
      's.yaml:1:1 server.profile: expected a text, or a mapping, got nothing',
      's.yaml:1:1 models.mix: expected a mapping of model names to probabilities, got nothing',
      `s.yaml:1:1 strategy: expected name (one of ${STRATEGY_NAMES}) or module, got neither`,
      's.yaml:1:1 sla.seconds: expected a number > 0 and ≤ 1e9, got nothing',
    ],
  },
  {
    name: 'missing key',
    changes: { arrivals: '{ process: poisson }' },
    lines: ['s.yaml:3:11 arrivals.rate: expected a number > 0 and ≤ 1e6, got nothing'],
  },
  {
    name: 'duplicate key',
    changes: { sla: '{ seconds: 60, seconds: 50 }' },
    lines: ['s.yaml:2:21 sla.seconds: expected each key once, got a second one (first in line 2)'],
  },
  {
    name: 'duplicate section',
    changes: { extra: null, 'sla ': '{ seconds: 50 }' },
    lines: ['s.yaml:7:1 sla: expected each key once, got a second one (first in line 2)'],
  },
  {
    name: '__proto__',
    changes: { sla: '{ seconds: 60, __proto__: { x: 1 } }' },
    lines: ['s.yaml:2:21 sla: expected another key, got "__proto__"'],
  },
  {
    name: 'constructor',
    changes: { sla: '{ seconds: 60, perModel: { constructor: 5 } }' },
    lines: [
      's.yaml:2:33 sla.perModel.constructor: expected a model of the scenario (alpha or beta), got "constructor"',
    ],
  },
  {
    name: 'merge key',
    changes: { sla: '{ <<: { seconds: 60 } }' },
    lines: [
      's.yaml:2:6 sla.seconds: expected a number > 0 and ≤ 1e9, got nothing',
      's.yaml:2:8 sla: expected a name as key, got the merge key << (merge keys are YAML 1.1; write the keys out)',
    ],
  },
  {
    name: 'a list as key',
    changes: { sla: '{ [1, 2]: 60, seconds: 60 }' },
    lines: ['s.yaml:2:8 sla: expected a name as key, got a collection'],
  },
  {
    name: 'a model without a name',
    changes: { models: '{ mix: { "": 0.5, alpha: 0.5 } }' },
    lines: [
      's.yaml:4:18 models.mix[""]: expected a name of 1 to 1000 characters, got ""',
      's.yaml:4:18 models.mix[""]: expected a model of profile small (alpha, beta), got ""',
    ],
  },
  {
    name: 'an empty key',
    changes: { sla: '{ : 60, seconds: 60 }' },
    lines: ['s.yaml:2:7 sla: expected a name as key, got nothing'],
  },
];
