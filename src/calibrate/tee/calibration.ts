import { type CostCurve, costCurve } from './cost.js';
import { matchRuns } from './match.js';
import { type PrefillCost, prefillCost } from './prefill.js';
import { type Grouping, type TeeRatio, teeRatios } from './ratios.js';
import type { TeeRun } from './runs.js';
import { seriesBy } from './series.js';

/** What runs with the TEE on and off say about its cost. */
export interface TeeCalibration {
  /** Settings that have runs of both modes. */
  readonly settings: number;
  readonly ratios: Readonly<Record<Grouping, readonly TeeRatio[]>>;
  readonly curves: readonly CostCurve[];
  /** Of settings that differ in the length of prompts only. */
  readonly prefill: readonly PrefillCost[];
  /** Concurrencies that are there, ascending. */
  readonly concurrencies: readonly number[];
  /** What has no partner, what could not be fitted, and why. */
  readonly notes: readonly string[];
}

/** @param fitAt concurrencies to fit the cost on; null: the lowest and the highest of each curve. */
export function calibrateTee(
  runs: readonly TeeRun[],
  fitAt: readonly number[] | null,
): TeeCalibration {
  const { settings, notes } = matchRuns(runs);
  const others: string[] = [];
  const curves = seriesBy(settings, 'concurrency').flatMap(
    (series) => costCurve(series, fitAt, others) ?? [],
  );
  const concurrencies = settings.flatMap(({ setting }) => setting.concurrency ?? []);
  return {
    settings: settings.length,
    ratios: teeRatios(settings),
    curves,
    prefill: seriesBy(settings, 'inputTokens').flatMap((series) => prefillCost(series) ?? []),
    concurrencies: [...new Set(concurrencies)].sort((a, b) => a - b),
    notes: [...notes, ...others],
  };
}
