import { didYouMean } from '../../suggest.js';
import { combinedFactors, NO_FACTORS, type TeeFactors } from '../factors.js';
import type { PresetIssue } from './check-preset.js';
import { factorsOf, groupOf, silenceOf } from './effects.js';
import type { Effect, EffectChoice, EffectGroup, PresetDocument } from './preset-schema.js';

/** A preset that was read, with those that it includes. */
export interface LoadedPreset {
  /** As it was named. */
  readonly name: string;
  readonly sha256: string;
  readonly document: PresetDocument;
  readonly includes: readonly LoadedPreset[];
}

/** An effect of a preset. */
export interface PlacedEffect {
  readonly name: string;
  /** The preset that it stands in. */
  readonly preset: string;
  readonly effect: Effect;
  /** Its source, in full. */
  readonly citation: string;
}

/** Presets put together: what they hold, what of it acts, and what that comes to. */
export interface ComposedTee {
  readonly effects: readonly PlacedEffect[];
  /** Those that act on durations. */
  readonly acting: readonly PlacedEffect[];
  readonly factors: TeeFactors;
}

/** What was chosen in the place of every effect of a group. */
const NONE = 'none';
const GROUPS: Readonly<Record<EffectGroup, string>> = {
  load: 'loads',
  step: 'decode steps',
  kernel: 'inference as a whole',
  firstLoad: 'the first load of a run',
  allocation: 'allocations',
};
export const EFFECT_GROUPS = Object.keys(GROUPS) as EffectGroup[];

/**
 * Puts presets together. Effects that act on different durations all act; of those that act on
 * the same one does, as the scenario's `use` says, or the presets'.
 * @param overridden effects with the scenario's numbers, by name.
 * @returns what they come to, or the problems; their paths point into the scenario's `tee`.
 */
export function composeTee(
  presets: readonly LoadedPreset[],
  use: EffectChoice,
  overridden: ReadonlyMap<string, Effect> = new Map(),
): ComposedTee | { readonly issues: readonly PresetIssue[] } {
  const effects = effectsOf(presets).map((placed) => ({
    ...placed,
    effect: overridden.get(placed.name) ?? placed.effect,
  }));
  const mixed = checkArchitecture(presets);
  // What presets that do not belong together would have act is no question.
  if (mixed.length > 0) return { issues: mixed };
  const issues: PresetIssue[] = [];
  const acting: PlacedEffect[] = [];
  for (const group of EFFECT_GROUPS) {
    const { chosen, issue } = chosenOf(group, presets, use, effects);
    if (issue !== undefined) issues.push(issue);
    if (chosen !== undefined) acting.push(chosen);
  }
  if (issues.length === 0) issues.push(...inVain(overridden, acting));
  if (issues.length > 0) return { issues };
  const factors = acting.reduce<TeeFactors>(
    (sum, { effect }) => combinedFactors(sum, { ...NO_FACTORS, ...factorsOf(effect) }),
    NO_FACTORS,
  );
  return { effects, acting, factors };
}

/** Numbers of a scenario for effects that do not act. */
function inVain(
  overridden: ReadonlyMap<string, Effect>,
  acting: readonly PlacedEffect[],
): PresetIssue[] {
  const names = acting.map(({ name }) => name);
  return [...overridden].flatMap(([name, effect]): PresetIssue[] => {
    if (names.includes(name)) return [];
    const group = groupOf(effect);
    const hint = group === null ? (silenceOf(effect) ?? undefined) : `tee.use.${group} chooses`;
    const expected = `an effect that acts (${names.join(', ')})`;
    return [{ path: ['effects', name], expected, got: name, hint }];
  });
}

/** Presets and what they include, each once, by the hash of its text. */
export function everyPreset(presets: readonly LoadedPreset[]): readonly LoadedPreset[] {
  const all = presets.flatMap((preset) => [preset, ...everyPreset(preset.includes)]);
  return [...new Map(all.map((preset) => [preset.sha256, preset])).values()];
}

/** All effects of presets and of those that they include. */
export function effectsOf(presets: readonly LoadedPreset[]): readonly PlacedEffect[] {
  return everyPreset(presets).flatMap(({ name, document }) =>
    Object.entries(document.effects).map(([effect, value]) => ({
      name: effect,
      preset: document.name ?? name,
      effect: value,
      citation: document.sources[value.source] ?? value.source,
    })),
  );
}

/** Names that stand for more than one effect. */
export function doubleNames(presets: readonly LoadedPreset[]): readonly string[] {
  const names = effectsOf(presets).map(({ name }) => name);
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

/** GPU generations that presets state. */
export function architecturesOf(presets: readonly LoadedPreset[]): ReadonlyMap<string, string> {
  const stated = everyPreset(presets).flatMap(({ name, document }): [string, string][] =>
    document.architecture === 'unstated' ? [] : [[document.architecture, name]],
  );
  // The first of each is named.
  return new Map(stated.reverse());
}

function checkArchitecture(presets: readonly LoadedPreset[]): PresetIssue[] {
  const stated = [...architecturesOf(presets)].reverse();
  if (stated.length < 2) return [];
  const got = stated.map(([architecture, name]) => `${architecture} (${name})`).join(' and ');
  return [{ path: ['preset'], expected: 'presets of one GPU generation', got }];
}

/** The effect that acts on a group, if one does, or why that cannot be told. */
function chosenOf(
  group: EffectGroup,
  presets: readonly LoadedPreset[],
  use: EffectChoice,
  effects: readonly PlacedEffect[],
): { readonly chosen?: PlacedEffect | undefined; readonly issue?: PresetIssue } {
  const candidates = effects.filter(({ effect }) => groupOf(effect) === group);
  const names = candidates.map(({ name }) => name);
  const own = use[group];
  const wanted = own === undefined ? choicesOf(group, presets, names) : [own];
  const [name, other] = wanted;
  if (other !== undefined) return { issue: undecided(group, names) };
  if (name === undefined || name === NONE) return {};
  const chosen = candidates.find((each) => each.name === name);
  if (chosen !== undefined) return { chosen };
  const expected =
    names.length === 0 ? `none, as no effect can act on ${GROUPS[group]}` : listed(names);
  const hint = didYouMean(name, [...names, NONE]);
  return { issue: { path: ['use', group], expected, got: name, hint } };
}

/** What presets would have act: what each says, or else its effects and what its parts would. */
function choicesOf(
  group: EffectGroup,
  presets: readonly LoadedPreset[],
  candidates: readonly string[],
): readonly string[] {
  const choices = presets.flatMap(({ document, includes }) => {
    const said = document.use[group];
    if (said !== undefined) return [said];
    const own = Object.keys(document.effects).filter((name) => candidates.includes(name));
    return [...own, ...choicesOf(group, includes, candidates)];
  });
  return [...new Set(choices)];
}

function undecided(group: EffectGroup, names: readonly string[]): PresetIssue {
  const expected = `${listed(names)}: which of these is to act on ${GROUPS[group]}`;
  return { path: ['use', group], expected, got: 'no choice' };
}

function listed(names: readonly string[]): string {
  return `one of ${[...names, NONE].join(', ')}`;
}
