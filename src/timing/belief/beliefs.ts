import type { RunKey } from '../../random/types.js';
import type { TeeMode, TimingConfig } from '../config.js';
import type { BelievedTiming } from '../types.js';
import { createActualBelief } from './actual-belief.js';
import { createBelievedTiming } from './believed.js';
import type { BeliefConfig } from './config.js';
import { beliefErrors, withErrors } from './errors.js';
import { createLearningBelief, type Lessons } from './learning.js';

/** What the beliefs of a run are made of. */
export interface BeliefParts {
  readonly config: BeliefConfig;
  readonly timing: TimingConfig;
  /** Whose tables the strategy looks at. */
  readonly teeMode: TeeMode;
  /** Whose tables timers look at. */
  readonly timerProfile: TeeMode;
  /** Of the run: the noise is drawn from it. */
  readonly key: RunKey;
}

/** What a strategy of one run believes. */
export interface Beliefs {
  readonly believed: BelievedTiming;
  readonly timerBelief: BelievedTiming;
  /** Where to tell what happened; null when nothing is learned. */
  readonly lessons: Lessons | null;
}

/**
 * The beliefs of one run, in layers: where they come from, how wrong that is, what is learned.
 * Timers believe the tables that they are told to, as wrong as the rest, and learn nothing: that
 * is what they do in the system they were published with.
 */
export function createBeliefs({
  config,
  timing,
  teeMode,
  timerProfile,
  key,
}: BeliefParts): Beliefs {
  const tables = timing.believed[teeMode];
  const modelCount = timing.models.length;
  const errors = beliefErrors(config, modelCount, key);
  const known =
    config.times === 'actual' ? createActualBelief(timing, tables) : createBelievedTiming(tables);
  const prior = withErrors(known, errors);
  const timerBelief = withErrors(createBelievedTiming(timing.believed[timerProfile]), errors);
  const { weight } = config.learning;
  if (weight === 0) return { believed: prior, timerBelief, lessons: null };
  return { ...createLearningBelief(prior, modelCount, weight), timerBelief };
}
