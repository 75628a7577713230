import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, REPLICATIONS, SCENARIO, SEED, SET } from './shared.js';

export const bound: CommandSpec = {
  name: 'bound',
  summary: 'bound what any scheduler could serve on time, and see how near policies come',
  arguments: [SCENARIO],
  options: [
    SET,
    SEED,
    REPLICATIONS,
    {
      flag: '--axis',
      value: 'path=a,b,…',
      description: 'values to bound one by one; several axes make a full grid (repeatable)',
      repeats: true,
      completes: 'setting',
    },
    {
      flag: '--strategies',
      value: 'name,…',
      description: 'the policies to set beside it; default: the scenario’s',
      repeats: false,
      completes: 'strategy',
    },
    option(
      '--batch-limit',
      'n',
      'largest batch, for the bound and the policies (server.rules.batchLimit)',
    ),
    option('--grid', 'seconds', 'the finest grid, a power of two; default: 0.125, or finer'),
    option('--time-limit', 'seconds', 'for each replication of each cell; default: 120'),
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim bound scenarios/sincere-lossless.yaml --strategies greedy,best-batch+timer',
    'sealsim bound scenarios/sincere-lossless.yaml --set server.swapTimes=disk --axis tee.mode=off,cc --axis arrivals.rate=4,8,12 --out results/bound',
  ],
  load: () => import('../actions/bound.js'),
};
