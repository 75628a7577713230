import type { StrategyOptions } from './strategy.js';

/** The published settings: what a scenario need not say. */
export const defaultStrategyOptions: StrategyOptions = {
  timerSigmas: 1,
  completionAllowanceSeconds: 8,
  queueDamping: 0.001,
  minimumTimerSeconds: 5,
  fixedTimerSeconds: null,
  sizes: {},
  allowedSizes: [8, 16, 32, 64],
  rateWindow: 100,
  partialFraction: 0.25,
  partialResidentSeconds: 10,
  partialPollSeconds: 0.2,
  batchCap: null,
  custom: {},
};
