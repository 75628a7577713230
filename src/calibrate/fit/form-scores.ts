import type { MeasuredData } from '../../interop/measured.js';
import { type BatchTimes, createBatchTimes } from '../../timing/batch-times.js';
import type { ModelTiming, TimingConfig } from '../../timing/config.js';
import { resolveTiming } from '../../timing/resolve-profile.js';
import { createTiming } from '../../timing/timing.js';
import type { TeeMode } from '../../timing/types.js';
import type { Seconds } from '../../units.js';
import { type BatchServerFit, type FitOptions, fitBatchServer } from './batch-server-fit.js';
import { ascending, groupBy, mean, quantileOf } from './estimate.js';
import { fittedProfile } from './fitted-profile.js';
import { foldsByCell } from './folds.js';
import { observe, partialBatchSpins, type SwapObservation } from './observations.js';
import { profiledOnly } from './profiled-only.js';

/** The alternatives that are compared. */
export type ScoredForm = 'in-experiment' | 'disk' | 'history' | 'line' | 'ratio';

/** How well a form predicts durations of runs that it was not fitted on. */
export interface FormScore {
  readonly mode: TeeMode;
  readonly what: 'swap' | 'batch';
  /** Swaps: the forms of a profile; batches: the line with one lognormal ratio, or measured ratios. */
  readonly form: ScoredForm;
  /**
   * Mean continuous ranked probability score, s: the mean distance between prediction and measurement
   * less half that between two predictions (Gneiting and Raftery 2007). Less is better.
   */
  readonly crps: Seconds;
  /** Median over runs of |predicted / measured − 1| of the run's total. */
  readonly medianRunError: number;
  /** Mean over runs of predicted / measured − 1. */
  readonly bias: number;
  readonly n: number;
}

/** One duration and its prediction. */
interface Scored {
  readonly mode: TeeMode;
  readonly what: 'swap' | 'batch';
  readonly form: ScoredForm;
  readonly run: string;
  readonly measured: Seconds;
  readonly predicted: Seconds;
  readonly crps: Seconds;
}

type QuantileFunction = (u: number) => Seconds;

const SWAP_FORMS = ['in-experiment', 'disk', 'history'] as const;
/** Midpoints of equal steps of probability, at which predictions are compared. */
const LEVELS: readonly number[] = Array.from({ length: 40 }, (_, k) => (k + 0.5) / 40);

/**
 * Scores the forms by leaving out one cell of (nominal rate, SLA) after the other: fits on the rest,
 * predicts every swap and batch of the cell's runs without a busy loop. With fewer than two cells
 * there is nothing to compare.
 */
export function scoreForms(data: MeasuredData, options: FitOptions): FormScore[] {
  const folds = foldsByCell(data);
  if (folds.length < 2) return [];
  // What the base has from measured runs may come from the runs left out.
  const bare = { ...options, base: profiledOnly(options.base) };
  const scored = folds.flatMap(({ training, heldOut }) => scoreFold(training, heldOut, bare));
  const groups = groupBy(scored, ({ mode, what, form }) => `${mode} ${what} ${form}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [summarise(first, group)];
  });
}

function scoreFold(training: MeasuredData, heldOut: MeasuredData, options: FitOptions): Scored[] {
  const fit = fitBatchServer(training, options);
  const observed = observe(heldOut, options.busyLoop ?? partialBatchSpins);
  const modes = [...new Set(training.runs.map(({ teeMode }) => teeMode))];
  return modes.flatMap((mode) => {
    const calm = <T extends { mode: TeeMode; busyLoop: boolean }>(each: T): boolean =>
      each.mode === mode && !each.busyLoop;
    const swaps = observed.swaps.filter(calm);
    const swapScores = SWAP_FORMS.flatMap((form) => scoreSwaps(fit, options, mode, form, swaps));
    const batchScores = batchForms(resolve(fit, options, mode, 'disk'), fit, mode).flatMap(
      ({ form, times }) =>
        observed.batches.filter(calm).flatMap(({ run, model, size, seconds }) => {
          const at: QuantileFunction = (u) => times[model]?.at(size, u) ?? Number.NaN;
          return [score(mode, 'batch', form, run, seconds, at)];
        }),
    );
    return [...swapScores, ...batchScores];
  });
}

function scoreSwaps(
  fit: BatchServerFit,
  options: FitOptions,
  mode: TeeMode,
  form: (typeof SWAP_FORMS)[number],
  swaps: readonly SwapObservation[],
): Scored[] {
  const config = resolve(fit, options, mode, form);
  if (config === undefined) return [];
  const timing = createTiming(config);
  return swaps.map(({ run, model, history, seconds }) => {
    const unload = history.first ? 0 : timing.unloadSeconds(history.previous, 0.5);
    const at: QuantileFunction = (u) => unload + timing.loadSeconds(model, history, u);
    return score(mode, 'swap', form, run, seconds, at);
  });
}

function batchForms(
  config: TimingConfig | undefined,
  fit: BatchServerFit,
  mode: TeeMode,
): { readonly form: ScoredForm; readonly times: readonly BatchTimes[] }[] {
  if (config === undefined) return [];
  const line = ({ batch }: ModelTiming, model: number): BatchTimes => {
    if (batch.form === 'table') return createBatchTimes(batch);
    const { a, b } = batch;
    const cv = fit.inference.find((each) => each.mode === mode && each.model === model)?.cv ?? 0;
    const family = cv > 0 ? 'lognormal' : 'constant';
    return createBatchTimes({ form: 'line', a, b, cv, family });
  };
  return [
    { form: 'line', times: config.models.map(line) },
    { form: 'ratio', times: config.models.map(({ batch }) => createBatchTimes(batch)) },
  ];
}

/** The fit as a profile, resolved; undefined if the fit lacks what the form needs. */
function resolve(
  fit: BatchServerFit,
  { base }: FitOptions,
  mode: TeeMode,
  swapTimes: (typeof SWAP_FORMS)[number],
): TimingConfig | undefined {
  const resolved = resolveTiming(fittedProfile(fit, base, 'cross-validation'), {
    profile: 'cross-validation',
    sha256: '',
    models: fit.models,
    mode,
    swapTimes,
    batchTimes: 'in-experiment',
    factors: null,
  });
  return 'issues' in resolved ? undefined : resolved.timing;
}

function score(
  mode: TeeMode,
  what: Scored['what'],
  form: ScoredForm,
  run: string,
  measured: Seconds,
  at: QuantileFunction,
): Scored {
  const quantiles = LEVELS.map(at);
  // Twice the mean quantile (pinball) loss is the score, for levels in equal steps.
  const losses = quantiles.map((quantile, k) => {
    const level = LEVELS[k] ?? 0.5;
    return measured < quantile
      ? (1 - level) * (quantile - measured)
      : level * (measured - quantile);
  });
  return { mode, what, form, run, measured, predicted: mean(quantiles), crps: 2 * mean(losses) };
}

function summarise({ mode, what, form }: Scored, group: readonly Scored[]): FormScore {
  const errors = [...groupBy(group, ({ run }) => run).values()].map((ofRun) => {
    const total = (of: (each: Scored) => Seconds): Seconds =>
      ofRun.reduce((sum, each) => sum + of(each), 0);
    return total((each) => each.predicted) / total((each) => each.measured) - 1;
  });
  return {
    mode,
    what,
    form,
    crps: mean(group.map(({ crps }) => crps)),
    medianRunError: quantileOf(ascending(errors.map(Math.abs)), 0.5),
    bias: mean(errors),
    n: group.length,
  };
}
