import type { PresetInput, TeeMode } from '../../timing/config.js';
import {
  combinedFactors,
  NO_FACTORS,
  type TeeFactors,
  type TeeWaits,
} from '../../timing/factors.js';
import type { PresetIssue } from '../../timing/tee/check-preset.js';
import {
  composeTee,
  doubleNames,
  everyPreset,
  type LoadedPreset,
} from '../../timing/tee/compose.js';
import { overriddenEffects } from '../../timing/tee/override.js';
import type { TeeRange } from '../../timing/tee/range.js';
import { teeRanges } from '../../timing/tee/ranges.js';
import { readPreset } from '../preset/read-presets.js';
import { allValues, type Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
import { keyPlaceOf, placeOf, valueAt } from '../text/tree.js';
import { type Context, report } from './context.js';

/** The TEE mode, and what stands for its measurement. */
export interface Tee {
  readonly mode: TeeMode;
  readonly factors: TeeFactors | null;
  readonly waits: TeeWaits;
  readonly presets: readonly PresetInput[];
  readonly teeRanges: readonly TeeRange[];
}

type Input = Section<'tee'>;
/** What the presets of a scenario come to. */
type FromPresets = Pick<Tee, 'presets' | 'teeRanges'> & {
  readonly factors: TeeFactors | null;
  /** Whether there are presets, none of which has an effect that acts. */
  readonly isSilent: boolean;
};

const NO_PRESETS: FromPresets = { presets: [], teeRanges: [], factors: null, isSilent: false };

/** What is said of a TEE, and needs one that is on. */
const NEEDS_CC = ['factors', 'preset', 'effects', 'use', 'coldStart'] as const;

/** The TEE mode and what it does; undefined when they have problems. */
export async function resolveTee(
  fields: Fields<Input>,
  context: Context,
): Promise<Tee | undefined> {
  const refused = checkMode(fields, context);
  const fromPresets = await resolvePresets(fields, context);
  const input = allValues(fields);
  if (refused || input === undefined || fromPresets === undefined) {
    return undefined;
  }
  const { mode, factors } = input;
  const { factors: preset, isSilent, ...rest } = fromPresets;
  if (isSilent && saysNothingElse(input)) {
    const expected =
      'a preset that has an effect that acts, or tee.factors or tee.coldStart beside it';
    const got = `${rest.presets.map(({ name }) => name).join(', ')}: nothing acts, cc would be off`;
    report(context, ['tee', 'preset'], expected, got);
    return undefined;
  }
  const own = factors && { ...NO_FACTORS, ...factors };
  const both = preset && own ? combinedFactors(preset, own) : (preset ?? own ?? null);
  return { mode, factors: both, waits: waitsOf(input), ...rest };
}

/** Whether something is said of a TEE that is off. */
function checkMode(fields: Fields<Input>, context: Context): boolean {
  const { mode, keyReleaseSeconds } = fields;
  if (mode?.value !== 'off') {
    return false;
  }
  const given = NEEDS_CC.filter((key) => fields[key]?.value !== undefined);
  const waits = (keyReleaseSeconds?.value ?? 0) > 0 ? (['keyReleaseSeconds'] as const) : [];
  for (const key of [...given, ...waits]) {
    report(context, ['tee', key], `${key} with mode cc only`, `${key} with mode off`);
  }
  return given.length + waits.length > 0;
}

/** Whether a scenario leaves all that `cc` does to its presets; to choose `none` is to say so. */
function saysNothingElse({ factors, coldStart, keyReleaseSeconds, use = {} }: Input): boolean {
  const isElsewhere = factors !== undefined || coldStart !== undefined || keyReleaseSeconds > 0;
  return !isElsewhere && Object.keys(use).length === 0;
}

function waitsOf({ mode, coldStart, keyReleaseSeconds }: Input): TeeWaits {
  const { cvmBootSeconds = 0, gpuAttachSeconds = 0, attestationSeconds = 0 } = coldStart ?? {};
  return mode === 'off'
    ? { perSwapSeconds: 0, firstLoadSeconds: 0 }
    : {
        perSwapSeconds: keyReleaseSeconds,
        firstLoadSeconds: cvmBootSeconds + gpuAttachSeconds + attestationSeconds,
      };
}

/** What the presets come to; undefined, and reported, when they have problems. */
async function resolvePresets(
  { preset, effects, use }: Fields<Input>,
  context: Context,
): Promise<FromPresets | undefined> {
  if (!(preset && effects && use)) {
    return undefined;
  }
  if (preset.value === undefined) {
    const alone = (['effects', 'use'] as const).filter((key) => {
      return { effects, use }[key].value !== undefined;
    });
    for (const key of alone) {
      report(context, ['tee', key], `${key} beside tee.preset only`, `${key} without one`);
    }
    return alone.length > 0 ? undefined : NO_PRESETS;
  }
  const loaded = await loadPresets(preset.value, context);
  if (loaded === undefined) {
    return undefined;
  }
  const overridden = overriddenEffects(loaded, effects.value ?? {});
  const composed = composeTee(loaded, use.value ?? {}, overridden.effects);
  const issues = [...overridden.issues, ...('issues' in composed ? composed.issues : [])];
  for (const issue of issues) addIssue(issue, context);
  if (issues.length > 0 || 'issues' in composed) {
    return undefined;
  }
  const presets = everyPreset(loaded).map(({ name, sha256 }) => ({ name, sha256 }));
  const isSilent = composed.acting.length === 0;
  return { factors: composed.factors, presets, teeRanges: teeRanges(composed), isSilent };
}

async function loadPresets(
  names: string | readonly string[],
  context: Context,
): Promise<readonly LoadedPreset[] | undefined> {
  const { file, files, sources, problems } = context;
  const reading = {
    files,
    document: sources.document.bind(sources),
    problems,
  };
  const list = typeof names === 'string' ? [names] : names;
  const presets: LoadedPreset[] = [];
  for (const [at, name] of list.entries()) {
    const path = typeof names === 'string' ? ['tee', 'preset'] : ['tee', 'preset', at];
    const preset = await readPreset(name, file, reading, (...problem) =>
      report(context, path, ...problem),
    );
    if (preset !== undefined) presets.push(preset);
  }
  if (presets.length < list.length) {
    return undefined;
  }
  const twice = doubleNames(presets);
  if (twice.length > 0) {
    const expected = 'presets whose effects have different names';
    report(context, ['tee', 'preset'], expected, `${twice.join(', ')} twice`);
    return undefined;
  }
  return presets;
}

/** Where the scenario says nothing there is no place but that of the presets. */
function addIssue(
  { path, expected, got, hint }: PresetIssue,
  { document, problems }: Context,
): void {
  const whole = ['tee', ...path];
  const isKey = path.at(-1) === got && path[0] === 'effects';
  const at = valueAt(document, whole) === undefined && !isKey ? ['tee', 'preset'] : whole;
  const place = isKey ? keyPlaceOf(document, at) : placeOf(document, at);
  problems.add({ place, path: whole, expected, got, hint });
}
