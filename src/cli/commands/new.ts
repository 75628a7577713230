import { STARTER_KINDS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE } from './shared.js';

export const newCommand: CommandSpec = {
  name: 'new',
  summary: 'write a commented starter scenario, sweep or strategy to edit',
  arguments: [
    {
      name: 'KIND',
      description: 'what to write',
      required: true,
      variadic: false,
      choices: STARTER_KINDS,
      completes: 'kind',
    },
    {
      name: 'FILE',
      description: 'where to (default: scenario.yaml, sweep.yaml, strategy.mjs)',
      required: false,
      variadic: false,
      choices: [],
      completes: 'file',
    },
  ],
  options: [FORCE],
  examples: ['sealsim new scenario', 'sealsim new sweep', 'sealsim new strategy my-strategy.mjs'],
  load: () => import('../actions/new.js'),
};
