import { type Issue, UserError } from '../../errors.js';
import type { MeasuredData } from '../../interop/measured.js';
import type { ProfileDocument } from '../../timing/profile-schema.js';
import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { Estimate } from './estimate.js';
import { type BusyLoopFit, fitBusyLoop } from './fit-busy-loop.js';
import { type DiskFit, fitDisk, type ProfiledSwap, type ProfiledSwaps } from './fit-disk.js';
import {
  DEFAULT_BUCKETS,
  fitInference,
  type InferenceFit,
  meanInference,
} from './fit-inference.js';
import { fitRace } from './fit-race.js';
import { fitSecondSwaps, fitSwaps, type SecondSwapFit, type SwapFit } from './fit-swaps.js';
import { fitWrite, type WriteFit } from './fit-write.js';
import {
  type BusyLoopRule,
  type Observations,
  observe,
  partialBatchSpins,
} from './observations.js';
import { type RunEffects, runEffects } from './run-effects.js';

/** How to fit a batch server. */
export interface FitOptions {
  /** Where weights and the profiled loads and unloads come from; has every model and mode of the data. */
  readonly base: ProfileDocument;
  /** Which runs have a busy loop. Default: those of strategies with PartialBatch. */
  readonly busyLoop?: BusyLoopRule;
  /** How long after a load that loop goes on, s. Default 10. */
  readonly busyLoopSeconds?: Seconds;
  /** Upper ends of the size buckets of inference ratios, ascending. */
  readonly buckets?: readonly number[];
  /** How many size triggers a run's source counts, by run id; without it no double triggers are fitted. */
  readonly sizeTriggers?: ReadonlyMap<string, number>;
}

/** Everything that measured runs say about a batch server's durations. */
export interface BatchServerFit {
  readonly models: readonly string[];
  readonly runs: number;
  readonly inference: readonly InferenceFit[];
  readonly swaps: readonly SwapFit[];
  readonly secondSwaps: readonly SecondSwapFit[];
  readonly disk: readonly DiskFit[];
  /** By mode; runs that stand apart were left out of `swaps`, `secondSwaps` and `disk`. */
  readonly runEffects: readonly RunEffects[];
  readonly write: WriteFit | null;
  readonly busyLoop: BusyLoopFit | null;
  /** Probability that a size trigger is met twice. */
  readonly race: Estimate | null;
}

const MODES: readonly TeeMode[] = ['off', 'cc'];
const BUSY_LOOP_SECONDS = 10;

/**
 * Fits a batch server's durations from measured runs: inference by size, swaps by history, writing,
 * the busy loop, double triggers. Method: docs/calibration.md.
 * @throws UserError when the base profile lacks a model or a mode of the data.
 */
export function fitBatchServer(data: MeasuredData, options: FitOptions): BatchServerFit {
  checkBase(data, options.base);
  const observed = observe(data, options.busyLoop ?? partialBatchSpins);
  const calm = observed.swaps.filter(({ busyLoop }) => !busyLoop);
  const effects = MODES.map((mode) => calm.filter((swap) => swap.mode === mode))
    .filter((swaps) => swaps.length > 0)
    .map(runEffects);
  const apart = new Set(effects.flatMap(({ outliers }) => outliers.map(({ run }) => run)));
  const usual = calm.filter(({ run }) => !apart.has(run));
  const swaps = fitSwaps(usual, (mode) => effects.find((each) => each.mode === mode)?.sd ?? 0);
  const profiled = profiledSwaps(data.models, options.base);
  const fit = {
    models: data.models,
    runs: data.runs.length,
    inference: fitInference(observed.batches, options.buckets ?? DEFAULT_BUCKETS),
    swaps,
    secondSwaps: fitSecondSwaps(usual, swaps),
    disk: fitDisk(usual, profiled),
    runEffects: effects,
    write: fitWrite(observed.batches),
    race: options.sizeTriggers === undefined ? null : fitRace(data, options.sizeTriggers),
  };
  return { ...fit, busyLoop: busyLoopOf(fit, observed, profiled, options) };
}

/** What profiling says, by mode and index of the model. */
export function profiledSwaps(models: readonly string[], base: ProfileDocument): ProfiledSwaps {
  return (mode, model): ProfiledSwap => {
    const known = base.models[models[model] ?? ''];
    const swap = known?.[mode]?.swap.profiled;
    return {
      loadSeconds: swap?.load.mean ?? Number.NaN,
      unloadSeconds: swap?.unload?.mean ?? 0,
      weightsGiB: known?.weightsGiB ?? Number.NaN,
    };
  };
}

/** Mean first swap of a run: as measured, else as the disk form has it, else as profiled. */
export function firstSwapSeconds(
  fit: Pick<BatchServerFit, 'swaps' | 'disk'>,
  profiled: ProfiledSwaps,
  mode: TeeMode,
  model: ModelIndex,
): Seconds {
  const seen = fit.swaps.find((swap) => swap.mode === mode && swap.model === model)?.first;
  if (seen) return seen.value;
  const { loadSeconds, weightsGiB } = profiled(mode, model);
  const disk = fit.disk.find((each) => each.mode === mode);
  if (disk === undefined) return loadSeconds;
  return loadSeconds + (weightsGiB * disk.first.value) / disk.diskGiBPerSecond.value;
}

function busyLoopOf(
  fit: Pick<BatchServerFit, 'models' | 'swaps' | 'disk' | 'inference'>,
  observed: Observations,
  profiled: ProfiledSwaps,
  options: FitOptions,
): BusyLoopFit | null {
  return fitBusyLoop({
    ...observed,
    models: fit.models,
    firstLoad: (mode, model) => firstSwapSeconds(fit, profiled, mode, model),
    meanInference: (mode, model, size) => {
      const found = fit.inference.find((each) => each.mode === mode && each.model === model);
      return found === undefined ? Number.NaN : meanInference(found, size);
    },
    spinsSeconds: options.busyLoopSeconds ?? BUSY_LOOP_SECONDS,
  });
}

function checkBase(data: MeasuredData, base: ProfileDocument): void {
  const modes = MODES.filter((mode) => data.runs.some(({ teeMode }) => teeMode === mode));
  const issues = data.models.flatMap((name): Issue[] => {
    const model = Object.hasOwn(base.models, name) ? base.models[name] : undefined;
    if (model === undefined) return [missing(`models.${name}`, 'a model of the data')];
    return modes
      .filter((mode) => model[mode] === undefined)
      .map((mode) => missing(`models.${name}.${mode}`, 'profiled times for a mode of the data'));
  });
  if (issues.length > 0) throw new UserError(issues);
}

function missing(path: string, expected: string): Issue {
  return {
    source: { kind: 'option', option: 'base profile' },
    path,
    expected,
    got: 'none',
    hint: 'name a profile of your models with --base; docs/calibration.md has one to start from',
  };
}
