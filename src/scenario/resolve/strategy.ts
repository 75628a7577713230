import type {
  StrategyDefinition,
  StrategyOptions,
} from '../../serving/batch/strategies/strategy.js';
import { didYouMean } from '../../suggest.js';
import type { TeeMode } from '../../timing/config.js';
import { oneOf, quoted } from '../issues/values.js';
import type { StrategyPort } from '../ports.js';
import { allValues, type Fields } from '../read-fields.js';
import { strategySchema } from '../schema/strategy.js';
import type { Section } from '../schema.js';
import { keyPlaceOf, keysOf, placeOf, standsIn, valueAt } from '../text/tree.js';
import type { StrategyChoice } from '../types.js';
import { type Context, checkModelKeys, report } from './context.js';

type StrategyFields = Fields<Section<'strategy'>>;
type Chosen = Pick<StrategyChoice, 'name' | 'module'>;

/** The strategy and its options; undefined when something of them has problems. */
export async function resolveStrategy(
  fields: StrategyFields,
  teeMode: TeeMode | undefined,
  models: readonly string[] | undefined,
  strategies: StrategyPort,
  context: Context,
): Promise<StrategyChoice | undefined> {
  const chosen = await resolveChoice(fields, strategies, context);
  const options = resolveOptions(fields, models, context);
  const { timerProfile } = fields;
  if (!(chosen && options && timerProfile && teeMode)) {
    return undefined;
  }
  return { ...chosen, timerProfile: timerProfile.value ?? teeMode, options };
}

async function resolveChoice(
  { name, module }: StrategyFields,
  strategies: StrategyPort,
  context: Context,
): Promise<Chosen | undefined> {
  if (name === undefined || module === undefined) {
    return undefined;
  }
  if (name.value !== undefined && module.value !== undefined) {
    report(context, ['strategy', 'module'], 'name or module, not both', 'both');
    return undefined;
  }
  if (name.value !== undefined) {
    return builtIn(name.value, strategies, context);
  }
  if (module.value !== undefined) {
    return ownModule(module.value, strategies, context);
  }
  report(context, ['strategy'], `name (${oneOf(strategies.names())}) or module`, 'neither');
  return undefined;
}

function builtIn(name: string, strategies: StrategyPort, context: Context): Chosen | undefined {
  const definition = strategies.find(name);
  if (definition === undefined) {
    const known = strategies.names();
    report(context, ['strategy', 'name'], oneOf(known), quoted(name), didYouMean(name, known));
    return undefined;
  }
  checkUses(definition, context);
  return { name: definition.name, module: null };
}

/** Accepted with every strategy, so that one file serves for all: those without timers have none. */
const FOR_ALL = ['name', 'timerProfile', 'timerSigmas'];

/**
 * Refuses options that the strategy does not read. Options of the file give way when a setting
 * names another strategy than the file.
 */
function checkUses({ name, uses }: StrategyDefinition, context: Context): void {
  if (uses === undefined) {
    return;
  }
  const read: readonly string[] = [...FOR_ALL, ...uses];
  const { document, file, problems } = context;
  const switched = !standsIn(file, placeOf(document, ['strategy', 'name']));
  for (const key of keysOf(valueAt(document, ['strategy']))) {
    const path = ['strategy', key];
    const place = keyPlaceOf(document, path);
    const ignored = !read.includes(key) && key in strategySchema.shape;
    if (ignored && !(switched && standsIn(file, place))) {
      const expected = `only options that ${name} reads (${uses.length > 0 ? oneOf(uses) : 'none'})`;
      problems.add({ place, path, expected, got: quoted(key) });
    }
  }
}

async function ownModule(
  module: string,
  strategies: StrategyPort,
  context: Context,
): Promise<Chosen | undefined> {
  const { files, problems } = context;
  const path = files.resolve(context.file, module);
  const found = await files.exists(path);
  if (found !== 'file') {
    const got = `${quoted(module)}, ${found === 'folder' ? 'a folder' : 'which does not exist'}`;
    report(context, ['strategy', 'module'], 'a .js or .mjs file', got);
    return undefined;
  }
  const loaded = await problems.collect(() => strategies.load(path));
  return loaded && { name: loaded.definition.name, module: { path, sha256: loaded.sha256 } };
}

function resolveOptions(
  fields: StrategyFields,
  models: readonly string[] | undefined,
  context: Context,
): StrategyOptions | undefined {
  const { name, module, timerProfile, sizes, options, ...rest } = fields;
  if (models !== undefined) {
    checkModelKeys(context, ['strategy', 'sizes'], models);
    checkModelKeys(context, ['strategy', 'weights'], models);
  }
  const plainOptions = allValues(rest);
  if (!(plainOptions && sizes && options && models)) {
    return undefined;
  }
  const all = sizes.value;
  const byModel =
    typeof all === 'number' ? Object.fromEntries(models.map((model) => [model, all])) : all;
  return { ...plainOptions, sizes: byModel, custom: options.value };
}
