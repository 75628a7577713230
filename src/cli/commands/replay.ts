import { REPLAYED } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, SEED, toggle } from './shared.js';

export const replay: CommandSpec = {
  name: 'replay',
  summary: 'predict measured runs and put predicted beside measured',
  arguments: [
    {
      name: 'SYSTEM',
      description: 'whose runs, which tells by what rules they are served',
      required: true,
      variadic: false,
      choices: REPLAYED,
      completes: 'kind',
    },
  ],
  options: [
    option('--data', 'folder', 'measured runs: logs or tables'),
    option('--seeds', 'n', 'how often each run is simulated; default: 20'),
    SEED,
    {
      ...option('--profile', 'profile', 'a name or a path; default: h100-sincere'),
      completes: 'profile',
    },
    option('--swap-times', 'form', 'history, disk, in-experiment or profiled; default: history'),
    toggle('--teacher-forced', 'also simulate every run with its own durations'),
    option('--ablate', 'name,…', 'also take mechanisms out, one at a time: names, or all'),
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim replay sincere --data measured',
    'sealsim replay sincere --data sincere/logs --teacher-forced --out results/replay',
    'sealsim replay sincere --data measured --ablate slot-queue,no-busy-loop',
  ],
  load: () => import('../actions/replay.js'),
};
