import { SHELLS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';

export const completion: CommandSpec = {
  name: 'completion',
  summary: 'print a script that makes a shell complete sealsim command lines',
  arguments: [
    {
      name: 'SHELL',
      description: 'the shell',
      required: true,
      variadic: false,
      choices: SHELLS,
      completes: 'shell',
    },
  ],
  options: [],
  examples: [
    'source <(sealsim completion bash)',
    'sealsim completion zsh > ~/.sealsim-completion.zsh',
  ],
  load: () => import('../actions/completion.js'),
};
