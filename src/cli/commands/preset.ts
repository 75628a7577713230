import type { CommandSpec } from '../command-spec.js';
import { JSON_OUTPUT, option } from './shared.js';

export const preset: CommandSpec = {
  name: 'preset',
  summary: 'what a TEE preset does to a profile, number by number, with the source of each',
  arguments: [
    {
      name: 'PRESET',
      description: 'a name in profiles/tee, or the path of a file',
      required: true,
      variadic: true,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    {
      ...option('--profile', 'profile', 'a name or a path; default: h100-sincere'),
      completes: 'profile',
    },
    {
      ...option(
        '--use',
        'what=effect',
        'which effect acts on load, step, kernel, firstLoad or allocation: its name, or none (repeatable); default: as the presets say',
      ),
      repeats: true,
    },
    option('--sizes', 'n,…', 'batch sizes that are shown; default: 1, 8, 32 and the largest'),
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim preset h100-hopper',
    'sealsim preset h100-hopper --profile h100-sincere --sizes 1,16,64',
    'sealsim preset h100-hopper --use load=transfer-pageable-h2d',
  ],
  load: () => import('../actions/preset.js'),
};
