import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  type ComposedTee,
  composeTee,
  type LoadedPreset,
} from '../../../src/timing/tee/compose.js';
import {
  type Effect,
  type EffectChoice,
  type PresetDocument,
  presetSchema,
} from '../../../src/timing/tee/preset-schema.js';

const FOLDER = 'profiles/tee';

const MEASURED = {
  source: 'bench',
  hardware: 'a GPU',
  conditions: 'made up',
  confidence: 'none',
};

/** An effect as a preset would write it, its measurement made up. */
export function effect(parts: Readonly<Record<string, unknown>>): Effect {
  const { effects } = presetSchema.parse({
    description: 'made up',
    architecture: 'unstated',
    effects: { one: { ...MEASURED, ...parts } },
  });
  return effects['one'] as Effect;
}

/** A preset in memory. */
export function preset(
  name: string,
  effects: Readonly<Record<string, Effect>>,
  parts: Partial<Pick<PresetDocument, 'architecture' | 'use'>> = {},
  includes: readonly LoadedPreset[] = [],
): LoadedPreset {
  const document: PresetDocument = {
    description: name,
    architecture: 'hopper',
    sources: { bench: 'a bench' },
    include: includes.map((each) => each.name),
    use: {},
    effects,
    ...parts,
  };
  return { name, sha256: `hash of ${name}`, document, includes };
}

/** Presets put together; throws if they do not fit. */
export function composed(presets: readonly LoadedPreset[], use: EffectChoice = {}): ComposedTee {
  const tee = composeTee(presets, use);
  if ('issues' in tee) throw new Error(JSON.stringify(tee.issues));
  return tee;
}

/** What is wrong with putting presets together, a line each. */
export function problems(presets: readonly LoadedPreset[], use: EffectChoice = {}): string[] {
  const tee = composeTee(presets, use);
  const issues = 'issues' in tee ? tee.issues : [];
  return issues.map(({ path, expected, got }) => `${path.join('.')}: ${expected}; ${got}`);
}

/** Names of the presets that come with sealsim. */
export function shippedNames(): readonly string[] {
  return readdirSync(FOLDER).map((file) => file.replace('.yaml', ''));
}

/** One of them, with those that it includes. */
export function shipped(name: string): LoadedPreset {
  const text = readFileSync(`${FOLDER}/${name}.yaml`, 'utf8');
  const document = presetSchema.parse(parse(text));
  return { name, sha256: text, document, includes: document.include.map(shipped) };
}
