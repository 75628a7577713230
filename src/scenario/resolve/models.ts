import type { Seconds } from '../../units.js';
import type { ModelMix } from '../../workload/config.js';
import { describeSchema } from '../issues/describe-schema.js';
import type { Fields } from '../read-fields.js';
import { positiveSeconds } from '../schema/fields.js';
import type { Section } from '../schema.js';
import { keysOf, type Path, valueAt } from '../text/tree.js';
import { type Context, checkModelKeys, figure, report, reportUnknown } from './context.js';

/** Probabilities are decimal fractions: their sum is off by rounding, not by more. */
const SUM_TOLERANCE = 1e-9;

/** The models of a scenario. */
export interface Models {
  readonly names: readonly string[];
  /** The scenario's mix; undefined when it has none, or one with problems. */
  readonly mix: ModelMix | undefined;
  readonly lacksMix: boolean;
}

/**
 * The models and their mix. The names are found even when the probabilities have problems, so
 * that what refers to a model can still be checked; undefined when there are none.
 */
export function resolveModels(
  fields: Fields<Section<'models'>> | undefined,
  context: Context,
): Models | undefined {
  const listed = fields?.names?.value;
  const mixed = keysOf(valueAt(context.document, ['models', 'mix']));
  const names = listed ?? mixed;
  if (fields?.names === undefined && mixed.length === 0) {
    return undefined;
  }
  checkNames(listed ?? [], context);
  if (names.length === 0) {
    reportNoModels(fields, context);
    return undefined;
  }
  if (fields?.weightsGiB?.value !== undefined) {
    checkModelKeys(context, ['models', 'weightsGiB'], names);
  }
  const mix = fields?.mix?.value;
  return {
    names,
    mix: mix && resolveMix(mix, ['models', 'mix'], names, context),
    lacksMix: fields?.mix !== undefined && mix === undefined,
  };
}

function reportNoModels(fields: Fields<Section<'models'>> | undefined, context: Context): void {
  if (fields?.mix?.value !== undefined) {
    report(context, ['models', 'mix'], 'at least one model', 'an empty mapping');
  } else if (fields?.mix !== undefined) {
    report(context, ['models', 'mix'], 'a mapping of model names to probabilities', 'nothing');
  }
}

function checkNames(names: readonly string[], context: Context): void {
  names.forEach((name, position) => {
    if (names.indexOf(name) !== position) {
      report(context, ['models', 'names', position], 'each name once', `"${name}" again`);
    }
  });
}

/** A mix by model index; undefined, and reported, when it names other models or is no distribution. */
export function resolveMix(
  mix: Readonly<Record<string, number>>,
  path: Path,
  names: readonly string[],
  context: Context,
): ModelMix | undefined {
  checkModelKeys(context, path, names);
  const sum = Object.values(mix).reduce((total, probability) => total + probability, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    report(context, path, 'probabilities that sum to 1', `a sum of ${figure(sum)}`);
    return undefined;
  }
  return names.map((name) => (Object.hasOwn(mix, name) ? (mix[name] ?? 0) : 0));
}

/** A mix that always draws one model; undefined, and reported, when the scenario does not have it. */
export function onlyModel(
  name: string,
  path: Path,
  names: readonly string[],
  context: Context,
): ModelMix | undefined {
  if (!names.includes(name)) {
    reportUnknown(context, path, 'a model of the scenario', name, names);
    return undefined;
  }
  return names.map((other) => (other === name ? 1 : 0));
}

/** The SLA of each model; undefined, and reported, when one has none. */
export function resolveSla(
  fields: Fields<Section<'sla'>>,
  models: Models | undefined,
  context: Context,
): readonly Seconds[] | undefined {
  const { seconds, perModel } = fields;
  const names = models?.names ?? [];
  if (models !== undefined) {
    checkModelKeys(context, ['sla', 'perModel'], names);
  }
  if (seconds === undefined || perModel === undefined) {
    return undefined;
  }
  const own = new Map(Object.entries(perModel.value));
  const lacking = names.filter((name) => !own.has(name));
  if (seconds.value === undefined && (lacking.length > 0 || own.size === 0)) {
    const hint = own.size === 0 ? undefined : `perModel has none for ${lacking.join(', ')}`;
    report(context, ['sla', 'seconds'], describeSchema(positiveSeconds), 'nothing', hint);
    return undefined;
  }
  return models && names.map((name) => own.get(name) ?? seconds.value ?? Number.NaN);
}
