import type { ArrivalsConfig, WorkloadConfig } from '../../workload/config.js';
import type { StrategyPort } from '../ports.js';
import { type Fields, readFields, type SilentKeys } from '../read-fields.js';
import { type Outline, outlineSchema, SECTIONS, type SectionName } from '../schema.js';
import { baseName } from '../text/base-name.js';
import type { Scenario } from '../types.js';
import { evenMix, resolveArrivals } from './arrivals.js';
import type { Context } from './context.js';
import { adaptDurations } from './load-path.js';
import { type Models, resolveModels, resolveSla } from './models.js';
import { resolvePlacement } from './placement.js';
import { loadProfile } from './profile.js';
import { resolveServer } from './server.js';
import { resolveStrategy } from './strategy.js';
import { resolveTee } from './tee.js';
import { checkBatchSizes, checkTimerProfile, resolveDurations } from './timing.js';

/**
 * Checks and resolves every part of a scenario. Each part waits only for what it needs of others.
 *
 * @returns the scenario; undefined when there are problems, all of them reported
 */
export async function resolveScenario(
  silent: SilentKeys,
  strategies: StrategyPort,
  context: Context,
): Promise<Scenario | undefined> {
  const reading = { document: context.document, at: [], silent };
  const outline = readFields(outlineSchema, reading, context.problems);
  const sections = readSections(silent, context);
  const models = resolveModels(sections.models, context);
  const tee = await resolveTee(sections.tee, context);
  const durationSeconds = outline.durationSeconds?.value;
  const arrivals =
    outline.arrivals &&
    (await resolveArrivals(outline.arrivals.value, { ...context, models, durationSeconds }));
  const profile = await loadProfile(context);
  const measured =
    profile && tee && models && resolveDurations(profile, sections.server, tee, models, context);
  const { weightsGiB } = sections.models;
  const durations =
    measured && adaptDurations(measured, models, weightsGiB, sections.server, tee, context);
  const rest = resolveOutline(outline, models, arrivals, context);
  const placement = resolvePlacement(
    sections.server,
    models?.names,
    durations,
    rest?.workload,
    context,
  );
  const server = resolveServer(sections.server, models?.names, durations, placement, context);
  const strategy = await resolveStrategy(
    sections.strategy,
    tee?.mode,
    models?.names,
    strategies,
    context,
  );
  if (durations && server && strategy) {
    checkBatchSizes(durations.timing, server.rules, strategy.options, context);
    checkTimerProfile(durations.timing, strategy.timerProfile, context);
  }
  const slaSeconds = resolveSla(sections.sla, models, context);
  if (!(rest && models && slaSeconds && tee && durations && server && strategy)) {
    return undefined;
  }
  const { timing } = durations;
  return { ...rest, slaSeconds, teeMode: tee.mode, timing, server, strategy };
}

type SectionFields = {
  readonly [Name in SectionName]: ReturnType<typeof readFields<(typeof SECTIONS)[Name]>>;
};

function readSections(silent: SilentKeys, { document, problems }: Context): SectionFields {
  const read = (name: SectionName) =>
    readFields(SECTIONS[name], { document, at: [name], silent: () => silent(name) }, problems);
  const names = Object.keys(SECTIONS) as SectionName[];
  return Object.fromEntries(names.map((name) => [name, read(name)])) as SectionFields;
}

type OutlinePart = Pick<
  Scenario,
  | 'name'
  | 'seed'
  | 'replications'
  | 'durationSeconds'
  | 'drainSeconds'
  | 'horizon'
  | 'models'
  | 'workload'
  | 'believed'
  | 'metrics'
>;

function resolveOutline(
  outline: Fields<Outline>,
  models: Models | undefined,
  arrivals: ArrivalsConfig | undefined,
  { file }: Context,
): OutlinePart | undefined {
  const { name, seed, replications, durationSeconds, drainSeconds, horizon } = outline;
  const { believed, metrics } = outline;
  if (!(name && seed && replications && durationSeconds && drainSeconds && horizon)) {
    return undefined;
  }
  if (!(believed && metrics && models && arrivals)) {
    return undefined;
  }
  const { names } = models;
  const workload: WorkloadConfig = {
    arrivals,
    mix: models.mix ?? evenMix(names),
    modelCount: names.length,
    durationSeconds: durationSeconds.value,
  };
  return {
    name: name.value ?? baseName(file),
    seed: String(seed.value),
    replications: replications.value,
    durationSeconds: durationSeconds.value,
    drainSeconds: drainSeconds.value === 'complete' ? Number.POSITIVE_INFINITY : drainSeconds.value,
    horizon: horizon.value,
    models: names,
    workload,
    believed: believed.value,
    metrics: metrics.value,
  };
}
