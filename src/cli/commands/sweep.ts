import type { ArgumentSpec, CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, option, REPLICATIONS, SEED, SET, toggle } from './shared.js';

const SWEEP: ArgumentSpec = {
  name: 'SWEEP',
  description: 'a sweep file (YAML)',
  required: true,
  variadic: false,
  choices: [],
  completes: 'sweep',
};

export const sweep: CommandSpec = {
  name: 'sweep',
  summary: 'simulate every cell of a sweep file, on all processors; can be stopped and resumed',
  arguments: [SWEEP],
  options: [
    { ...option('--out', 'folder', 'where results go; default: results/NAME'), completes: 'file' },
    option('--jobs', 'n', 'how many threads simulate; default: one for each processor'),
    toggle('--resume', 'go on with what is in the folder'),
    option('--shard', 'i/n', 'simulate the i-th of n parts only; sealsim merge joins them'),
    toggle('--dry-run', 'print the cells and what simulating them would cost; write nothing'),
    SET,
    SEED,
    { ...REPLICATIONS, description: 'of each cell, in place of what the file says' },
    toggle('--parquet', 'write tables as Parquet too'),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim sweep scenarios/sweeps/quick.yaml --dry-run',
    'sealsim sweep scenarios/sweeps/quick.yaml --out results/quick',
    'sealsim sweep scenarios/sweeps/quick.yaml --out results/quick --resume',
    'sealsim sweep scenarios/sweeps/quick.yaml --out results/part-1 --shard 1/2',
  ],
  load: () => import('../actions/sweep.js'),
};
