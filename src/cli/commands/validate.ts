import type { CommandSpec } from '../command-spec.js';
import { JSON_OUTPUT, SET } from './shared.js';

export const validate: CommandSpec = {
  name: 'validate',
  summary:
    'check scenarios, sweeps, claims, plans, profiles and strategy modules, and name every problem',
  arguments: [
    {
      name: 'FILE',
      description:
        'scenario, sweep, claims, plan or profile files (YAML), or strategy modules (.js, .mjs)',
      required: true,
      variadic: true,
      choices: [],
      completes: 'scenario',
    },
  ],
  options: [SET, JSON_OUTPUT],
  examples: [
    'sealsim validate scenarios/sincere.yaml',
    'sealsim validate scenarios/sweeps/quick.yaml',
    'sealsim validate scenarios/sincere.yaml scenarios/quick-start.yaml profiles/h100-sincere.yaml',
  ],
  load: () => import('../actions/validate.js'),
};
