import { Problems } from '../issues/problems.js';
import { readYamlOption } from './read-yaml.js';
import type { Tree } from './tree.js';

/** What may stand unquoted in a list or mapping, unless YAML takes it for something else. */
const SIMPLE = /^[A-Za-z][\w.+/-]*$/;
const NOWHERE = { kind: 'option', option: '' } as const;

/**
 * A value as it could be written after `--set path=`, and always in the same way: values are equal
 * if and only if their texts are. `8.0` is `8`, the text "8" is `"8"`.
 *
 * @returns undefined if a part of the value could not be read.
 */
export function valueText(tree: Tree): string | undefined {
  return tree.kind === 'scalar' && typeof tree.value === 'string' && readsAsItself(tree.value)
    ? tree.value
    : flowText(tree);
}

function flowText(tree: Tree): string | undefined {
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'string' ? flowString(tree.value) : atomText(tree.value);
    case 'list':
      return enclosed('[', tree.items.map(flowText), ']');
    case 'mapping':
      return enclosed('{', [...tree.entries].map(entryText), '}');
    case 'broken':
      return undefined;
  }
}

function entryText([key, { value }]: readonly [string, { readonly value: Tree }]) {
  const text = flowText(value);
  return text === undefined ? undefined : `${flowString(key)}: ${text}`;
}

function enclosed(open: string, parts: readonly (string | undefined)[], close: string) {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;
}

function flowString(text: string): string {
  return SIMPLE.test(text) && readsAsItself(text) ? text : JSON.stringify(text);
}

function atomText(value: number | boolean | null): string {
  if (typeof value !== 'number' || Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

function readsAsItself(text: string): boolean {
  const tree = readYamlOption(text, NOWHERE, [], new Problems());
  return tree.kind === 'scalar' && tree.value === text;
}
