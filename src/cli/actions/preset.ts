import { type Issue, UserError } from '../../errors.js';
import { toJson } from '../../report/json.js';
import { presetJson } from '../../report/preset/preset-json.js';
import { presetText } from '../../report/preset/preset-text.js';
import { didYouMean } from '../../suggest.js';
import { EFFECT_GROUPS } from '../../timing/tee/compose.js';
import { changesToProfile } from '../../timing/tee/effects-on-profile.js';
import type { EffectChoice, EffectGroup } from '../../timing/tee/preset-schema.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { readNamedPresets } from '../preset-files.js';
import { DEFAULT_PROFILE, readNamedProfile } from '../profile-file.js';
import { collecting } from '../scenario-loader.js';

/** Shows what TEE presets do to a profile. */
export const execute: Execute = async (invocation, terminal) => {
  const issues: Issue[] = [...invocation.issues];
  const use = readUse(invocation, issues);
  const named = await collecting(issues, readNamedPresets('PRESET', invocation.args, use));
  const name = invocation.value('--profile') ?? DEFAULT_PROFILE;
  const profile = await collecting(issues, readNamedProfile('--profile', name));
  const sizes = readSizes(invocation, issues);
  if (issues.length > 0 || named === undefined || profile === undefined) {
    throw new UserError(issues);
  }
  const { presets, tee } = named;
  const change = changesToProfile(profile.document, tee, sizes);
  const report = { presets, tee, change, profile: { name, sha256: profile.sha256 } };
  terminal.out(invocation.json ? toJson(presetJson(report)) : presetText(report));
  return EXIT.done;
};

/** What `--use` says. */
function readUse(invocation: Invocation, issues: Issue[]): EffectChoice {
  const use: Partial<Record<EffectGroup, string>> = {};
  for (const text of invocation.all('--use')) {
    const [name = '', effect = '', ...more] = text.split('=');
    const group = EFFECT_GROUPS.find((each) => each === name);
    if (group === undefined || effect === '' || more.length > 0) {
      const expected = `what=effect, what being one of ${EFFECT_GROUPS.join(', ')}`;
      const hint = group === undefined ? didYouMean(name, EFFECT_GROUPS) : undefined;
      issues.push(optionIssue('--use', expected, JSON.stringify(text), hint));
    } else use[group] = effect;
  }
  return use;
}

const LARGEST_SIZE = 1_000_000;

/** What `--sizes` says; null without it. */
function readSizes(invocation: Invocation, issues: Issue[]): readonly number[] | null {
  const text = invocation.value('--sizes');
  if (text === undefined) return null;
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.filter((word) => !/^\d+$/.test(word) || !isSize(Number(word)));
  if (wrong.length === 0) return [...new Set(words.map(Number))].sort((a, b) => a - b);
  const expected = `whole numbers from 1 to ${LARGEST_SIZE}, separated by commas`;
  issues.push(optionIssue('--sizes', expected, JSON.stringify(text)));
  return null;
}

function isSize(size: number): boolean {
  return size >= 1 && size <= LARGEST_SIZE;
}
