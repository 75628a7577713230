import type { ArgumentSpec, CommandSpec } from '../command-spec.js';
import { JSON_OUTPUT, option } from './shared.js';

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'compare two folders of results; exit code 1 if they differ',
  arguments: [folder('A'), folder('B')],
  options: [
    option(
      '--tolerance',
      'share',
      'differences up to this share of the larger number do not count; default: 0',
    ),
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim diff results/before results/after',
    'sealsim diff results/laptop results/cluster --tolerance 1e-9 --json',
  ],
  load: () => import('../actions/diff.js'),
};

function folder(name: string): ArgumentSpec {
  return {
    name,
    description: 'a folder of results of run, compare or sweep',
    required: true,
    variadic: false,
    choices: [],
    completes: 'file',
  };
}
