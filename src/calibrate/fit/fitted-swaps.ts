import type {
  ProfileDisk,
  ProfileDocument,
  ProfileDuration,
  ProfileHistory,
  ProfileMode,
  ProfileSwap,
} from '../../timing/profile-schema.js';
import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { type BatchServerFit, firstSwapSeconds, profiledSwaps } from './batch-server-fit.js';
import type { DurationEstimate } from './estimate.js';
import type { HistoryFit, SwapFit } from './fit-swaps.js';
import { DERIVED, FITTED, rounded } from './fitted-numbers.js';

/** Swap times in the place of a profile's. */
export interface FittedSwaps {
  readonly 'in-experiment'?: ProfileSwap;
  readonly disk?: ProfileDisk;
  readonly history?: ProfileHistory;
}

/** The swap times of one model in one mode, as far as they were fitted. */
export function swapOf(
  fit: BatchServerFit,
  base: ProfileDocument,
  mode: TeeMode,
  model: ModelIndex,
  measured: ProfileMode['swap'],
): FittedSwaps {
  const swap = fit.swaps.find((each) => each.mode === mode && each.model === model);
  const effects = fit.runEffects.find((each) => each.mode === mode);
  const runCv = rounded(Math.sqrt(Math.expm1((effects?.sd ?? 0) ** 2)));
  const disk = diskOf(fit, mode, runCv);
  if (swap === undefined) return disk;
  const first = firstOf(fit, base, swap);
  if (swap.any === null) return { ...disk, ...firstAlone(measured, first.duration) };
  const { profiled } = measured;
  const unload = profiled.unload?.mean ?? 0;
  return {
    ...disk,
    'in-experiment': {
      source: FITTED,
      ...(first.derived && { sourceOf: { firstLoad: DERIVED } }),
      load: less(swap.any, unload),
      unload: profiled.unload ?? { mean: 0 },
      firstLoad: first.duration,
    },
    ...historyOf(fit, base, swap, first, unload, runCv),
  };
}

/** Where nothing but first loads was measured: these, in what the profile has besides. */
function firstAlone(measured: ProfileMode['swap'], first: ProfileDuration): FittedSwaps {
  const { 'in-experiment': swap, history } = measured;
  return {
    ...(swap && {
      'in-experiment': {
        ...swap,
        sourceOf: { ...swap.sourceOf, firstLoad: FITTED },
        firstLoad: first,
      },
    }),
    ...(history && {
      history: { ...history, sourceOf: { ...history.sourceOf, first: FITTED }, first },
    }),
  };
}

function diskOf({ disk }: BatchServerFit, mode: TeeMode, runCv: number): FittedSwaps {
  const found = disk.find((each) => each.mode === mode);
  if (found === undefined) return {};
  return {
    disk: {
      source: FITTED,
      diskGiBPerSecond: rounded(found.diskGiBPerSecond.value),
      uncached: {
        first: rounded(found.first.value),
        returning: rounded(found.returning.value),
        otherwise: 1,
      },
      cv: rounded(found.cv),
      runCv,
    },
  };
}

interface FirstLoad {
  readonly duration: ProfileDuration;
  readonly derived: boolean;
}

function firstOf(fit: BatchServerFit, base: ProfileDocument, swap: SwapFit): FirstLoad {
  if (swap.first !== null) return { duration: less(swap.first, 0), derived: false };
  const { mode, model } = swap;
  const mean = firstSwapSeconds(fit, profiledSwaps(fit.models, base), mode, model);
  const cvs = fit.swaps
    .filter((other) => other.mode === mode && other.first !== null)
    .map(({ first }) => (first?.sd ?? 0) / (first?.value ?? 1));
  const cv = cvs.length === 0 ? 0 : cvs.reduce((sum, each) => sum + each, 0) / cvs.length;
  return { duration: { mean: rounded(mean), sd: rounded(mean * cv) }, derived: true };
}

function historyOf(
  fit: BatchServerFit,
  base: ProfileDocument,
  swap: SwapFit,
  first: FirstLoad,
  unload: Seconds,
  runCv: number,
): FittedSwaps {
  const otherwise = swap.otherwise;
  if (otherwise === null) return {};
  const second = fit.secondSwaps.find(({ mode }) => mode === swap.mode)?.ratio;
  const derived = {
    ...(first.derived && { first: DERIVED }),
    ...(second && { second: DERIVED }),
    ...(swap.returning === null && { returning: DERIVED }),
  };
  return {
    history: {
      source: FITTED,
      ...(Object.keys(derived).length > 0 && { sourceOf: derived }),
      first: first.duration,
      ...(second && {
        second: {
          mean: rounded(second.value * otherwise.value - unload),
          sd: rounded(second.sd * otherwise.value),
        },
      }),
      returning: histories(
        fit,
        swap.returning ?? returningFromDisk(fit, base, swap, otherwise),
        unload,
      ),
      otherwise: histories(fit, otherwise, unload),
      runCv,
    },
  };
}

/** What returning would take where it was never seen: less by what the disk form has cached. */
function returningFromDisk(
  fit: BatchServerFit,
  base: ProfileDocument,
  { mode, model }: SwapFit,
  otherwise: HistoryFit,
): HistoryFit {
  const disk = fit.disk.find((each) => each.mode === mode);
  const { weightsGiB } = profiledSwaps(fit.models, base)(mode, model);
  const saved =
    disk === undefined
      ? 0
      : (weightsGiB * (1 - disk.returning.value)) / disk.diskGiBPerSecond.value;
  const value = Math.max(0, otherwise.value - saved);
  return { ...otherwise, value, sd: (otherwise.sd * value) / otherwise.value, after: new Map() };
}

function histories(
  { models }: BatchServerFit,
  { after, ...general }: HistoryFit,
  unload: Seconds,
): ProfileHistory['returning'] {
  const known = [...after].map(([model, estimate]): [string, ProfileDuration] => [
    models[model] ?? '',
    less(estimate, unload),
  ]);
  if (known.length === 0) return less(general, unload);
  return { ...less(general, unload), after: Object.fromEntries(known) };
}

/** A swap less its unload: a load. */
function less({ value, sd }: DurationEstimate, unload: Seconds): ProfileDuration {
  return { mean: rounded(Math.max(0, value - unload)), sd: rounded(sd) };
}
