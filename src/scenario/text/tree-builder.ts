import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Node, Scalar } from 'yaml';
import type { IssueSource } from '../../errors.js';
import type { Problem, Problems } from '../issues/problems.js';
import type { ListTree, MappingEntry, MappingTree, Path, ScalarTree, Tree } from './tree.js';

/** Where a position of the text stands. */
export type Locate = (offset: number) => IssueSource;

/** Levels of nesting, aliases followed. No scenario needs ten. */
export const MOST_DEPTH = 64;
/** Values in all, aliases followed: what stops an alias bomb. */
const MOST_VALUES = 100_000;

/** Decimal notation, or one of YAML's names for what is not finite. */
const DECIMAL = /^[-+]?(?:(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))$|^\.nan$/i;

/** How large a tree would be with its aliases written out. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

/**
 * Turns the YAML parser's nodes into a tree with places. An alias shares the anchor's tree, so that
 * the work stays proportional to the text, whatever the aliases would expand to.
 */
export class TreeBuilder {
  readonly #locate: Locate;
  readonly #problems: Problems;
  /** Trees by anchor; `open` while the anchored value is being read. */
  readonly #anchors = new Map<string, Tree | 'open'>();
  readonly #extents = new Map<Tree, Extent>();
  #last: IssueSource;

  constructor(locate: Locate, problems: Problems) {
    this.#locate = locate;
    this.#problems = problems;
    this.#last = locate(0);
  }

  /**
   * @param contents the document's root; null when it is empty
   * @param path what paths in problems start with
   */
  build(contents: unknown, path: Path): Tree {
    return this.#value(contents, path);
  }

  #value(node: unknown, path: Path): Tree {
    const place = this.#placeOf(node);
    this.#last = place;
    if (isAlias(node)) {
      return this.#alias(node, path, place);
    }
    const tag = (node as Partial<Node> | null)?.tag;
    if (typeof tag === 'string') {
      return this.#broken({
        place,
        path,
        expected: 'a value without a tag',
        got: `the tag ${tag}`,
      });
    }
    const anchor = anchorOf(node);
    if (anchor !== undefined) {
      this.#anchors.set(anchor, 'open');
    }
    const tree = this.#bounded(this.#collectionOrScalar(node, path, place), path);
    if (anchor !== undefined) {
      this.#anchors.set(anchor, tree);
    }
    return tree;
  }

  #collectionOrScalar(node: unknown, path: Path, place: IssueSource): Tree {
    if (isMap(node)) {
      return this.#mapping(node.items, path, place);
    }
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.#value(item, [...path, index]));
      return { kind: 'list', items, place };
    }
    return isScalar(node) ? scalar(node, place) : nothing(place);
  }

  #mapping(pairs: readonly unknown[], path: Path, place: IssueSource): MappingTree {
    const entries = new Map<string, MappingEntry>();
    for (const pair of pairs) {
      const keyNode = isPair(pair) ? pair.key : undefined;
      const keyPlace = this.#placeOf(keyNode);
      this.#last = keyPlace;
      const key = this.#key(keyNode, path, keyPlace);
      if (key === undefined) {
        continue;
      }
      const value = this.#value(isPair(pair) ? pair.value : null, [...path, key]);
      const before = entries.get(key);
      if (before === undefined) {
        entries.set(key, { keyPlace, value });
      } else {
        this.#broken(repeated(keyPlace, [...path, key], before.keyPlace));
      }
    }
    return { kind: 'mapping', entries, place };
  }

  /** The text of a key; undefined, and reported, when it cannot be one. */
  #key(node: unknown, path: Path, place: IssueSource): string | undefined {
    const expected = 'a name as key';
    if (!isScalar(node) || node.value === null) {
      const got = isAlias(node) ? 'an alias' : isScalar(node) || !node ? 'nothing' : 'a collection';
      this.#broken({ place, path, expected, got });
      return undefined;
    }
    const key = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    if (key === '__proto__') {
      this.#broken({ place, path, expected: 'another key', got: '"__proto__"' });
      return undefined;
    }
    if (key === '<<' && node.type === Scalar.PLAIN) {
      const hint = 'merge keys are YAML 1.1; write the keys out';
      this.#broken({ place, path, expected, got: 'the merge key <<', hint });
      return undefined;
    }
    return key;
  }

  #alias(node: Alias, path: Path, place: IssueSource): Tree {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      const expected = 'an alias of an anchor that stands before it';
      return this.#broken({ place, path, expected, got: `*${node.source}` });
    }
    if (target === 'open') {
      const got = `*${node.source}, which lies inside that value`;
      return this.#broken({ place, path, expected: 'an alias of another value', got });
    }
    return target;
  }

  /** `tree`, unless it has grown beyond what may be expanded. */
  #bounded(tree: Tree, path: Path): Tree {
    const parts = partsOf(tree).map((part) => this.#extents.get(part) ?? { values: 1, depth: 1 });
    const values = parts.reduce((sum, part) => sum + part.values, 1);
    const depth = 1 + parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0);
    const { place } = tree;
    if (values > MOST_VALUES) {
      const expected = `at most ${MOST_VALUES} values, aliases expanded`;
      return this.#broken({ place, path, expected, got: 'more' });
    }
    if (depth > MOST_DEPTH) {
      const expected = `at most ${MOST_DEPTH} levels, aliases expanded`;
      return this.#broken({ place, path, expected, got: 'deeper nesting' });
    }
    this.#extents.set(tree, { values, depth });
    return tree;
  }

  #broken(problem: Problem): Tree {
    this.#problems.add(problem);
    return { kind: 'broken', place: problem.place };
  }

  /** A value that is not written (`{a}`) stands where the text before it stands. */
  #placeOf(node: unknown): IssueSource {
    const range = (node as Partial<Node> | null | undefined)?.range;
    return range ? this.#locate(range[0]) : this.#last;
  }
}

function anchorOf(node: unknown): string | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
}

function partsOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'mapping') {
    return [...tree.entries.values()].map(({ value }) => value);
  }
  return tree.kind === 'list' ? (tree satisfies ListTree).items : [];
}

/**
 * A scalar. Numbers in another notation than decimal (`012`, `0x10`) stay text: readers of YAML
 * disagree about them, so where a number is due they are refused.
 */
function scalar(node: Scalar, place: IssueSource): ScalarTree {
  const { value } = node;
  const source = node.source ?? String(value);
  if (typeof value === 'number' && DECIMAL.test(source)) {
    // Adding 0 turns −0 into 0.
    return { kind: 'scalar', value: value + 0, source, place };
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
    return { kind: 'scalar', value, source, place };
  }
  return { kind: 'scalar', value: source, source, place };
}

function nothing(place: IssueSource): ScalarTree {
  return { kind: 'scalar', value: null, source: '', place };
}

function repeated(place: IssueSource, path: Path, first: IssueSource): Problem {
  const where = first.kind === 'file' ? ` (first in line ${first.line})` : '';
  return { place, path, expected: 'each key once', got: `a second one${where}` };
}
