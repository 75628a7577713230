import { didYouMean } from '../suggest.js';
import type { GiB, Seconds } from '../units.js';
import { type AddedSeconds, NOTHING_ADDED } from './added.js';
import { checkProfile } from './check-profile.js';
import type { BelievedModel, ModelTiming, PresetInput, TimingConfig } from './config.js';
import {
  addedByFactors,
  countsSteps,
  NO_FACTORS,
  scaleBatch,
  scaleBelief,
  scaleSwap,
  type TeeFactors,
  type TeeWaits,
} from './factors.js';
import { withMeanDurations } from './mean-durations.js';
import type { ProfileIssue } from './profile-issue.js';
import type { ProfileDocument, ProfileMode, ProfileModel } from './profile-schema.js';
import {
  type BatchTimesChoice,
  maxBatchOf,
  present,
  resolveBatch,
  resolveBelief,
  resolveSwap,
  type SwapTimesChoice,
} from './resolve-model.js';
import type { TeeRange } from './tee/range.js';
import type { TeeMode } from './types.js';

export type { TeeFactors } from './factors.js';
export type { ProfileIssue } from './profile-issue.js';

/** What a scenario wants of a profile. */
export interface ProfileChoice {
  /** Name of the profile, for the manifest and for messages. */
  readonly profile: string;
  readonly sha256: string;
  /** In the scenario's order, which becomes the models' index. */
  readonly models: readonly string[];
  readonly mode: TeeMode;
  /** Undefined: profiled. */
  readonly swapTimes: SwapTimesChoice | undefined;
  /** Undefined: profiled. */
  readonly batchTimes: BatchTimesChoice | undefined;
  /** Whether durations vary; `none`: each is its mean. Undefined: measured. */
  readonly variability?: 'measured' | 'none';
  /** In place of the measured `cc`: `off` with these. Null: as measured. */
  readonly factors: TeeFactors | null;
  /** On top of `cc`, measured or not. Undefined: none. */
  readonly waits?: TeeWaits;
  /** The scenario's presets, which the factors come from. Undefined: none. */
  readonly presets?: readonly PresetInput[];
  readonly teeRanges?: readonly TeeRange[];
}

/** A profile resolved: durations, and the GPU's memory where the scenario says nothing else. */
export interface ResolvedProfile {
  readonly timing: TimingConfig;
  readonly gpu: { readonly memoryGiB: GiB; readonly reserveGiB: GiB };
}

/**
 * Picks from a profile what a scenario asks for and fills in every default.
 *
 * @returns the timing, or every problem found in the profile and in the scenario's use of it.
 */
export function resolveTiming(
  document: ProfileDocument,
  choice: ProfileChoice,
): ResolvedProfile | { readonly issues: ProfileIssue[] } {
  const issues = [...checkProfile(document), ...checkModels(document, choice)];
  if (issues.length === 0) issues.push(...checkChoice(document, choice));
  if (issues.length > 0) return { issues };
  const { memoryGiB, reserveGiB } = document.gpu;
  const measured = timingConfig(document, choice);
  const timing = choice.variability === 'none' ? withMeanDurations(measured) : measured;
  return { timing, gpu: { memoryGiB, reserveGiB } };
}

function timingConfig(document: ProfileDocument, choice: ProfileChoice): TimingConfig {
  return {
    profile: choice.profile,
    profileSha256: choice.sha256,
    gpuName: document.gpu.name ?? null,
    models: choice.models.map((name) => modelTiming(document, choice, name)),
    write: {
      baseSeconds: document.write?.baseSeconds ?? 0,
      perRequestSeconds: document.write?.perRequestSeconds ?? 0,
    },
    busyLoopInferenceRate: document.busyLoop?.inferenceRate ?? 1,
    presets: choice.presets ?? [],
    teeRanges: choice.teeRanges ?? [],
    believed: { off: beliefs(document, choice, 'off'), cc: beliefs(document, choice, 'cc') },
  };
}

function modelTiming(document: ProfileDocument, choice: ProfileChoice, name: string): ModelTiming {
  const model = present(modelOf(document, name), name);
  const mode = present(measuredMode(model, choice), name);
  const batch = present(resolveBatch(mode, choice.batchTimes ?? 'profiled'), 'batch times');
  const swap = present(
    resolveSwap(model, mode, choice.swapTimes ?? 'profiled', choice.models),
    'swap times',
  );
  const factors = choice.mode === 'cc' ? choice.factors : null;
  return {
    name,
    weightsGiB: model.weightsGiB,
    maxBatch: maxBatchOf(model),
    bestBatch: model.bestBatch,
    batch: factors === null ? batch : scaleBatch(batch, factors),
    swap: factors === null ? swap : scaleSwap(swap, factors),
    busyLoopLoadExtraSeconds: loadExtraSeconds(
      document,
      name,
      factors === null ? choice.mode : 'off',
    ),
    added: choice.mode === 'cc' ? addedTo(model, choice) : NOTHING_ADDED,
    tokens: { input: model.tokens?.input ?? null, output: model.tokens?.output ?? null },
  };
}

const NO_WAITS: TeeWaits = { perSwapSeconds: 0, firstLoadSeconds: 0 };

