import type {
  ProfileBatch,
  ProfileDocument,
  ProfileMode,
  ProfileModel,
} from '../../timing/profile-schema.js';
import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { BatchServerFit } from './batch-server-fit.js';
import { DERIVED, FITTED, rounded } from './fitted-numbers.js';
import { swapOf } from './fitted-swaps.js';

/**
 * A profile with the forms that were fitted in the place of those of `base`: batch times and swap
 * times in-experiment, swaps from disk and by history, writing, the busy loop. What was profiled
 * stays as it is.
 * @param provenance what was fitted on what; becomes the source of the fitted numbers.
 */
export function fittedProfile(
  fit: BatchServerFit,
  base: ProfileDocument,
  provenance: string,
): ProfileDocument {
  const models = Object.entries(base.models).map(([name, model]): [string, ProfileModel] => {
    const index = fit.models.indexOf(name);
    return [name, index < 0 ? model : fittedModel(fit, base, model, index)];
  });
  const document = { ...base, ...fittedParts(fit, base), models: Object.fromEntries(models) };
  return withSources(document, {
    [FITTED]: provenance,
    [DERIVED]: `${provenance} No measurement of this history: derived from the fitted disk form or from other models.`,
  });
}

function fittedParts(fit: BatchServerFit, base: ProfileDocument): Partial<ProfileDocument> {
  const { write, busyLoop } = fit;
  return {
    ...(write && {
      write: {
        baseSeconds: rounded(write.base.value),
        perRequestSeconds: rounded(write.perRequest.value),
        source: FITTED,
      },
    }),
    ...(busyLoop && {
      busyLoop: {
        source: FITTED,
        inferenceRate: rounded(busyLoop.inferenceRate.value),
        loadExtraSeconds: { ...base.busyLoop?.loadExtraSeconds, ...loadExtras(fit) },
      },
    }),
  };
}

/** By model: seconds by mode; a mode without measurements takes the other's. */
function loadExtras({
  models,
  busyLoop,
}: BatchServerFit): Record<string, Record<TeeMode, Seconds>> {
  const entries = models.map((name, model): [string, Record<TeeMode, Seconds>] => {
    const seconds = (mode: TeeMode): Seconds | undefined =>
      busyLoop?.loadExtra.find((each) => each.mode === mode && each.model === model)?.seconds.value;
    const [off, cc] = [seconds('off'), seconds('cc')];
    return [name, { off: rounded(off ?? cc ?? 0), cc: rounded(cc ?? off ?? 0) }];
  });
  return Object.fromEntries(entries);
}

function fittedModel(
  fit: BatchServerFit,
  base: ProfileDocument,
  model: ProfileModel,
  index: ModelIndex,
): ProfileModel {
  const fitted = (mode: TeeMode, measured: ProfileMode): ProfileMode => ({
    batch: { ...measured.batch, ...batchOf(fit, mode, index) },
    swap: { ...measured.swap, ...swapOf(fit, base, mode, index, measured.swap) },
  });
  return {
    ...model,
    off: fitted('off', model.off),
    ...(model.cc && { cc: fitted('cc', model.cc) }),
  };
}

function batchOf(
  { inference }: BatchServerFit,
  mode: TeeMode,
  model: ModelIndex,
): { 'in-experiment'?: ProfileBatch } {
  const found = inference.find((each) => each.mode === mode && each.model === model);
  if (found === undefined) return {};
  const distinct = found.buckets.filter((bucket, k) => {
    const next = found.buckets[k + 1];
    return next === undefined || `${bucket.quantiles}` !== `${next.quantiles}`;
  });
  const buckets = distinct.map(({ upTo, quantiles }) => ({
    ...(upTo < Number.POSITIVE_INFINITY && { upTo }),
    quantiles: quantiles.map((ratio) => Number(ratio.toFixed(3))),
  }));
  const line = { a: rounded(Math.max(0, found.a.value)), b: rounded(Math.max(0, found.b.value)) };
  return { 'in-experiment': { source: FITTED, ...line, ratio: { buckets } } };
}

/** Adds sources, and drops those that nothing names any more. */
function withSources(
  document: ProfileDocument,
  added: Readonly<Record<string, string>>,
): ProfileDocument {
  const used = new Set<string>();
  collectSources(document, used);
  const all = Object.entries({ ...document.sources, ...added });
  return { ...document, sources: Object.fromEntries(all.filter(([name]) => used.has(name))) };
}

function collectSources(value: unknown, used: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'source') used.add(String(child));
    else if (key === 'sourceOf') for (const name of Object.values(child)) used.add(String(name));
    else if (key !== 'sources') collectSources(child, used);
  }
}
