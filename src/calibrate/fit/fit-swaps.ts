import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex } from '../../units.js';
import { type DurationEstimate, groupBy, mean, sampleSd } from './estimate.js';
import type { SwapObservation } from './observations.js';

/** Swap times (unload and load together) of one model in one mode. */
export interface SwapFit {
  readonly mode: TeeMode;
  readonly model: ModelIndex;
  /** Every swap but the first of a run; null if there was none. */
  readonly any: DurationEstimate | null;
  /** The first of a run; null if no run began with the model. */
  readonly first: DurationEstimate | null;
  /** Back to the model loaded before the last one; null if that was never seen. */
  readonly returning: HistoryFit | null;
  /** To any other model; null if that was never seen. */
  readonly otherwise: HistoryFit | null;
}

/** Swaps with one history, and by the model that was loaded last where there are enough. */
export interface HistoryFit extends DurationEstimate {
  readonly after: ReadonlyMap<ModelIndex, DurationEstimate>;
}

/** The second swap of a run as a multiple of what it would be later, all models together. */
export interface SecondSwapFit {
  readonly mode: TeeMode;
  readonly ratio: DurationEstimate;
}

const LEAST_FOR_TRUST = 20;
const LEAST_FOR_A_PREDECESSOR = 10;
const LEAST_FOR_SECOND = 8;

/**
 * Fits swap times by model and history. Expects swaps without a busy loop, runs that stand apart
 * left out. @param runSd sd of the factor that a run's swaps share, which standard errors need:
 * swaps of one run are no independent measurements.
 */
export function fitSwaps(
  swaps: readonly SwapObservation[],
  runSd: (mode: TeeMode) => number,
): SwapFit[] {
  return [...groupBy(swaps, ({ mode, model }) => `${mode} ${model}`).values()].flatMap((group) => {
    const [{ mode, model } = { mode: 'off' as const, model: 0 }] = group;
    const later = group.filter(({ history }) => !history.first);
    const settled = later.filter(({ history }) => history.beforePrevious >= 0);
    const returns = ({ history }: SwapObservation): boolean => history.beforePrevious === model;
    const sd = runSd(mode);
    return [
      {
        mode,
        model,
        any: estimateIfAny(later, sd),
        first: estimateIfAny(
          group.filter(({ history }) => history.first),
          sd,
        ),
        returning: historyFit(settled.filter(returns), sd),
        otherwise: historyFit(
          settled.filter((swap) => !returns(swap)),
          sd,
        ),
      },
    ];
  });
}

/**
 * The second swap of each run against the mean of later swaps to the same model from another one:
 * at the start the page cache still holds what was there before the run.
 */
export function fitSecondSwaps(
  swaps: readonly SwapObservation[],
  fits: readonly SwapFit[],
): SecondSwapFit[] {
  const second = swaps.filter(({ history }) => !history.first && history.beforePrevious < 0);
  return [...groupBy(second, ({ mode }) => mode).values()].flatMap((group) => {
    const mode = group[0]?.mode ?? 'off';
    const ratios = group.flatMap((swap) => {
      const usual = fits.find((fit) => fit.mode === mode && fit.model === swap.model)?.otherwise;
      return usual ? [swap.seconds / usual.value] : [];
    });
    if (ratios.length < LEAST_FOR_SECOND) return [];
    return [{ mode, ratio: fromValues(ratios, new Set(ratios.keys()).size, 0) }];
  });
}

function historyFit(swaps: readonly SwapObservation[], runSd: number): HistoryFit | null {
  if (swaps.length === 0) return null;
  const byLast = [...groupBy(swaps, ({ history }) => `${history.previous}`).values()]
    .filter((group) => group.length >= LEAST_FOR_A_PREDECESSOR)
    .map((group): [ModelIndex, DurationEstimate] => [
      group[0]?.history.previous ?? -1,
      durationEstimate(group, runSd),
    ]);
  return { ...durationEstimate(swaps, runSd), after: new Map(byLast.sort(([a], [b]) => a - b)) };
}

function estimateIfAny(swaps: readonly SwapObservation[], runSd: number): DurationEstimate | null {
  return swaps.length === 0 ? null : durationEstimate(swaps, runSd);
}

/** Mean and sd of swaps, with a standard error that knows of runs. */
export function durationEstimate(
  swaps: readonly SwapObservation[],
  runSd: number,
): DurationEstimate {
  const runs = groupBy(swaps, ({ run }) => run).size;
  return fromValues(
    swaps.map(({ seconds }) => seconds),
    runs,
    runSd,
  );
}

function fromValues(values: readonly number[], runs: number, runSd: number): DurationEstimate {
  const value = mean(values);
  const sd = sampleSd(values);
  const n = values.length;
  return {
    value,
    sd: Number.isNaN(sd) ? 0 : sd,
    standardError: Math.hypot(sd / Math.sqrt(n), (runSd * value) / Math.sqrt(runs)),
    n,
    weaklyIdentified: n < LEAST_FOR_TRUST ? `only ${n} measurements` : null,
  };
}
