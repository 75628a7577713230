import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, REPLICATIONS, SEED, SET, toggle } from './shared.js';

export const plan: CommandSpec = {
  name: 'plan',
  summary: 'find the cheapest mix of GPU types that carries a workload, with CC and without',
  arguments: [
    {
      name: 'PLAN',
      description: 'a plan file (YAML), or the JSON input of Mélange’s solver',
      required: true,
      variadic: false,
      choices: [],
      completes: 'scenario',
    },
  ],
  options: [
    { ...SET, description: 'set a value of the plan, e.g. --set workload.rate=8 (repeatable)' },
    option('--gpus', 'name,…', 'choose among these only; default: all of the plan'),
    option('--tee', 'mode', 'off, cc or both; default: both where the plan says what CC does'),
    option('--rate', 'requests/s', 'requests per second (workload.rate)'),
    option('--headroom', 'share', 'plan for a rate that much higher, e.g. 0.1'),
    option('--slice-factor', 'n', 'equal parts that each bucket is cut into'),
    option('--packing', 'how', 'pooled or per-instance'),
    option('--budget', '$/h', 'serve as much as this buys, instead of everything at least cost'),
    option('--orientation', 'how', 'aligned, as-printed or notebook-histogram: docs/planning.md'),
    toggle('--normalise', 'divide shares by their sum where it is not 1'),
    option('--time-limit', 'seconds', 'of the solver, for each mode; default: 60'),
    toggle('--verify', 'simulate the fleet: what share of the requests meets an SLO per token'),
    toggle('--until-met', 'add and remove GPUs until the share is met, also for each single type'),
    option('--slo-ms', 'ms', 'latency for each output token, with --verify; default: 120'),
    option('--share', 'share', 'of the requests that are to meet it; default: 0.99'),
    option('--router', 'name', 'weighted-random, least-work or by-plan; default: the first'),
    option('--output-tokens', 'which', 'of a bucket: upper (end) or middle; default: upper'),
    { ...REPLICATIONS, description: 'how often to simulate each fleet; default: 20' },
    SEED,
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim plan scenarios/plans/melange-arena.yaml',
    'sealsim plan scenarios/plans/melange-arena.yaml --orientation as-printed',
    'sealsim plan scenarios/plans/melange-arena.yaml --until-met --router least-work',
    'sealsim plan scenarios/plans/cc-premium.yaml --rate 32 --out results/plan',
  ],
  load: () => import('../actions/plan.js'),
};
