import type { StrategyOptions } from '../../serving/batch/strategies/strategy.js';
import { didYouMean } from '../../suggest.js';
import type { TeeMode } from '../../timing/config.js';
import { oneOf, quoted } from '../issues/values.js';
import type { StrategyPort } from '../ports.js';
import { allValues, type Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
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
  const canonical = strategies.canonical(name);
  if (canonical === undefined) {
    const known = strategies.names();
    report(context, ['strategy', 'name'], oneOf(known), quoted(name), didYouMean(name, known));
    return undefined;
  }
  return { name: canonical, module: null };
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
