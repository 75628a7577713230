import type { Issue } from '../errors.js';
import { type Axis, type Baseline, FIXED_PATHS } from '../experiment/grid.js';
import {
  canonicalPath,
  canonicalSetting,
  pathsCollide,
} from '../scenario/text/canonical-setting.js';
import { didYouMean } from '../suggest.js';
import { optionIssue } from './invocation.js';

/** A grid that takes longer to set up than anyone waits is a typing error. */
const MOST_CELLS = 10_000;

/** Reads `--axis path=a,b,…`. Adds to `issues` what is wrong; the axes that are right come back. */
export function readAxes(texts: readonly string[], issues: Issue[]): readonly Axis[] {
  if (texts.length === 0) issues.push(optionIssue('--axis', 'at least one path=a,b,…', 'none'));
  const axes = texts.flatMap((text) => readAxis(text, issues));
  const apart = axes.filter((axis, position) => {
    const other = axes.slice(0, position).find((before) => collide(before, axis));
    if (other !== undefined) issues.push(collision(other, axis));
    return other === undefined;
  });
  const cells = apart.reduce((product, { values }) => product * values.length, 1);
  if (cells <= MOST_CELLS) return apart;
  issues.push(optionIssue('--axis', `a grid of at most ${MOST_CELLS} cells`, `one of ${cells}`));
  return [];
}

function readAxis(text: string, issues: Issue[]): readonly Axis[] {
  const setting = canonicalSetting(text);
  const path = setting?.written.trim() ?? '';
  const values = splitAtCommas(setting?.text ?? '');
  if (setting === undefined || values.includes('')) {
    issues.push(optionIssue('--axis', 'path=value,value,…', JSON.stringify(text)));
    return [];
  }
  if (FIXED_PATHS.includes(setting.path)) {
    const got = `${path}, which is the same in all of them`;
    const hint = `use --${setting.path}`;
    issues.push(optionIssue('--axis', 'a path in which runs can differ', got, hint));
    return [];
  }
  const meanings = values.map((value) => meaningOf(`${path}=${value}`));
  const twice = values.find((_, at) => meanings.indexOf(meanings[at] ?? '') < at);
  if (twice !== undefined) {
    issues.push(optionIssue('--axis', `each value of ${path} once`, `${twice} twice`));
    return [];
  }
  return [{ path, values }];
}

/** What `path=value` means, however it is written. */
function meaningOf(text: string): string {
  const setting = canonicalSetting(text);
  return setting === undefined ? text : `${setting.path}=${setting.value}`;
}

/** A path without quotes and brackets, as problems show it. */
export function plainPath(path: string): string {
  return canonicalPath(path) ?? path;
}

/**
 * The issue as one of `option`, if it is about one of these paths: what other options set reaches
 * the scenario as `--set` does.
 */
export function blameOption(issue: Issue, option: string, paths: readonly string[]): Issue {
  const { source } = issue;
  const at = plainPath(issue.path);
  const isIts = paths.map(plainPath).some((path) => at === path || at.startsWith(`${path}.`));
  if (source.kind !== 'option' || source.option !== '--set' || !isIts) return issue;
  return { ...issue, source: { kind: 'option', option } };
}

function collide(a: Axis, b: Axis): boolean {
  return pathsCollide(plainPath(a.path), plainPath(b.path));
}

/** One of them would replace what the other sets: cells would not be what they are called. */
function collision(before: Axis, { path }: Axis): Issue {
  if (plainPath(before.path) === plainPath(path)) {
    return optionIssue('--axis', 'each path once', `${path} twice`);
  }
  return optionIssue('--axis', 'paths of different settings', `${before.path} and ${path}`);
}

const OPENING = '[{(';
const CLOSING = ']})';

/** Splits at commas that stand outside quotes and brackets: values may be lists or mappings. */
export function splitAtCommas(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (OPENING.includes(character)) depth++;
    else if (CLOSING.includes(character)) depth--;
    if (character === ',' && quote === '' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

/**
 * Reads `--baseline path=value`; without it, the first value of the last axis.
 * Undefined, with an issue, when no axis has it.
 */
export function readBaseline(
  text: string | undefined,
  axes: readonly Axis[],
  issues: Issue[],
): Baseline | undefined {
  if (text === undefined) {
    const [value] = axes.at(-1)?.values ?? [];
    return value === undefined ? undefined : { axis: axes.length - 1, value };
  }
  const meaning = meaningOf(text);
  const known = axes.flatMap(({ path, values }) => values.map((value) => `${path}=${value}`));
  for (const [axis, { path, values }] of axes.entries()) {
    const value = values.find((each) => meaningOf(`${path}=${each}`) === meaning);
    if (value !== undefined) return { axis, value };
  }
  if (axes.length > 0) {
    const expected = 'path=value with a value of an --axis';
    const hint = didYouMean(text, known);
    issues.push(optionIssue('--baseline', expected, JSON.stringify(text), hint));
  }
  return undefined;
}
