import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type YAMLSeq,
} from 'yaml';
import { MAX_DEPTH, MAX_YAML_ALIASES } from './limits.js';

/** The first thing in a document that makes it useless. */
export interface YamlFault {
  /** Characters from the start of the text. */
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

/**
 * The plain data that a document stands for; the library's own way compares each key with every
 * other, and goes as deep as it is led.
 */
export function plainValueOf(document: Document): { readonly value: unknown } | YamlFault {
  const walk = new YamlWalk(document);
  const value = walk.value(document.contents, 0);
  return walk.fault ?? { value };
}

/** What PyYAML writes for a member of an enumeration, e.g. of units: its class, and its value. */
const PYTHON_CALL = /^tag:yaml\.org,2002:python\/object\/apply:/;

function isPythonCall(node: Node): node is YAMLSeq {
  return isSeq(node) && PYTHON_CALL.test(node.tag ?? '') && node.items.length === 1;
}

class YamlWalk {
  readonly #document: Document;
  #aliases = 0;
  fault: YamlFault | null = null;

  constructor(document: Document) {
    this.#document = document;
  }

  value(node: unknown, depth: number): unknown {
    if (this.fault !== null || !isNode(node)) return null;
    if (depth > MAX_DEPTH) {
      return this.#refuse(node, `at most ${MAX_DEPTH} levels of nesting`, 'deeper nesting');
    }
    if (isScalar(node)) return node.value;
    if (isPythonCall(node)) return this.value(node.items[0], depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.value(item, depth + 1));
    if (isMap(node)) return this.#mapping(node.items, node, depth);
    if (!isAlias(node)) return null;
    if (++this.#aliases > MAX_YAML_ALIASES) {
      return this.#refuse(node, `at most ${MAX_YAML_ALIASES} aliases`, 'more');
    }
    return this.value(node.resolve(this.#document), depth + 1);
  }

  #mapping(items: readonly { key: unknown; value: unknown }[], node: Node, depth: number): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : null;
      if (name === null) return this.#refuse(node, 'keys that are words', 'another kind of key');
      if (entries.has(name)) {
        return this.#refuse(isNode(key) ? key : node, 'each key once', `${name} again`);
      }
      entries.set(name, this.value(value, depth + 1));
    }
    return Object.fromEntries(entries);
  }

  #refuse(node: Node, expected: string, got: string): null {
    this.fault ??= { offset: node.range?.[0] ?? 0, expected, got };
    return null;
  }
}
