import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, REPLICATIONS, SCENARIO, SEED, SET } from './shared.js';

export const run: CommandSpec = {
  name: 'run',
  summary: 'simulate a scenario and print its figures',
  arguments: [SCENARIO],
  options: [
    SET,
    SEED,
    REPLICATIONS,
    OUT,
    option(
      '--trace',
      'file',
      'write a timeline for Perfetto (ui.perfetto.dev) or chrome://tracing',
    ),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim run scenarios/quick-start.yaml',
    'sealsim run scenarios/sincere.yaml --set tee.mode=off --set sla.seconds=40',
    'sealsim run scenarios/sincere.yaml --replications 10 --out results/sincere-cc',
    'sealsim run scenarios/quick-start.yaml --trace timeline.json',
  ],
  load: () => import('../actions/run.js'),
};
