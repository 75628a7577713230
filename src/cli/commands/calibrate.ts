import { CALIBRATED } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, option } from './shared.js';

export const calibrate: CommandSpec = {
  name: 'calibrate',
  summary: 'fit a profile or a TEE preset to measured runs, and say how well it fits',
  arguments: [
    {
      name: 'ENGINE',
      description: 'what was measured',
      required: true,
      variadic: false,
      choices: CALIBRATED,
      completes: 'kind',
    },
  ],
  options: [
    option(
      '--from',
      'folder',
      'measured runs: tables or logs; tee: results of benchmarks with TEE on and off, or a table',
    ),
    option(
      '--fit-at',
      'n,…',
      'tee: concurrencies that the cost is fitted on; default: the two ends',
    ),
    {
      ...option(
        '--base',
        'profile',
        'where weights and profiled loads come from, a name or a path; default: h100-sincere',
      ),
      completes: 'profile',
    },
    option('--out', 'file.yaml', 'write the fitted profile or preset'),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim calibrate batch-server --from measured',
    'sealsim calibrate tee --from results/bench --out profiles/tee/mine.yaml',
    'sealsim calibrate batch-server --from measured --base my-gpu.yaml --out my-gpu-fitted.yaml',
  ],
  load: () => import('../actions/calibrate.js'),
};
