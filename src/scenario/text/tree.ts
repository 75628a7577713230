import type { IssueSource } from '../../errors.js';

/**
 * A YAML value that remembers where each part of it stands, so that a problem found in it much
 * later, or after `--set` has replaced parts of it, still points at the right place.
 * Trees are never changed: setting a value makes a new tree that shares the rest.
 */
export type Tree = ScalarTree | ListTree | MappingTree | BrokenTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** A number as it was written (`1e400`); the value's text otherwise. */
  readonly source: string;
  readonly place: IssueSource;
}
export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly place: IssueSource;
}
export interface MappingTree {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, MappingEntry>;
  readonly place: IssueSource;
}
/** Something that could not be read. Its problem is already reported: nothing more is said of it. */
export interface BrokenTree {
  readonly kind: 'broken';
  readonly place: IssueSource;
}
export interface MappingEntry {
  readonly keyPlace: IssueSource;
  readonly value: Tree;
}

/** The way from the root to a value: keys of mappings, positions in lists. */
export type Path = readonly (string | number)[];

/** Stands for what could not be read; no schema accepts it. */
const UNREADABLE = Symbol('unreadable');

/** The tree as plain data, for a schema to check. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plain);
    case 'mapping':
      return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'broken':
      return UNREADABLE;
  }
}

/** The part of `tree` that `step` leads to. */
export function child(tree: Tree | undefined, step: string | number): Tree | undefined {
  if (tree?.kind === 'mapping') {
    return tree.entries.get(String(step))?.value;
  }
  return tree?.kind === 'list' ? tree.items[Number(step)] : undefined;
}

/** The value at `path`; undefined when there is none. */
export function valueAt(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>(child, tree);
}

/** Whether `path` leads to or through something that could not be read. */
export function isBroken(tree: Tree, path: Path): boolean {
  let here: Tree | undefined = tree;
  for (const step of path) {
    if (here?.kind === 'broken') {
      return true;
    }
    here = child(here, step);
  }
  return here?.kind === 'broken';
}

/** Where the value at `path` stands, or else the innermost thing around it that exists. */
export function placeOf(tree: Tree, path: Path): IssueSource {
  let here = tree;
  for (const step of path) {
    const next = child(here, step);
    if (next === undefined) {
      break;
    }
    here = next;
  }
  return here.place;
}

/** Where the key at the end of `path` stands. */
export function keyPlaceOf(tree: Tree, path: Path): IssueSource {
  const parent = valueAt(tree, path.slice(0, -1));
  const entry = parent?.kind === 'mapping' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.keyPlace ?? placeOf(tree, path);
}

/** Whether something stands in the scenario's file itself: what is set stands elsewhere. */
export function standsIn(file: string, place: IssueSource): boolean {
  return place.kind === 'file' && place.file === file;
}

/** `mapping` with `key` set; an existing key keeps its position among the others. */
export function withEntry(mapping: MappingTree, key: string, entry: MappingEntry): MappingTree {
  return { ...mapping, entries: new Map(mapping.entries).set(key, entry) };
}

/** `mapping` without the keys for which `drop` holds. */
export function withoutEntries(
  mapping: MappingTree,
  drop: (key: string, entry: MappingEntry) => boolean,
): MappingTree {
  const kept = [...mapping.entries].filter(([key, entry]) => !drop(key, entry));
  return { ...mapping, entries: new Map(kept) };
}

/** The names in a mapping, in the order of the file; none if it is no mapping. */
export function keysOf(tree: Tree | undefined): readonly string[] {
  return tree?.kind === 'mapping' ? [...tree.entries.keys()] : [];
}
