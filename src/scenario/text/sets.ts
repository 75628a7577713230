import type { IssueSource } from '../../errors.js';
import type { Problems } from '../issues/problems.js';
import { describeTree, quoted } from '../issues/values.js';
import { readYamlOption } from './read-yaml.js';
import { nextKey, parseAssignment, parsePath, type SetStep } from './set-path.js';
import {
  child,
  keysOf,
  type MappingTree,
  type Path,
  type Tree,
  valueAt,
  withEntry,
} from './tree.js';

/** Where a value given by `--set` comes from. */
const SET_OPTION: IssueSource = { kind: 'option', option: '--set' };
const PATH_FORM = 'like a.b.0["c.d"]';

/** `path: value`, as another file than the scenario's says it. */
export interface PlacedSetting {
  /** As after `--set`. */
  readonly path: string;
  readonly value: Tree;
  /** Where the path stands; where the value does if it is not given. */
  readonly place?: IssueSource;
}

/** A scenario with values set in it, and the paths that were set. */
export interface WithSets {
  readonly root: Tree;
  readonly paths: readonly Path[];
}

/**
 * Applies `settings` in order, then `sets` (`path=value`); the later of two for one path holds.
 */
export function applySets(
  root: Tree,
  sets: readonly string[],
  settings: readonly PlacedSetting[],
  problems: Problems,
): WithSets {
  let here = root;
  const paths: Path[] = [];
  const apply = (change: Change | undefined): void => {
    const set = change && new Setting(change, here, problems).apply();
    if (set !== undefined) {
      here = set.root;
      paths.push(set.path);
    }
  };
  for (const setting of settings) apply(readSetting(setting, problems));
  for (const text of sets) apply(readSet(text, problems));
  return { root: here, paths };
}

/** A value, and the way to where it is to be. */
interface Change {
  readonly steps: readonly SetStep[];
  readonly value: Tree;
  /** Where the path stands. */
  readonly place: IssueSource;
}

function readSet(text: string, problems: Problems): Change | undefined {
  const place = SET_OPTION;
  const assignment = parseAssignment(text);
  if (assignment === undefined) {
    const expected = `path=value, the path ${PATH_FORM}`;
    problems.add({ place, path: [], expected, got: quoted(text) });
    return undefined;
  }
  const { steps } = assignment;
  const written = steps.map((step) => step.text);
  const value = readYamlOption(assignment.value, place, written, problems);
  return { steps, value, place };
}

function readSetting(setting: PlacedSetting, problems: Problems): Change | undefined {
  const { path, value, place = value.place } = setting;
  const steps = parsePath(path);
  if (steps === undefined) {
    problems.add({ place, path: [], expected: `a path ${PATH_FORM}`, got: quoted(path) });
    return undefined;
  }
  return { steps, value, place };
}

/** One change, under way through the tree. */
class Setting {
  readonly #change: Change;
  readonly #root: Tree;
  readonly #problems: Problems;
  /** Names that may contain dots. */
  readonly #models: readonly string[];

  constructor(change: Change, root: Tree, problems: Problems) {
    this.#change = change;
    this.#root = root;
    this.#problems = problems;
    this.#models = modelNames(root);
  }

  /** The tree with the value set, and the path it went to; undefined, and reported, if none. */
  apply(): { readonly root: Tree; readonly path: Path } | undefined {
    const { value, steps } = this.#change;
    if (value.kind === 'broken') {
      return undefined;
    }
    const path: (string | number)[] = [];
    const root = this.#set(this.#root, steps, path, value);
    return root && { root, path };
  }

  #set(
    tree: Tree | undefined,
    steps: readonly SetStep[],
    path: (string | number)[],
    value: Tree,
  ): Tree | undefined {
    if (steps.length === 0) {
      return value;
    }
    if (tree?.kind === 'list') {
      return this.#setItem(tree.items, tree.place, steps, path, value);
    }
    const mapping = tree === undefined || isNothing(tree) ? this.#empty() : tree;
    if (mapping.kind !== 'mapping') {
      return this.#refuse(path, 'a path through mappings and lists', describeTree(tree));
    }
    const { key, used } = nextKey(steps, mapping, this.#models);
    path.push(key);
    const rest = steps.slice(used);
    const set = this.#set(child(mapping, key), rest, path, value);
    const before = rest.length > 0 ? mapping.entries.get(key)?.keyPlace : undefined;
    return set && withEntry(mapping, key, { keyPlace: before ?? this.#change.place, value: set });
  }

  #setItem(
    items: readonly Tree[],
    place: IssueSource,
    steps: readonly SetStep[],
    path: (string | number)[],
    value: Tree,
  ): Tree | undefined {
    const [first, ...rest] = steps;
    const index = Number(first?.text);
    if (!/^\d+$/.test(first?.text ?? '') || index > items.length) {
      const expected = `a position in a list, 0 to ${items.length}`;
      return this.#refuse(path, expected, quoted(first?.text ?? ''));
    }
    path.push(index);
    const set = this.#set(items[index], rest, path, value);
    return (
      set && {
        kind: 'list',
        place,
        items: [...items.slice(0, index), set, ...items.slice(index + 1)],
      }
    );
  }

  /** A mapping that a path leads through and the file does not have. */
  #empty(): MappingTree {
    return { kind: 'mapping', entries: new Map(), place: this.#change.place };
  }

  #refuse(path: Path, expected: string, got: string): undefined {
    const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
    this.#problems.add({
      place: this.#change.place,
      path: this.#change.steps.map(({ text }) => text),
      expected,
      got: `${got}${where}`,
    });
    return undefined;
  }
}

function isNothing(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null;
}

function modelNames(root: Tree): readonly string[] {
  const names = valueAt(root, ['models', 'names']);
  const listed = names?.kind === 'list' ? names.items : [];
  const texts = listed.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []));
  return [...keysOf(valueAt(root, ['models', 'mix'])), ...texts];
}
