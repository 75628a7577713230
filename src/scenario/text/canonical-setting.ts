import { Problems } from '../issues/problems.js';
import { readYamlOption } from './read-yaml.js';
import { parseAssignment, parsePath } from './set-path.js';
import { ALTERNATIVES } from './switches.js';
import { plain } from './tree.js';

/** What a `path=value` means: the same for every way of writing it. */
export interface CanonicalSetting {
  /** The path as it was written. */
  readonly written: string;
  /** The path with dots between its steps, none quoted. */
  readonly path: string;
  /** The text after `=`. */
  readonly text: string;
  /** The value as JSON; the text itself if it is no YAML. */
  readonly value: string;
}

/** Takes `path=value` apart; undefined when it has not that form. */
export function canonicalSetting(setting: string): CanonicalSetting | undefined {
  const assignment = parseAssignment(setting);
  if (assignment === undefined) return undefined;
  const { steps, path: written, value: text } = assignment;
  const problems = new Problems();
  const place = { kind: 'option', option: written } as const;
  const tree = readYamlOption(text, place, [], problems);
  const value = tree.kind === 'broken' ? undefined : JSON.stringify(plain(tree));
  return { written, path: steps.map((step) => step.text).join('.'), text, value: value ?? text };
}

/** A path with dots between its steps, none quoted; undefined if it is none. */
export function canonicalPath(path: string): string | undefined {
  return parsePath(path)
    ?.map((step) => step.text)
    .join('.');
}

/** Whether of two paths (canonical) setting one changes, replaces or rules out the other. */
export function pathsCollide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || areAlternatives(a, b);
}

function areAlternatives(a: string, b: string): boolean {
  return ALTERNATIVES.some((group) => {
    const paths = group.keys.map((key) => [...group.in, key].join('.'));
    return paths.includes(a) && paths.includes(b);
  });
}
