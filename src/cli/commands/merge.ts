import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, toggle } from './shared.js';

export const merge: CommandSpec = {
  name: 'merge',
  summary: 'join the shards of a sweep into what one run would have written',
  arguments: [
    {
      name: 'DIR',
      description: 'folders of results, together of the whole sweep',
      required: true,
      variadic: true,
      choices: [],
      completes: 'file',
    },
  ],
  options: [OUT, toggle('--parquet', 'write tables as Parquet too'), FORCE, JSON_OUTPUT],
  examples: ['sealsim merge results/part-1 results/part-2 --out results/quick'],
  load: () => import('../actions/merge.js'),
};
