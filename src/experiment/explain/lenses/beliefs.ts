import type { Scenario } from '../../../scenario/types.js';
import type { BelievedModel, TeeMode } from '../../../timing/config.js';
import type { Lens } from '../lens.js';
import { isEqual } from '../paths.js';

/*
 * What a scheduler believes is a table of the profile: `tee.mode` says which one the strategy
 * looks at, `strategy.timerProfile` which one its timers do. Either may be changed alone, and so
 * may the tables, so what is taken is the table that is looked at, whatever its name.
 */

/** What the strategy believes about batches and swaps. */
const strategyBelief: Lens = {
  name: 'believed-timing',
  label: 'believed timing',
  differs: (a, b) => !isEqual(strategyTable(a), strategyTable(b)),
  take: (into, from) => withBeliefs(into, from, into),
};

/** What timers believe about loads and unloads. */
const timerBelief: Lens = {
  name: 'timer-profile',
  label: 'believed timer profile',
  differs: (a, b) => !isEqual(timerTable(a), timerTable(b)),
  take: (into, from) => withBeliefs(into, into, from),
};

export const BELIEF_LENSES: readonly Lens[] = [strategyBelief, timerBelief];

export function strategyTable({ timing, teeMode }: Scenario): readonly BelievedModel[] {
  return timing.believed[teeMode];
}

export function timerTable({ timing, strategy }: Scenario): readonly BelievedModel[] {
  return timing.believed[strategy.timerProfile];
}

/** `into` with the strategy's belief of one scenario, and the timers' of another. */
function withBeliefs(into: Scenario, ofStrategy: Scenario, ofTimers: Scenario): Scenario {
  const { teeMode, timing } = ofStrategy;
  const table = strategyTable(ofStrategy);
  const timers = timerTable(ofTimers);
  const wanted = ofTimers.strategy.timerProfile;
  // Two different tables cannot have one name; the other name is free then.
  const isTaken = wanted === teeMode && !isEqual(table, timers);
  const timerProfile = isTaken ? otherThan(teeMode) : wanted;
  const believed = { ...timing.believed, [teeMode]: table };
  return {
    ...into,
    teeMode,
    timing: { ...into.timing, believed: { ...believed, [timerProfile]: timers } },
    strategy: { ...into.strategy, timerProfile },
  };
}

function otherThan(mode: TeeMode): TeeMode {
  return mode === 'off' ? 'cc' : 'off';
}
