import { proportionalWorth } from './look-ahead/fairness.js';
import { Planner } from './look-ahead/planner.js';
import { LOOK_AHEAD_OPTIONS } from './look-ahead.js';
import { defineStrategy } from './strategy.js';

/**
 * As look-ahead, starving nobody: a request is worth the more the worse its model has fared.
 *
 * Rule: a request on time is worth weight / attainment of its model, the attainment being what
 * the strategy has seen of its own outcomes, forgotten over 1200 s. This climbs the sum of the
 * logarithms of attainments, weighted by traffic, which is −∞ when a model gets nothing.
 * Parameters: those of look-ahead; `weights` are those of the logarithms.
 * Source: proportional fairness (Kelly 1997, "Charging and rate control for elastic traffic");
 * the gradient rule (Stolyar 2005, "On the asymptotic optimality of the gradient scheduling
 * algorithm for multiuser throughput allocation").
 */
export const proportionalFair = defineStrategy({
  name: 'proportional-fair',
  summary: 'look-ahead where a request counts more, the worse its model was served',
  uses: LOOK_AHEAD_OPTIONS,
  create: (context) => new Planner(context, proportionalWorth(context)),
});
