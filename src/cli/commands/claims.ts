import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT } from './shared.js';

export const claims: CommandSpec = {
  name: 'claims',
  summary: "check a paper's claims against the results of a sweep; exit code 1 unless all hold",
  arguments: [
    {
      name: 'FILE',
      description: 'a file of claims (YAML)',
      required: true,
      variadic: false,
      choices: [],
      completes: 'claims',
    },
    {
      name: 'SWEEP_DIR',
      description: 'a folder of sweep results',
      required: true,
      variadic: false,
      choices: [],
      completes: 'file',
    },
  ],
  options: [OUT, FORCE, JSON_OUTPUT],
  examples: ['sealsim claims scenarios/sweeps/sincere-claims.yaml results/sincere-paper'],
  load: () => import('../actions/claims.js'),
};
