import type { Seconds } from '../../units.js';
import { createBelievedTiming } from '../belief/believed.js';
import type { BelievedModel } from '../config.js';
import { combinedFactors, countsSteps, NO_FACTORS, type TeeFactors } from '../factors.js';
import type { ProfileDocument } from '../profile-schema.js';
import { resolveTiming } from '../resolve-profile.js';
import type { TeeMode } from '../types.js';
import type { ComposedTee, PlacedEffect } from './compose.js';
import { factorsOf } from './effects.js';

/** What one operation of a model takes, on average and as profiled. */
export interface OperationChange {
  readonly model: string;
  readonly operation: 'load' | 'first load, on top' | 'unload' | 'batch';
  /** Requests in the batch; null for what is no batch. */
  readonly size: number | null;
  readonly offSeconds: Seconds;
  readonly presetSeconds: Seconds;
  /** With confidential computing, as the profile measured it; null if it did not. */
  readonly measuredSeconds: Seconds | null;
  /** What makes the difference between off and the presets; none is 0. */
  readonly by: readonly { readonly effect: string; readonly seconds: Seconds }[];
}

/** What presets do to the models of a profile. */
export interface ProfileChange {
  readonly changes: readonly OperationChange[];
  /** What could not be shown, and why. */
  readonly notes: readonly string[];
}

/**
 * What presets do to each model of a checked profile, operation by operation.
 * @param sizes of batches; null: some small ones, and the largest of each model.
 */
export function changesToProfile(
  document: ProfileDocument,
  tee: ComposedTee,
  sizes: readonly number[] | null,
): ProfileChange {
  const parts = Object.keys(document.models).map((model) =>
    changesToModel(document, model, tee, sizes),
  );
  return {
    changes: parts.flatMap(({ changes }) => changes),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

function changesToModel(
  document: ProfileDocument,
  model: string,
  tee: ComposedTee,
  sizes: readonly number[] | null,
): ProfileChange {
  const isKnown = document.models[model]?.tokens !== undefined;
  const acting = tee.acting.filter(({ effect }) => {
    const factors = { ...NO_FACTORS, ...factorsOf(effect) };
    return isKnown || !countsSteps(factors) || factors.stepsPerBatch !== null;
  });
  const silent = tee.acting.filter((placed) => !acting.includes(placed));
  const measure = (factors: TeeFactors | null, mode: TeeMode): ModelTimes | null =>
    timesOf(document, model, factors, mode);
  const off = measure(null, 'off');
  if (off === null) return { changes: [], notes: [] };
  const shown = shownSizes(off, sizes);
  const both = {
    model,
    off,
    preset: measure(factorsOfAll(acting), 'cc'),
    measured: measure(null, 'cc'),
    single: acting.map((placed) => ({
      effect: placed.name,
      times: measure(factorsOfAll([placed]), 'cc'),
    })),
  };
  return {
    changes: [
      change(both, 'load', null, (times) => times.believed.loadSeconds(0).mean),
      change(both, 'first load, on top', null, (times) => times.firstLoadSeconds),
      change(both, 'unload', null, (times) => times.believed.unloadSeconds(0).mean),
      ...shown.sizes.map((size) =>
        change(both, 'batch', size, (times) => times.believed.batchSeconds(0, size)),
      ),
    ].filter(({ operation, by }) => operation !== 'first load, on top' || by.length > 0),
    notes: [
      ...silent.map(
        ({ name }) =>
          `${name}: acts on no batch of ${model}, whose tokens the profile does not say`,
      ),
      ...shown.notes.map((note) => `${model}: ${note}`),
    ],
  };
}

interface ModelTimes {
  readonly model: BelievedModel;
  readonly believed: ReturnType<typeof createBelievedTiming>;
  readonly firstLoadSeconds: Seconds;
}

/** The profiled times of a model; null where there are none of the mode. */
function timesOf(
  document: ProfileDocument,
  model: string,
  factors: TeeFactors | null,
  mode: TeeMode,
): ModelTimes | null {
  const resolved = resolveTiming(document, {
    profile: '',
    sha256: '',
    models: [model],
    mode,
    factors,
    swapTimes: 'profiled',
    batchTimes: 'profiled',
  });
  if ('issues' in resolved) return null;
  const { believed, models } = resolved.timing;
  const [table] = believed[mode];
  const [own] = models;
  if (table === undefined || own === undefined) return null;
  const { firstLoadSeconds } = own.added;
  return { model: table, believed: createBelievedTiming([table]), firstLoadSeconds };
}

interface TimesOfModel {
  readonly model: string;
  readonly off: ModelTimes;
  readonly preset: ModelTimes | null;
  readonly measured: ModelTimes | null;
  readonly single: readonly { readonly effect: string; readonly times: ModelTimes | null }[];
}

function change(
  { model, off, preset, measured, single }: TimesOfModel,
  operation: OperationChange['operation'],
  size: number | null,
  seconds: (times: ModelTimes) => Seconds,
): OperationChange {
  const offSeconds = seconds(off);
  const by = single.map(({ effect, times }) => ({
    effect,
    seconds: times === null ? 0 : seconds(times) - offSeconds,
  }));
  return {
    model,
    operation,
    size,
    offSeconds,
    presetSeconds: preset === null ? offSeconds : seconds(preset),
    // What is on top of a first load was never measured apart.
    measuredSeconds:
      measured === null || operation === 'first load, on top' ? null : seconds(measured),
    by: by.filter((each) => each.seconds !== 0),
  };
}

function factorsOfAll(effects: readonly PlacedEffect[]): TeeFactors {
  return effects.reduce<TeeFactors>(
    (sum, { effect }) => combinedFactors(sum, { ...NO_FACTORS, ...factorsOf(effect) }),
    NO_FACTORS,
  );
}

const SMALL_SIZES = [1, 8, 32];

/** The sizes that a model can be shown at; a profile without an end is shown to its best batch. */
function shownSizes(
  { model, believed }: ModelTimes,
  asked: readonly number[] | null,
): { readonly sizes: readonly number[]; readonly notes: readonly string[] } {
  const { batch, maxBatch, bestBatch } = model;
  const isDefined = (size: number): boolean =>
    size <= maxBatch && Number.isFinite(believed.batchSeconds(0, size));
  const end = batch.form === 'table' ? Math.min(batch.sizes.at(-1) ?? 1, maxBatch) : maxBatch;
  const largest = Number.isFinite(end) ? end : bestBatch;
  const wanted = asked ?? [...SMALL_SIZES.filter((size) => size < largest), largest];
  const tooLarge = wanted.filter((size) => !isDefined(size));
  return {
    sizes: wanted.filter(isDefined),
    notes: tooLarge.map((size) => `no batch of ${size}, the largest is of ${largest}`),
  };
}
