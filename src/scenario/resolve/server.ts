import {
  AS_PUBLISHED,
  type BatchServerConfig,
  type DispatchRules,
  fitsInMemory,
  LOSSLESS,
  type MemoryConfig,
  type Placement,
  servesModel,
} from '../../serving/batch/config.js';
import type { ModelTiming } from '../../timing/config.js';
import type { ModelIndex } from '../../units.js';
import type { Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
import { type Context, figure, report, reportUnknown } from './context.js';
import { resolvePrefetch } from './load-path.js';
import { checkSharedQueues } from './placement.js';
import type { Timing } from './timing.js';

type ServerFields = Fields<Section<'server'>>;
type RulesInput = Section<'server'>['rules'];

/** The batch engine's configuration; undefined when something of it has problems. */
export function resolveServer(
  fields: ServerFields,
  models: readonly string[] | undefined,
  durations: Timing | undefined,
  placement: Placement | undefined,
  context: Context,
): BatchServerConfig | undefined {
  const { engine, semantics, unloadWhenIdle, gpus } = fields;
  const rules = resolveRules(fields, context);
  const memory = durations && resolveMemory(fields, durations, context);
  const prefetch = resolvePrefetch(fields, durations, context);
  const preload = models && resolvePreload(fields, models, context);
  if (preload && placement && gpus) {
    for (const group of preloadGroups(preload, placement, gpus.value)) {
      checkPreloadCount(fields, group, context);
      if (memory) checkPreloadFits(group, memory, durations.timing.models, context);
    }
  }
  if (rules) {
    checkSharedQueues(fields, rules, context);
  }
  if (!(engine && semantics && unloadWhenIdle && rules && memory && preload && prefetch)) {
    return undefined;
  }
  if (!(gpus && placement)) {
    return undefined;
  }
  return {
    engine: engine.value,
    gpus: gpus.value,
    placement,
    semantics: semantics.value,
    rules,
    memory,
    preload,
    prefetch,
    pageCacheGiB: fields.loadPath?.value?.pageCacheGiB ?? null,
    unloadWhenIdle: unloadWhenIdle.value,
  };
}

function resolveRules(
  { semantics, rules }: ServerFields,
  context: Context,
): DispatchRules | undefined {
  if (semantics === undefined || rules === undefined) {
    return undefined;
  }
  const base = semantics.value === 'lossless' ? LOSSLESS : AS_PUBLISHED;
  const given = Object.entries(rules.value).filter(([, value]) => value !== undefined);
  const resolved: DispatchRules = { ...base, ...Object.fromEntries(given) };
  checkRules(rules.value, resolved, context);
  return resolved;
}

/** Refuses rules that the scenario sets and that another rule leaves without effect. */
function checkRules(given: RulesInput, resolved: DispatchRules, context: Context): void {
  const refuse = (rule: keyof DispatchRules, needs: string, got: unknown): void =>
    report(context, ['server', 'rules', rule], `${rule} with ${needs} only`, String(got));
  if (resolved.slot === 'queue') {
    if (given.emptyTimerOverwrites === true) {
      refuse('emptyTimerOverwrites', 'slot: overwrite', true);
    }
    if (given.partial !== undefined) {
      refuse('partial', 'slot: overwrite', given.partial);
    }
  }
  if (resolved.timerPollSeconds === 0 && given.timerSnapshotStale === true) {
    refuse('timerSnapshotStale', 'timerPollSeconds > 0', true);
  }
}

function resolveMemory(
  { gpu }: ServerFields,
  { gpu: measured, timing }: Timing,
  context: Context,
): MemoryConfig | undefined {
  if (gpu === undefined) {
    return undefined;
  }
  const memoryGiB = gpu.value.memoryGiB ?? measured.memoryGiB;
  const reserveGiB = gpu.value.reserveGiB ?? measured.reserveGiB;
  const { residentModels, eviction } = gpu.value;
  const memory = { memoryGiB, reserveGiB, residentModels, eviction };
  const tooLarge = timing.models.filter(({ weightsGiB }) => !fitsInMemory(weightsGiB, memory));
  for (const { name, weightsGiB } of tooLarge) {
    const expected = `memory for ${name} (${figure(weightsGiB)} GiB of weights)`;
    const got = `${figure(memoryGiB)} GiB less ${figure(reserveGiB)} GiB in reserve`;
    report(context, ['server', 'gpu'], expected, got);
  }
  return memory;
}

function resolvePreload(
  { preload }: ServerFields,
  models: readonly string[],
  context: Context,
): readonly ModelIndex[] | undefined {
  const names = preload?.value ?? [];
  names.forEach((name, position) => {
    const path = ['server', 'preload', position];
    if (!models.includes(name)) {
      reportUnknown(context, path, 'a model of the scenario', name, models);
    } else if (names.indexOf(name) !== position) {
      report(context, path, 'each model once', `"${name}" again`);
    }
  });
  return preload && names.map((name) => models.indexOf(name));
}

/** What is to be in the memory of each GPU from the start, each different list once. */
function preloadGroups(
  preload: readonly ModelIndex[],
  placement: Placement,
  gpus: number,
): readonly (readonly ModelIndex[])[] {
  if (placement.kind === 'free') return [preload];
  const groups = Array.from({ length: gpus }, (_, gpu) =>
    preload.filter((model) => servesModel(placement, gpu, model)),
  );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

function checkPreloadCount(
  { gpu }: ServerFields,
  preload: readonly ModelIndex[],
  context: Context,
): void {
  const most = gpu?.value.residentModels ?? Number.POSITIVE_INFINITY;
  if (preload.length > most) {
    const expected = `at most ${most} (server.gpu.residentModels)`;
    report(context, ['server', 'preload'], expected, `a list of ${preload.length}`);
  }
}

function checkPreloadFits(
  preload: readonly ModelIndex[],
  memory: MemoryConfig,
  models: readonly ModelTiming[],
  context: Context,
): void {
  const weights = preload.reduce((sum, model) => sum + (models[model]?.weightsGiB ?? 0), 0);
  const free = memory.memoryGiB - memory.reserveGiB;
  if (preload.length > 1 && !fitsInMemory(weights, memory)) {
    const expected = `models that fit in ${figure(free)} GiB together`;
    report(context, ['server', 'preload'], expected, `${figure(weights)} GiB of weights`);
  }
}
