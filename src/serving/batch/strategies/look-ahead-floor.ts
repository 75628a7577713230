import { floorWorth } from './look-ahead/fairness.js';
import { Planner } from './look-ahead/planner.js';
import { LOOK_AHEAD_OPTIONS } from './look-ahead.js';
import { defineStrategy } from './strategy.js';

/**
 * As look-ahead, with a floor: every model is to have at least the share `attainmentFloor` of the
 * attainment of the best-served one.
 *
 * Rule: attainment is what the strategy has seen of its own outcomes, forgotten over 1200 s. A
 * model is short while it has less than 1.1 × its floor. Its requests are then worth at once
 * (1.1·floor / attainment)³ times as much, and more the longer it stays short (a proportional and
 * integral controller). A floor is aimed at, not guaranteed: at the start, after a change of
 * load, and where serving this model alone would not reach it, a model can be below.
 *
 * Parameters: `attainmentFloor` (0.4 if not set; 0: none, the same as look-ahead), and those of look-ahead.
 * Who pays: the popular models, and in overload everybody, as each visit to a rare model costs
 * two loads.
 */
export const lookAheadFloor = defineStrategy({
  name: 'look-ahead+floor',
  summary: 'look-ahead that keeps every model above a share of the best-served one',
  uses: [...LOOK_AHEAD_OPTIONS, 'attainmentFloor'],
  create: (context) => new Planner(context, floorWorth(context)),
});
