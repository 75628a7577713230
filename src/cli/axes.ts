import type { Issue } from '../errors.js';
import type { Axis, Baseline } from '../experiment/grid.js';
import { didYouMean } from '../suggest.js';
import { optionIssue } from './invocation.js';

/** A grid that takes longer to set up than anyone waits is a typing error. */
const MOST_CELLS = 10_000;
/** What pairs runs cannot differ between them. */
const FIXED_PATHS = ['replications', 'seed'];

/** Reads `--axis path=a,b,…`. Adds to `issues` what is wrong; the axes that are right come back. */
export function readAxes(texts: readonly string[], issues: Issue[]): readonly Axis[] {
  if (texts.length === 0) issues.push(optionIssue('--axis', 'at least one path=a,b,…', 'none'));
  const axes = texts.flatMap((text) => readAxis(text, issues));
  for (const path of duplicates(axes.map((axis) => axis.path))) {
    issues.push(optionIssue('--axis', 'each path once', `${path} twice`));
  }
  const cells = axes.reduce((product, { values }) => product * values.length, 1);
  if (cells <= MOST_CELLS) return axes;
  issues.push(optionIssue('--axis', `a grid of at most ${MOST_CELLS} cells`, `one of ${cells}`));
  return [];
}

function readAxis(text: string, issues: Issue[]): readonly Axis[] {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).trim();
  const values = equals < 0 ? [] : splitAtCommas(text.slice(equals + 1));
  if (path === '' || values.length === 0 || values.includes('')) {
    issues.push(optionIssue('--axis', 'path=value,value,…', JSON.stringify(text)));
    return [];
  }
  if (FIXED_PATHS.includes(path)) {
    const got = `${path}, which is the same in all of them`;
    issues.push(optionIssue('--axis', 'a path in which runs can differ', got, `use --${path}`));
    return [];
  }
  const [twice] = duplicates(values);
  if (twice !== undefined) {
    issues.push(optionIssue('--axis', `each value of ${path} once`, `${twice} twice`));
    return [];
  }
  return [{ path, values }];
}

function duplicates(texts: readonly string[]): readonly string[] {
  return texts.filter((text, position) => texts.indexOf(text) < position);
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
  const known = axes.flatMap(({ path, values }) => values.map((value) => `${path}=${value}`));
  for (const [axis, { path, values }] of axes.entries()) {
    const value = values.find((each) => `${path}=${each}` === text);
    if (value !== undefined) return { axis, value };
  }
  if (axes.length > 0) {
    const expected = 'path=value with a value of an --axis';
    const hint = didYouMean(text, known);
    issues.push(optionIssue('--baseline', expected, JSON.stringify(text), hint));
  }
  return undefined;
}
