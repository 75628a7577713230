import type { Scenario } from '../../../scenario/types.js';
import type { BeliefConfig } from '../../../timing/belief/config.js';
import type { BelievedModel, TeeMode } from '../../../timing/config.js';
import { type Lens, placesLens } from '../lens.js';
import { isEqual } from '../paths.js';

/*
 * What a scheduler believes is a table of the profile: `tee.mode` says which one the strategy
 * looks at, `strategy.timerProfile` which one its timers do. Either may be changed alone, and so
 * may the tables, so what is taken is the table that is looked at, whatever its name.
 *
 * Beliefs of actual times (`believed.times: actual`) are none of the tables': they follow what the
 * operations take, and change together with it, as an effect of swap-in or inference time. The
 * table keeps what no durations say: the spread, and the best batch.
 */

/** What the strategy believes about batches and swaps. */
const strategyBelief: Lens = {
  name: 'believed-timing',
  label: 'believed timing',
  differs: (a, b) => !isEqual(strategyTable(a), strategyTable(b)),
  take: (into, from) => withBeliefs(into, from, into),
  note: (a, b) => (followsDurations(a) || followsDurations(b) ? FOLLOWING : null),
};

/** What timers believe about loads and unloads. */
const timerBelief: Lens = {
  name: 'timer-profile',
  label: 'believed timer profile',
  differs: (a, b) => !isEqual(timerTable(a), timerTable(b)),
  take: (into, from) => withBeliefs(into, into, from),
};

/** How far beliefs are from where they come from, and what is learned: each an input of its own. */
const OTHERS: Readonly<Record<keyof BeliefConfig, string>> = {
  times: 'source of beliefs',
  loadFactor: 'bias of believed loads',
  unloadFactor: 'bias of believed unloads',
  batchFactor: 'bias of believed batches',
  noise: 'noise of beliefs',
  learning: 'learning of beliefs',
};

export const BELIEF_LENSES: readonly Lens[] = [
  strategyBelief,
  timerBelief,
  ...(Object.keys(OTHERS) as (keyof BeliefConfig)[]).map((key) =>
    placesLens(`believed.${key}`, OTHERS[key], [`believed.${key}`]),
  ),
];

const FOLLOWING =
  'believed timing is here the spread and the best batch of the tables: with believed.times: actual, believed durations follow the true ones and count as part of swap-in and inference time.';

function followsDurations({ believed }: Scenario): boolean {
  return believed.times === 'actual';
}

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