/** On top of a model's operations in mode cc. */
function addedTo(model: ProfileModel, { factors, waits }: ProfileChoice): AddedSeconds {
  const output = model.tokens?.output ?? null;
  return addedByFactors(factors ?? NO_FACTORS, waits ?? NO_WAITS, output);
}

function loadExtraSeconds(document: ProfileDocument, name: string, mode: TeeMode): Seconds {
  const extra = ownValue(document.busyLoop?.loadExtraSeconds ?? {}, name) ?? 0;
  return typeof extra === 'number' ? extra : extra[mode];
}

/** The profiled tables of one mode; empty when nothing is known of it for some model. */
function beliefs(document: ProfileDocument, choice: ProfileChoice, mode: TeeMode): BelievedModel[] {
  const { factors } = choice;
  const chosen = choice.models.map((name) => present(modelOf(document, name), name));
  if (mode === 'off') return chosen.map((model) => resolveBelief(model, model.off));
  const believed = chosen.flatMap((model) => {
    const measured = factors === null ? model.cc : model.off;
    if (measured === undefined) return [];
    const added = addedTo(model, choice);
    const table = resolveBelief(model, measured);
    return [scaleBelief(table, factors ?? NO_FACTORS, added, model.weightsGiB)];
  });
  return believed.length === chosen.length ? believed : [];
}

function checkModels(document: ProfileDocument, choice: ProfileChoice): ProfileIssue[] {
  const known = Object.keys(document.models);
  // That the profile is empty is a problem of its own, for which no name in the scenario is to blame.
  if (known.length === 0) return [];
  return choice.models
    .filter((name) => modelOf(document, name) === undefined)
    .map((name) => {
      const hint = didYouMean(name, known);
      return {
        in: 'scenario',
        path: ['models', 'mix', name],
        expected: `a model of profile ${choice.profile} (${known.join(', ')})`,
        got: name,
        ...(hint === undefined ? {} : { hint }),
      };
    });
}

/** Whether the profile has, for every model, the mode and the times that the scenario chose. */
function checkChoice(document: ProfileDocument, choice: ProfileChoice): ProfileIssue[] {
  const models = choice.models.map((name) => present(modelOf(document, name), name));
  const modes = models.map((model) => measuredMode(model, choice));
  if (modes.includes(undefined)) {
    return [
      {
        in: 'scenario',
        path: ['tee', 'mode'],
        expected: `off: profile ${choice.profile} has no cc measurement of ${lacking(choice, modes)}`,
        got: choice.mode,
        hint: 'tee.preset or tee.factors can stand for one',
      },
    ];
  }
  const found = modes.filter((mode) => mode !== undefined);
  return [
    ...checkSteps(models, choice),
    ...checkForm(
      choice,
      'swapTimes',
      found.map(({ swap }) => swap),
    ),
    ...checkForm(
      choice,
      'batchTimes',
      found.map(({ batch }) => batch),
    ),
  ];
}

/** What is added to every step of a batch needs to know how many there are. */
function checkSteps(models: readonly ProfileModel[], choice: ProfileChoice): ProfileIssue[] {
  const { factors, mode } = choice;
  if (mode === 'off' || factors === null || factors.stepsPerBatch !== null) return [];
  const unknown = choice.models.filter((_, index) => models[index]?.tokens === undefined);
  if (!countsSteps(factors) || unknown.length === 0) return [];
  return [
    {
      in: 'scenario',
      path: ['tee', 'preset'],
      expected: 'a profile that says how many tokens an answer has (models.NAME.tokens.output)',
      got: `none for ${unknown.join(', ')} in ${choice.profile}`,
      hint: 'stepsPerBatch of the effect under tee.effects can say it, tee.use can leave it out',
    },
  ];
}

function checkForm(
  choice: ProfileChoice,
  option: 'swapTimes' | 'batchTimes',
  parts: readonly Readonly<Partial<Record<SwapTimesChoice, unknown>>>[],
): ProfileIssue[] {
  const form = choice[option] ?? 'profiled';
  const found = parts.map((part) => part[form]);
  if (!found.includes(undefined)) return [];
  const forms = ['profiled', 'in-experiment', 'disk', 'history'] as const;
  const everywhere = forms.filter((name) => parts.every((part) => part[name] !== undefined));
  // With factors, it is the `off` measurement that they apply to.
  const mode = choice.factors === null ? choice.mode : 'off';
  return [
    {
      in: 'scenario',
      path: ['server', option],
      expected: everywhere.join(' or '),
      got: form,
      hint: `profile ${choice.profile} has no ${form} of ${lacking(choice, found)} in mode ${mode}`,
    },
  ];
}

function lacking(choice: ProfileChoice, found: readonly unknown[]): string {
  return choice.models.filter((_, index) => found[index] === undefined).join(', ');
}

/** The measurement that a run in the chosen mode starts from. */
function measuredMode(model: ProfileModel, choice: ProfileChoice): ProfileMode | undefined {
  return choice.mode === 'off' || choice.factors !== null ? model.off : model.cc;
}

function modelOf(document: ProfileDocument, name: string): ProfileModel | undefined {
  return ownValue(document.models, name);
}

/** Own keys only: a model may be called `constructor`. */
function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
