import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, SCENARIO, SEED, SET } from './shared.js';

export const capacity: CommandSpec = {
  name: 'capacity',
  summary: 'find the range of a value in which a metric keeps a target',
  arguments: [SCENARIO],
  options: [
    option(
      '--metric',
      'path',
      'what has to keep the target, as in the summary; default: sla.attainmentReceived',
    ),
    option('--at-least', 'target', 'what the metric may not be below; fractions from 0 to 1'),
    option('--at-most', 'target', 'what the metric may not be above'),
    {
      flag: '--over',
      value: 'path[=lo..hi]',
      description: 'the number that is varied, e.g. arrivals.rate or server.rules.batchLimit=1..64',
      repeats: false,
      completes: 'setting',
    },
    option('--from', 'lo', 'where the range begins; default: a tenth of the scenario’s value'),
    option('--to', 'hi', 'where it ends; default: twice the scenario’s value'),
    option('--step', 's', 'how far apart the values are that are simulated first'),
    option('--points', 'n', 'how many these are; default: 11'),
    option(
      '--tolerance',
      't',
      'how near the last value that holds and the first that does not are brought; default: a hundredth of the range',
    ),
    option('--replications', 'n', 'of every value; default: the scenario’s, 20 if it has one'),
    option(
      '--most-replications',
      'n',
      'of a value of which nothing can be said yet; default: 8 times as many',
    ),
    option('--confidence', 'p', 'with which all that is said holds; default: 0.95'),
    option('--tee', 'mode', 'cc, off, or both on the same random draws'),
    {
      flag: '--axis',
      value: 'path=a,b,…',
      description: 'variants to search one by one, on the same random draws (repeatable)',
      repeats: true,
      completes: 'setting',
    },
    option(
      '--price',
      'dollars',
      'what a GPU costs in an hour, used or idle: adds what each value costs',
    ),
    option('--price-cc', 'dollars', 'the same of a GPU in tee.mode cc; default: --price'),
    SET,
    SEED,
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim capacity scenarios/sincere-lossless.yaml --metric sla.attainmentReceived --at-least 0.95 --over arrivals.rate',
    'sealsim capacity scenarios/sincere-lossless.yaml --set strategy.name=edf+drop --at-least 0.9 --over arrivals.rate=1..8 --tee both --out results/capacity',
    'sealsim capacity scenarios/sincere-lossless.yaml --metric latencySeconds.p95 --at-most 60 --over server.rules.batchLimit=1..64 --set arrivals.rate=1',
    'sealsim capacity scenarios/two-gpus.yaml --at-least 0.5 --over server.gpus=1..8 --tee both --price 4',
  ],
  load: () => import('../actions/capacity.js'),
};
