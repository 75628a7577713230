import { ARRIVAL_KEYS } from '../schema/arrivals.js';
import { teeSchema } from '../schema/tee.js';
import {
  child,
  type MappingEntry,
  type MappingTree,
  type Path,
  standsIn,
  type Tree,
  valueAt,
  withEntry,
  withoutEntries,
} from './tree.js';

/** Keys of which a mapping may have one; setting one replaces the file's other. */
export const ALTERNATIVES: readonly { readonly in: Path; readonly keys: readonly string[] }[] = [
  { in: ['strategy'], keys: ['name', 'module'] },
  { in: ['arrivals'], keys: ['shape', 'cv'] },
];

/** Keys of every process; a key that none of them has is a mistake and stays to be reported. */
const PROCESS_KEYS = new Set([...ARRIVAL_KEYS.values()].flat());

/** What is said of a TEE that is on. */
const TEE_KEYS = new Set(Object.keys(teeSchema.unwrap().shape).filter((key) => key !== 'mode'));

/**
 * A setting may switch a choice whose details stand in the file: `arrivals.process=bursty` over a
 * gamma process leaves `shape` without meaning. What the file says for the old choice, and the new
 * one does not know, is dropped; what is itself set is not. Switching a TEE off drops what was set
 * before as well: an axis of `tee.mode` has its `off` whatever the settings of all cells say of it.
 *
 * @param paths the paths that were set, in order
 * @param file the scenario's
 */
export function dropReplaced(root: Tree, paths: readonly Path[], file: string): Tree {
  return paths.reduce((here, path, at) => dropFor(here, path, paths.slice(at + 1), file), root);
}

function dropFor(root: Tree, path: Path, later: readonly Path[], file: string): Tree {
  const parent = path.slice(0, -1);
  const key = path.at(-1);
  if (key === 'process' && path[0] === 'arrivals') {
    const known = ARRIVAL_KEYS.get(scalarAt(root, path));
    return known === undefined
      ? root
      : dropIn(root, parent, file, (name) => PROCESS_KEYS.has(name) && !known.includes(name));
  }
  if (path.join('.') === 'tee.mode' && scalarAt(root, path) === 'off') {
    const ofTee = later.filter(([section]) => section === 'tee');
    const isSetLater = (name: string): boolean =>
      ofTee.some(([, key]) => key === undefined || key === name);
    return dropWhere(root, parent, (name) => TEE_KEYS.has(name) && !isSetLater(name));
  }
  const group = ALTERNATIVES.find(
    (one) => one.in.join('.') === parent.join('.') && one.keys.includes(String(key)),
  );
  return group === undefined
    ? root
    : dropIn(root, parent, file, (name) => name !== key && group.keys.includes(name));
}

/** Drops what the file, not a setting, gives under the keys chosen. */
function dropIn(root: Tree, at: Path, file: string, chosen: (key: string) => boolean): Tree {
  return dropWhere(root, at, (key, { value }) => chosen(key) && standsIn(file, value.place));
}

function dropWhere(
  root: Tree,
  at: Path,
  chosen: (key: string, entry: MappingEntry) => boolean,
): Tree {
  const mapping = valueAt(root, at);
  return mapping?.kind === 'mapping' ? replaceAt(root, at, withoutEntries(mapping, chosen)) : root;
}

function replaceAt(tree: Tree, at: Path, mapping: MappingTree): Tree {
  const [step, ...rest] = at;
  const next = step === undefined ? undefined : child(tree, step);
  if (step === undefined || next === undefined) {
    return mapping;
  }
  const replaced = replaceAt(next, rest, mapping);
  if (tree.kind === 'list') {
    return {
      ...tree,
      items: tree.items.map((item, index) => (index === Number(step) ? replaced : item)),
    };
  }
  const entry = tree.kind === 'mapping' ? tree.entries.get(String(step)) : undefined;
  return tree.kind === 'mapping' && entry !== undefined
    ? withEntry(tree, String(step), { ...entry, value: replaced })
    : tree;
}

function scalarAt(root: Tree, path: Path): unknown {
  const tree = valueAt(root, path);
  return tree?.kind === 'scalar' ? tree.value : undefined;
}

/** A scalar that an option of its own (`--seed`) gives, in place of what the scenario says. */
export function withOption(root: Tree, key: string, value: string | number, option: string): Tree {
  if (root.kind !== 'mapping') {
    return root;
  }
  const place = { kind: 'option', option } as const;
  const scalar = { kind: 'scalar', value, source: String(value), place } as const;
  return withEntry(root, key, { keyPlace: place, value: scalar });
}
