import type { ListTree, Path, Tree } from '../text/tree.js';

const LONGEST = 60;
const SIMPLE_NAME = /^[\w+-]+$/;

function cut(text: string): string {
  const characters = Array.from(text.slice(0, 2 * LONGEST));
  return characters.length <= LONGEST && text.length <= 2 * LONGEST
    ? text
    : `${characters.slice(0, LONGEST - 1).join('')}…`;
}

/** A text in quotes, control characters escaped, cut to 60 characters. */
export function quoted(text: string): string {
  return JSON.stringify(cut(text));
}

function numberText(value: number, source: string): string {
  if (Number.isFinite(value) || /inf|nan/i.test(source)) {
    return Number.isFinite(value) ? cut(source) : String(value);
  }
  return `${cut(source)} (too large for a number)`;
}

/** What was found, for the `got` of an issue: `"60ms"`, `-1`, `a list`, `nothing`. */
export function describeTree(tree: Tree | undefined): string {
  switch (tree?.kind) {
    case 'mapping':
      return tree.entries.size === 0 ? 'an empty mapping' : 'a mapping';
    case 'list':
      return tree.items.length === 0 ? 'an empty list' : 'a list';
    case 'scalar':
      if (typeof tree.value === 'string') {
        return quoted(tree.value);
      }
      if (typeof tree.value === 'number') {
        return numberText(tree.value, tree.source);
      }
      return tree.value === null ? 'nothing' : String(tree.value);
    default:
      return 'nothing';
  }
}

/** A list with its items, cut to 60 characters: `[3, 1]`. */
export function describeItems({ items }: ListTree): string {
  return cut(`[${items.map(describeTree).join(', ')}]`);
}

/**
 * A path as an issue shows it and as `--set` takes it: `arrivals.of.0.rate`,
 * `sla.perModel["llama3.1"]`.
 */
export function formatPath(path: Path): string {
  return path
    .map((step, depth) => {
      const text = String(step);
      if (!SIMPLE_NAME.test(text)) {
        return `[${quoted(text)}]`;
      }
      return depth === 0 ? cut(text) : `.${cut(text)}`;
    })
    .join('');
}

/** `a`, `a or b`, `one of a, b, c`. */
export function oneOf(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' or ') : `one of ${names.join(', ')}`;
}
