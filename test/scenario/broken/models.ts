import type { BrokenInput } from './broken-input.js';

/** Broken inputs: models and SLA. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'mix not summing to 1',
    changes: { models: '{ mix: { alpha: 0.4, beta: 0.5 } }' },
    lines: ['s.yaml:4:16 models.mix: expected probabilities that sum to 1, got a sum of 0.9'],
  },
  {
    name: 'a model the profile lacks',
    changes: { models: '{ mix: { alpha: 0.4, betta: 0.6 } }' },
    lines: [
      's.yaml:4:30 models.mix.betta: expected a model of profile small (alpha, beta), got "betta" (did you mean "beta"?)',
    ],
  },
  {
    name: 'an empty mix',
    changes: { models: '{ mix: {} }' },
    lines: ['s.yaml:4:16 models.mix: expected at least one model, got an empty mapping'],
  },
  {
    name: 'no mix',
    changes: { models: '{}' },
    lines: [
      's.yaml:4:9 models.mix: expected a mapping of model names to probabilities, got nothing',
    ],
  },
  {
    name: 'names without the mix that is drawn from',
    changes: { models: '{ names: [alpha, beta] }' },
    lines: [
      's.yaml:4:9 models.mix: expected a mapping of model names to probabilities, got nothing',
    ],
  },
  {
    name: 'a name twice',
    changes: { models: '{ names: [alpha, alpha], mix: { alpha: 1 } }' },
    lines: ['s.yaml:4:26 models.names.1: expected each name once, got "alpha" again'],
  },
  {
    name: 'a mix of other models than the names',
    changes: { models: '{ names: [alpha], mix: { alpha: 0.5, beta: 0.5 } }' },
    lines: ['s.yaml:4:46 models.mix.beta: expected a model of the scenario (alpha), got "beta"'],
  },
  {
    name: 'no SLA',
    changes: { sla: '{}' },
    lines: ['s.yaml:2:6 sla.seconds: expected a number > 0 and ≤ 1e9, got nothing'],
  },
  {
    name: 'no SLA for one model',
    changes: { sla: '{ perModel: { alpha: 5 } }' },
    lines: [
      's.yaml:2:6 sla.seconds: expected a number > 0 and ≤ 1e9, got nothing (perModel has none for beta)',
    ],
  },
  {
    name: 'SLA of an unknown model',
    changes: { sla: '{ seconds: 60, perModel: { Beta2: 5 } }' },
    lines: [
      's.yaml:2:33 sla.perModel.Beta2: expected a model of the scenario (alpha or beta), got "Beta2" (did you mean "beta"?)',
    ],
  },
  {
    name: 'an SLA of 0',
    changes: { sla: '{ seconds: 0 }' },
    lines: ['s.yaml:2:17 sla.seconds: expected a number > 0 and ≤ 1e9, got 0'],
  },
];
