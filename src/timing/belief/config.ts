/** What a scheduler thinks that operations take, and how far that is from what they take. */
export interface BeliefConfig {
  /** `profiled`: the profile's tables; `actual`: the means of what this run draws from. */
  readonly times: 'profiled' | 'actual';
  /** Bias: believed loads are those of `times` times this, > 0. */
  readonly loadFactor: number;
  /** The same of unloads, > 0. */
  readonly unloadFactor: number;
  /** The same of batches, > 0. */
  readonly batchFactor: number;
  readonly noise: {
    /**
     * sd / mean of a lognormal factor of mean 1 on what is believed of each model's loads,
     * unloads and batches, drawn once for a run, in [0, 10]; 0: none.
     */
    readonly cv: number;
  };
  readonly learning: {
    /** Weight of what was observed last in what is believed next, in [0, 1]; 0: nothing is learned. */
    readonly weight: number;
  };
}

/** What is believed where nobody says anything else: the profile's tables. */
export const TABLES_AS_THEY_ARE: BeliefConfig = {
  times: 'profiled',
  loadFactor: 1,
  unloadFactor: 1,
  batchFactor: 1,
  noise: { cv: 0 },
  learning: { weight: 0 },
};
