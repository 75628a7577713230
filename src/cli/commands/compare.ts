import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, REPLICATIONS, SCENARIO, SEED, SET } from './shared.js';

export const compare: CommandSpec = {
  name: 'compare',
  summary: 'simulate variants of a scenario on the same random draws, side by side',
  arguments: [SCENARIO],
  options: [
    {
      flag: '--axis',
      value: 'path=a,b,…',
      description: 'the values a path takes; several axes make a full grid (repeatable)',
      repeats: true,
      completes: 'setting',
    },
    option(
      '--baseline',
      'path=value',
      'what the others are compared with; default: the first value of the last axis',
    ),
    SET,
    SEED,
    REPLICATIONS,
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim compare scenarios/quick-start.yaml --axis tee.mode=off,cc --replications 5',
    'sealsim compare scenarios/sincere.yaml --axis strategy.name=best-batch,select-batch+timer --axis tee.mode=cc,off',
    'sealsim compare scenarios/sincere.yaml --axis sla.seconds=40,60,80 --baseline sla.seconds=60 --out results/sla',
  ],
  load: () => import('../actions/compare.js'),
};
