import type { StrategyOptions } from '../../../serving/batch/strategies/strategy.js';
import { type Lens, placesLens } from '../lens.js';

/** Every option is an input of its own; σ multiple is what the literature calls the first. */
const OPTIONS: Readonly<Record<keyof StrategyOptions, string>> = {
  timerSigmas: 'σ multiple of timers',
  completionAllowanceSeconds: 'completion allowance',
  queueDamping: 'queue damping',
  minimumTimerSeconds: 'shortest timer',
  fixedTimerSeconds: 'fixed timer',
  sizes: 'batch sizes',
  allowedSizes: 'allowed sizes',
  rateWindow: 'rate window',
  partialFraction: 'partial fraction',
  partialResidentSeconds: 'partial residence',
  partialPollSeconds: 'partial poll interval',
  batchCap: 'batch cap',
  weights: 'weights',
  attainmentFloor: 'attainment floor',
  lookAhead: 'look-ahead',
  beamWidth: 'beam width',
  rateWindowSeconds: 'rate window of plans',
  slackSigmas: 'σ multiple of deadlines',
  custom: 'own options',
};

export const STRATEGY_LENSES: readonly Lens[] = [
  placesLens('strategy', 'strategy', ['strategy.name', 'strategy.module']),
  ...(Object.keys(OPTIONS) as (keyof StrategyOptions)[]).map((option) =>
    placesLens(`strategy.${option}`, OPTIONS[option], [`strategy.options.${option}`]),
  ),
];
