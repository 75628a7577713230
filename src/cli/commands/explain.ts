import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, REPLICATIONS, SCENARIO, SEED, SET } from './shared.js';

export const explain: CommandSpec = {
  name: 'explain',
  summary: 'attribute the difference between two settings to the inputs they differ in',
  arguments: [SCENARIO],
  options: [
    {
      flag: '--from',
      value: 'path=value,…',
      description: 'settings of the one end; default: the scenario as it is (repeatable)',
      repeats: true,
      completes: 'setting',
    },
    {
      flag: '--to',
      value: 'path=value,…',
      description: 'settings of the other end; default: the scenario as it is (repeatable)',
      repeats: true,
      completes: 'setting',
    },
    {
      flag: '--metric',
      value: 'path',
      description:
        'what is explained, as in the summary; default: attainment, mean latency, throughput (repeatable)',
      repeats: true,
      completes: 'file',
    },
    SET,
    SEED,
    REPLICATIONS,
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim explain scenarios/sincere.yaml --from tee.mode=off --to tee.mode=cc --replications 20',
    'sealsim explain scenarios/sincere.yaml --from tee.mode=off --to tee.mode=cc,strategy.timerSigmas=2 --metric latencySeconds.p95',
    'sealsim explain scenarios/sincere.yaml --set server.swapTimes=disk --from tee.mode=off --to tee.mode=cc --out results/explain',
  ],
  load: () => import('../actions/explain.js'),
};
