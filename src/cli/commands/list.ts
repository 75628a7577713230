import { LISTS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { JSON_OUTPUT } from './shared.js';

export const list: CommandSpec = {
  name: 'list',
  summary:
    'list what files can name: strategies, profiles, arrival processes, metrics, TEE presets',
  arguments: [
    {
      name: 'WHAT',
      description: 'which list (default: all)',
      required: false,
      variadic: false,
      choices: LISTS,
      completes: 'kind',
    },
  ],
  options: [JSON_OUTPUT],
  examples: ['sealsim list', 'sealsim list strategies', 'sealsim list profiles --json'],
  load: () => import('../actions/list.js'),
};
