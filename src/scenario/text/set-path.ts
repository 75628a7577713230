import { keysOf, type Tree } from './tree.js';

/** A step of a path to what is set; a quoted one is a key, whatever it contains. */
export interface SetStep {
  readonly text: string;
  readonly quoted: boolean;
}

/** `path=value`, taken apart. */
export interface Assignment {
  readonly steps: readonly SetStep[];
  /** The path as it was written. */
  readonly path: string;
  readonly value: string;
}

/** One step: `["a.b"]`, `['a.b']`, `[0]`, `.name` or, at the start, `name`. */
const STEP = /\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]|\[(\d+)\]|(\.?)([^.[\]=]+)/y;

/** Takes `a.b["c.d"].0=value` apart; undefined when it has not that form. */
export function parseAssignment(text: string): Assignment | undefined {
  const read = readSteps(text);
  return read === undefined || read.end >= text.length
    ? undefined
    : { steps: read.steps, path: text.slice(0, read.end), value: text.slice(read.end + 1) };
}

/** Takes a path like `a.b["c.d"].0` apart; undefined when it has not that form. */
export function parsePath(text: string): readonly SetStep[] | undefined {
  const read = readSteps(text);
  return read?.end === text.length ? read.steps : undefined;
}

/** The steps up to `=` or the end; undefined when there are none, or something else. */
function readSteps(text: string): { readonly steps: SetStep[]; readonly end: number } | undefined {
  const steps: SetStep[] = [];
  const pattern = new RegExp(STEP);
  let end = 0;
  while (end < text.length && text[end] !== '=') {
    const match = pattern.exec(text);
    const step = match && stepOf(match, steps.length === 0);
    if (!step) {
      return undefined;
    }
    steps.push(step);
    end = pattern.lastIndex;
  }
  return steps.length === 0 ? undefined : { steps, end };
}

function stepOf(match: RegExpExecArray, atStart: boolean): SetStep | undefined {
  const [, double, single, index, dot, name] = match;
  if (name !== undefined) {
    // A dot stands between steps: not before the first, and always before a later name.
    return (dot === '') === atStart ? { text: name.trim(), quoted: false } : undefined;
  }
  if (double !== undefined) {
    return { text: double.replaceAll(/\\(.)/g, '$1'), quoted: true };
  }
  return { text: single ?? index ?? '', quoted: single !== undefined };
}

/**
 * The key that the first of `steps` means in a mapping, and how many of them it takes up: the
 * longest run of steps, joined by dots, that is a key already or a known name; else just the first.
 */
export function nextKey(
  steps: readonly SetStep[],
  mapping: Tree | undefined,
  names: readonly string[],
): { readonly key: string; readonly used: number } {
  const [first] = steps;
  const known = new Set([...keysOf(mapping), ...names]);
  const plainSteps = first?.quoted ? 1 : steps.findIndex(({ quoted }) => quoted);
  const longest = plainSteps < 0 ? steps.length : plainSteps;
  for (let used = longest; used > 1; used -= 1) {
    const key = joined(steps, used);
    if (known.has(key)) {
      return { key, used };
    }
  }
  return { key: joined(steps, 1), used: 1 };
}

function joined(steps: readonly SetStep[], count: number): string {
  return steps
    .slice(0, count)
    .map(({ text }) => text)
    .join('.');
}
