import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, REPLICATIONS, SCENARIO, SEED, SET } from './shared.js';

export const tornado: CommandSpec = {
  name: 'tornado',
  summary:
    'which unknown matters: each parameter at both ends of its range, the others as they are',
  arguments: [SCENARIO],
  options: [
    SET,
    SEED,
    REPLICATIONS,
    {
      flag: '--range',
      value: 'path=low,high',
      description:
        'the range of a value of the scenario (repeatable); default: those that its TEE presets state',
      repeats: true,
      completes: 'setting',
    },
    {
      ...option(
        '--metric',
        'path',
        'what it does to this; default: sla.attainmentReceived (repeatable)',
      ),
      repeats: true,
    },
    option('--format', 'svg,png,pdf', 'the files of figures; default: all three'),
    OUT,
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim tornado scenarios/sincere-lossless.yaml --set tee.factors.load=2.6 --range tee.factors.load=2,3 --range tee.factors.inference=1,1.2 --replications 5',
  ],
  load: () => import('../actions/tornado.js'),
};
