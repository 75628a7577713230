import type { Seconds } from '../../../../units.js';
import type { StrategyContext } from '../strategy.js';
import { modelWeights } from '../weights.js';
import type { Standing } from './standing.js';

/** Sets the worth of an on-time request of each model from how the models have fared until now. */
export type Reweigh = (standing: Standing, worth: Float64Array, now: Seconds) => void;

/** A model short of its floor is at once worth this power of the shortfall more … */
const STRENGTH = 3;
/** … and e times more for every so many seconds in which it gets half of what it is owed. */
const PATIENCE_SECONDS = 120;
/** How fast that goes at most, up and down. */
const FASTEST_RISE = 1;
const FASTEST_FALL = 0.25;
/** No request is worth more than this many of another model for its floor alone. */
const MOST = Math.log(1000);
/** The floor is aimed at with this factor: what pulls only below it would end below it. */
const HEADROOM = 1.1;

/** What the scenario says, whatever happens. */
export function fixedWorth(context: StrategyContext): Reweigh {
  const weights = modelWeights(context);
  return (_standing, worth) => worth.set(weights);
}

/**
 * More for a model whose attainment is below `attainmentFloor` × that of the best-served one: at
 * once by how far it is below, and more the longer it stays there.
 */
export function floorWorth(context: StrategyContext): Reweigh {
  const weights = modelWeights(context);
  const floor = Math.min(1, HEADROOM * context.options.attainmentFloor);
  const owed = new Float64Array(weights.length);
  let last = Number.NaN;
  return (standing, worth, now) => {
    const elapsed = now > last ? (now - last) / PATIENCE_SECONDS : 0;
    last = now;
    const aim = floor * standing.best();
    for (let model = 0; model < worth.length; model++) {
      const short = aim / standing.attainment(model);
      const pace = Math.max(-FASTEST_FALL, Math.min(FASTEST_RISE, short - 1));
      const longer = Math.max(0, Math.min(MOST, (owed[model] as number) + pace * elapsed));
      owed[model] = longer;
      const more = Math.exp(longer) * Math.max(1, short) ** STRENGTH;
      worth[model] = (weights[model] as number) * more;
    }
  };
}

/**
 * In inverse proportion to attainment: the gradient of Σ weight·share·log(attainment), so that a
 * plan climbs towards the proportionally fair point.
 */
export function proportionalWorth(context: StrategyContext): Reweigh {
  const weights = modelWeights(context);
  return (standing, worth) => {
    for (let model = 0; model < worth.length; model++) {
      worth[model] = (weights[model] as number) / standing.attainment(model);
    }
  };
}
