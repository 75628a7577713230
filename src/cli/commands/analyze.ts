import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option } from './shared.js';

export const analyze: CommandSpec = {
  name: 'analyze',
  summary: 'what a TEE costs, from results with it on and off: throughput, latency, energy, price',
  arguments: [
    {
      name: 'DIR',
      description: 'results of benchmarks, runs of sealsim, or a folder of them',
      required: true,
      variadic: true,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    option('--price', 'n', 'what an hour of the machine costs; default: 7'),
    option('--price-cc', 'n', 'the same with confidential computing; default: as --price'),
    option('--currency', 'name', 'of the price; default: EUR'),
    option('--sla', 's', 'the largest latency that is on time; default: what the results say'),
    option('--idle-watts', 'W', 'power at and below which a GPU is idle; default: by utilisation'),
    option('--format', 'svg,png,pdf', 'the files of figures; default: all three'),
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim analyze data/ko',
    'sealsim analyze data/ko --price 6.98 --currency USD --out results/ko',
  ],
  load: () => import('../actions/analyze.js'),
};
