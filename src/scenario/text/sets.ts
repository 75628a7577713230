import type { IssueSource } from '../../errors.js';
import type { Problems } from '../issues/problems.js';
import { describeTree, quoted } from '../issues/values.js';
import { readYamlOption } from './read-yaml.js';
import { type Assignment, nextKey, parseAssignment, type SetStep } from './set-path.js';
import { child, keysOf, type Path, type Tree, valueAt, withEntry } from './tree.js';

/** Where a value given by `--set` comes from. */
export const SET_OPTION: IssueSource = { kind: 'option', option: '--set' };

/** A scenario with the values of `--set` in it, and the paths that were set. */
export interface WithSets {
  readonly root: Tree;
  readonly paths: readonly Path[];
}

/** Applies `path=value` settings in order; the later of two for one path holds. */
export function applySets(root: Tree, sets: readonly string[], problems: Problems): WithSets {
  let here = root;
  const paths: Path[] = [];
  for (const text of sets) {
    const assignment = parseAssignment(text);
    if (assignment === undefined) {
      const expected = 'path=value, the path like a.b.0["c.d"]';
      problems.add({ place: SET_OPTION, path: [], expected, got: quoted(text) });
      continue;
    }
    const set = new Setting(assignment, here, problems).apply();
    if (set !== undefined) {
      here = set.root;
      paths.push(set.path);
    }
  }
  return { root: here, paths };
}

/** One `path=value`, under way through the tree. */
class Setting {
  readonly #assignment: Assignment;
  readonly #root: Tree;
  readonly #problems: Problems;
  /** Names that may contain dots. */
  readonly #models: readonly string[];

  constructor(assignment: Assignment, root: Tree, problems: Problems) {
    this.#assignment = assignment;
    this.#root = root;
    this.#problems = problems;
    this.#models = modelNames(root);
  }

  /** The tree with the value set, and the path it went to; undefined, and reported, if none. */
  apply(): { readonly root: Tree; readonly path: Path } | undefined {
    const { value: text, steps } = this.#assignment;
    const written = steps.map((step) => step.text);
    const value = readYamlOption(text, SET_OPTION, written, this.#problems);
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
    const mapping = tree === undefined || isNothing(tree) ? EMPTY : tree;
    if (mapping.kind !== 'mapping') {
      return this.#refuse(path, 'a path through mappings and lists', describeTree(tree));
    }
    const { key, used } = nextKey(steps, mapping, this.#models);
    path.push(key);
    const rest = steps.slice(used);
    const set = this.#set(child(mapping, key), rest, path, value);
    const before = rest.length > 0 ? mapping.entries.get(key)?.keyPlace : undefined;
    return set && withEntry(mapping, key, { keyPlace: before ?? SET_OPTION, value: set });
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

  #refuse(path: Path, expected: string, got: string): undefined {
    const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
    this.#problems.add({
      place: SET_OPTION,
      path: this.#assignment.steps.map(({ text }) => text),
      expected,
      got: `${got}${where}`,
    });
    return undefined;
  }
}

const EMPTY: Tree = { kind: 'mapping', entries: new Map(), place: SET_OPTION };

function isNothing(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null;
}

function modelNames(root: Tree): readonly string[] {
  const names = valueAt(root, ['models', 'names']);
  const listed = names?.kind === 'list' ? names.items : [];
  const texts = listed.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []));
  return [...keysOf(valueAt(root, ['models', 'mix'])), ...texts];
}
