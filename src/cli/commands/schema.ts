import { SCHEMA_KINDS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { option } from './shared.js';

export const schema: CommandSpec = {
  name: 'schema',
  summary: 'print the JSON Schema of a file format, for completion in editors',
  arguments: [
    {
      name: 'KIND',
      description: 'which format (default: scenario)',
      required: false,
      variadic: false,
      choices: SCHEMA_KINDS,
      completes: 'kind',
    },
  ],
  options: [
    option('--out', 'folder', 'write KIND.schema.json there, of every format if none is named'),
  ],
  examples: ['sealsim schema', 'sealsim schema profile', 'sealsim schema --out schemas'],
  load: () => import('../actions/schema.js'),
};
