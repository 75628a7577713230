import { fixedWorth } from './look-ahead/fairness.js';
import { Planner } from './look-ahead/planner.js';
import { defineStrategy, type StrategyOption } from './strategy.js';

/** What every strategy of this family reads. */
export const LOOK_AHEAD_OPTIONS: readonly StrategyOption[] = [
  'lookAhead',
  'beamWidth',
  'weights',
  'rateWindowSeconds',
  'batchCap',
  'slackSigmas',
];

/**
 * Plan ahead: which model next, and how large a batch, so that as many requests as possible (by
 * `weights`) are on time per second in the long run, not in the next batch.
 *
 * Rule: whenever the GPU is free, requests that cannot be on time are dropped. The plans searched
 * begin with up to `lookAhead` batches of any models, of which the `beamWidth` best partial plans
 * are kept at each step (4·`beamWidth` models are considered). Each is followed further by a rule:
 * turn to the model whose visit, its load included, brings most per second. Arrivals are expected
 * at the rates of the last `rateWindowSeconds`. A plan is worth its on-time requests discounted
 * over 2 SLAs + 4 loads: without a discount a plan that puts off what it should do now is worth
 * as much. The best plan's first step is carried out; after a load there is a new plan.
 * A batch is as large as leaves its oldest request on time, but a request that would keep it
 * smaller than efficient is passed over. `slackSigmas`: a margin after loads; `batchCap`: a limit.
 *
 * Who pays: the rare models. With equal worth, what is loaded seldom is hardly served in overload.
 * Source: rollout of a greedy index rule (Bertsekas & Castañon 1999, "Rollout algorithms for
 * stochastic scheduling problems"), with the index of a polling system with set-up times (Duenyas
 * & Van Oyen 1996, "Heuristic scheduling of parallel heterogeneous queues with set-ups").
 */
export const lookAhead = defineStrategy({
  name: 'look-ahead',
  summary: 'plan the next batches and loads, to have as many requests on time as possible',
  uses: LOOK_AHEAD_OPTIONS,
  create: (context) => new Planner(context, fixedWorth(context)),
});
