import type { ArrivalsConfig, ModelMix, SimpleArrivals } from '../../workload/config.js';
import { expectedRate } from '../../workload/rates.js';
import type {
  ArrivalsInput,
  MemberInput,
  SimpleInput,
  SuperpositionInput,
} from '../schema/arrivals.js';
import type { Path } from '../text/tree.js';
import type { ArrivalsContext } from './arrivals-context.js';
import { resolveBursty } from './bursty.js';
import { report } from './context.js';
import { diurnalSegments } from './diurnal.js';
import { onlyModel, resolveMix } from './models.js';
import { resolveRamp } from './ramp.js';
import { resolveTrace } from './trace.js';

/** Requests are numbered in 32 bits. */
const MOST_REQUESTS = 2 ** 31 - 1;

/** The workload's arrivals; undefined when they, or the models, have problems. */
export async function resolveArrivals(
  input: ArrivalsInput,
  context: ArrivalsContext,
): Promise<ArrivalsConfig | undefined> {
  const arrivals =
    input.process === 'superposition'
      ? await resolveSuperposition(input, context)
      : await resolveSimple(input, ['arrivals'], context);
  if (arrivals === undefined) {
    return undefined;
  }
  if (arrivals.process !== 'superposition' && drawsModels(arrivals)) {
    scenarioMix(context);
  }
  checkCount(arrivals, context);
  return arrivals;
}

async function resolveSuperposition(
  input: SuperpositionInput,
  context: ArrivalsContext,
): Promise<ArrivalsConfig | undefined> {
  const of: { arrivals: SimpleArrivals; mix: ModelMix }[] = [];
  for (const [index, member] of input.of.entries()) {
    const path = ['arrivals', 'of', index];
    const arrivals = await resolveSimple(member, path, context);
    const mix = memberMix(member, arrivals, path, context);
    if (arrivals !== undefined && mix !== undefined) {
      of.push({ arrivals, mix });
    }
  }
  return of.length === input.of.length ? { process: 'superposition', of } : undefined;
}

function memberMix(
  { mix, model }: MemberInput,
  arrivals: SimpleArrivals | undefined,
  path: Path,
  context: ArrivalsContext,
): ModelMix | undefined {
  if (mix !== undefined && model !== undefined) {
    report(context, [...path, 'model'], 'mix or model, not both', 'both');
    return undefined;
  }
  const names = context.models?.names;
  if (names === undefined) {
    return undefined;
  }
  const own =
    mix === undefined
      ? model !== undefined && onlyModel(model, [...path, 'model'], names, context)
      : resolveMix(mix, [...path, 'mix'], names, context);
  if (arrivals === undefined || drawsModels(arrivals)) {
    return own === false ? scenarioMix(context) : own;
  }
  if (own !== false) {
    const key = mix === undefined ? 'model' : 'mix';
    const hint = 'columns: { model: null } leaves them alone';
    report(context, [...path, key], `no ${key} where the trace names the models`, key, hint);
  }
  return evenMix(names);
}

/** Whether the models of a process's requests are drawn, not recorded. */
function drawsModels(arrivals: SimpleArrivals): boolean {
  return arrivals.process !== 'trace' || arrivals.models === null;
}

/** The scenario's own mix; reports it missing where one is needed. */
function scenarioMix(context: ArrivalsContext): ModelMix | undefined {
  const { models } = context;
  if (models?.lacksMix) {
    report(context, ['models', 'mix'], 'a mapping of model names to probabilities', 'nothing');
  }
  return models?.mix;
}

/** Stands where no model is ever drawn. */
export function evenMix(names: readonly string[]): ModelMix {
  return names.map(() => 1 / names.length);
}

async function resolveSimple(
  input: SimpleInput | MemberInput,
  path: Path,
  context: ArrivalsContext,
): Promise<SimpleArrivals | undefined> {
  switch (input.process) {
    case 'poisson':
    case 'constant':
      return { process: input.process, rate: input.rate, first: input.first };
    case 'gamma': {
      const { rate, first, shape, cv } = input;
      if (shape !== undefined && cv !== undefined) {
        report(context, [...path, 'cv'], 'shape or cv, not both', 'both');
        return undefined;
      }
      return { process: 'gamma', rate, first, shape: shape ?? 1 / (cv ?? 1) ** 2 };
    }
    case 'bursty':
      return resolveBursty(input, path, context);
    case 'ramp':
      return resolveRamp(input, path, context);
    case 'piecewise': {
      const { segments, repeat } = input;
      if (segments.every(({ rate }) => rate === 0)) {
        report(context, [...path, 'segments'], 'a rate > 0 somewhere', 'no rate > 0');
        return undefined;
      }
      return { process: 'piecewise', segments, repeat };
    }
    case 'diurnal':
      return { process: 'piecewise', segments: diurnalSegments(input), repeat: true };
    case 'trace':
      return resolveTrace(input, path, context);
  }
}

/** Refuses a run that could not number its requests. */
function checkCount(arrivals: ArrivalsConfig, context: ArrivalsContext): void {
  const { durationSeconds } = context;
  if (durationSeconds === undefined || highestRate(arrivals) * durationSeconds <= MOST_REQUESTS) {
    return;
  }
  const expected = expectedRate(arrivals, durationSeconds) * durationSeconds;
  if (expected > MOST_REQUESTS) {
    const got = `about ${expected.toPrecision(3)}`;
    report(context, ['arrivals'], `at most ${MOST_REQUESTS} requests in durationSeconds`, got);
  }
}

/** A rate that the process never exceeds on average; the expected rate itself is costly. */
function highestRate(arrivals: ArrivalsConfig): number {
  switch (arrivals.process) {
    case 'bursty':
      return Math.max(arrivals.burstRate[1], arrivals.idleRate[1]) * arrivals.timeScale;
    case 'ramp':
      return arrivals.maxRate;
    case 'piecewise':
      return Math.max(...arrivals.segments.map(({ rate }) => rate));
    case 'trace':
      return 0;
    case 'superposition':
      return arrivals.of.reduce((sum, member) => sum + highestRate(member.arrivals), 0);
    default:
      return arrivals.rate;
  }
}
