import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, toggle } from './shared.js';

export const pareto: CommandSpec = {
  name: 'pareto',
  summary:
    'compare configurations of one workload: tables, Pareto front, throughput per GPU and user',
  arguments: [
    {
      name: 'DIR',
      description: 'reports of benchmarks or runs of sealsim; folders are searched for them',
      required: false,
      variadic: true,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    option('--scenario', 'n', 'the scenario to show, by its number in the list; default: all'),
    option('--x', 'metric', 'default: outputTokensPerSecondPerUser'),
    option('--y', 'metric', 'default: outputTokensPerSecondPerGpu'),
    {
      ...option(
        '--slo',
        'metric<=n unit',
        "leave out what does not meet it, e.g. 'ttft.p95<=500ms' (repeatable)",
      ),
      repeats: true,
    },
    option('--only', 'replicas|pd', 'configurations of one kind; default: both'),
    toggle('--by-directory', 'tell configurations of different folders apart'),
    toggle('--list-metrics', 'list the metrics and their units'),
    option('--format', 'svg,png,pdf', 'the files of figures; default: all three'),
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim pareto reports',
    "sealsim pareto reports --slo 'ttft.p95<=500ms' --slo 'tpot.mean<=30ms' --out results/pareto",
  ],
  load: () => import('../actions/pareto.js'),
};
