import type { Scenario } from '../../../scenario/types.js';
import { type Lens, placesLens, where } from '../lens.js';
import type { ScenarioPath } from '../paths.js';

/*
 * What a swap takes. How finely it can be taken apart depends on the form in which it was measured
 * (src/timing/config.ts).
 */

const DISK: readonly ScenarioPath[] = [
  'timing.models.*.swap.weightsGiB',
  'timing.models.*.swap.diskGiBPerSecond',
  'timing.models.*.swap.uncached',
];

const ADDED_TO_LOADS: readonly ScenarioPath[] = [
  'timing.models.*.added.perSwapSeconds',
  'timing.models.*.added.perGiBSeconds',
  'timing.models.*.added.firstLoadSeconds',
];
const ADDED_TO_UNLOADS: ScenarioPath = 'timing.models.*.added.perUnloadSeconds';

const IN: readonly ScenarioPath[] = [
  'timing.models.*.swap.load',
  'timing.models.*.swap.firstLoad',
  'timing.models.*.swap.first',
  'timing.models.*.swap.second',
  'timing.models.*.swap.returning',
  'timing.models.*.swap.otherwise',
  'timing.models.*.swap.stages',
  'timing.models.*.swap.chunkGiB',
  'timing.models.*.swap.cv',
  'timing.models.*.swap.runCv',
  ...ADDED_TO_LOADS,
];

const UNLOAD: readonly ScenarioPath[] = ['timing.models.*.swap.unload', ADDED_TO_UNLOADS];

/** Loading weights into GPU memory; without reading them from disk where that is known apart. */
const swapIn: Lens = {
  ...where(sameForms, placesLens('swap-in', 'swap-in time', IN)),
  note: (a) => swapInNote(a),
};

/** Reading weights from disk: the rate, and the shares that the page cache has lost. */
const diskPath = where(sameForms, placesLens('disk-path', 'disk path', DISK));

/** Removing weights from GPU memory. */
const unload = where(sameForms, placesLens('unload', 'unload time', UNLOAD));

/**
 * All of it, where the two ends have it in different forms or families of distributions: there is
 * no swap-in time of one form in the other.
 */
const wholeSwap: Lens = {
  ...where(
    (a, b) => !sameForms(a, b),
    placesLens('swap', 'swap times', ['timing.models.*.swap', ...ADDED_TO_LOADS, ADDED_TO_UNLOADS]),
  ),
  note: () =>
    'swap times have different forms at the two ends, so loads, disk path and unloads stay one.',
};

export const SWAP_LENSES: readonly Lens[] = [swapIn, diskPath, unload, wholeSwap];

function sameForms(a: Scenario, b: Scenario): boolean {
  return a.timing.models.every(({ swap }, model) => {
    const other = b.timing.models[model]?.swap;
    return swap.form === other?.form && swap.family === other.family;
  });
}

function swapInNote({ timing }: Scenario): string | null {
  const forms = new Set(timing.models.map(({ swap }) => swap.form));
  if (forms.has('history')) {
    return 'swap-in time includes the disk path: loads were measured as one, by what was loaded before them.';
  }
  if (forms.has('independent')) {
    return 'swap-in time includes the disk path: these loads do not tell them apart (swapTimes: disk does).';
  }
  return null;
}
