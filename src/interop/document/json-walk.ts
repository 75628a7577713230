import type { Path } from './source-document.js';

/** The first thing in a text that is not JSON. */
export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

const WHITESPACE = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
/** What Python writes for numbers that JSON does not have. */
const NOT_A_NUMBER = /NaN|-?Infinity/y;
const QUOTE = 34;
const BACKSLASH = 92;
/** Ends a walk whose path has been found. */
const FOUND: JsonFault = { offset: 0, expected: '', got: '' };
const WORD = /[^\s,:[\]{}"]{1,20}/y;

/** What is wrong with a text that `JSON.parse` refused. */
export function faultOf(text: string): JsonFault {
  const walk = new JsonWalk(text, null);
  return walk.document() ?? { offset: 0, expected: 'JSON', got: 'something else' };
}

/**
 * The offset at which the value at a path stands in sound JSON; of a path that is not there, that
 * of the nearest value above it.
 */
export function offsetOf(text: string, path: Path): number {
  const walk = new JsonWalk(text, path);
  walk.document();
  return walk.found;
}

/** Walks through JSON by recursion; whoever calls has made sure that it nests no deeper than a few. */
class JsonWalk {
  readonly #text: string;
  readonly #path: Path | null;
  #at = 0;
  /** The deepest value on the way along the path. */
  found = 0;

  constructor(text: string, path: Path | null) {
    this.#text = text;
    this.#path = path;
  }

  document(): JsonFault | null {
    this.#blank();
    this.found = this.#at;
    const fault = this.#value(0);
    if (fault !== null) return fault;
    this.#blank();
    return this.#at < this.#text.length ? this.#fault('the end of the document') : null;
  }

  /** @param depth how many steps of the path lead here; −1: not on the path. */
  #value(depth: number): JsonFault | null {
    if (depth === this.#path?.length) return FOUND;
    const first = this.#text[this.#at];
    if (first === '{') return this.#items('}', () => this.#member(depth));
    if (first === '[') return this.#items(']', (index) => this.#item(depth, index));
    if (first === '"') return this.#string() ? null : this.#fault('a string that ends');
    if (this.#peek(NOT_A_NUMBER)) return this.#fault('a number that JSON has, or null');
    return this.#match(NUMBER) || this.#match(LITERAL) ? null : this.#fault('a value');
  }

  #items(close: string, read: (index: number) => JsonFault | null): JsonFault | null {
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === close) {
      this.#at++;
      return null;
    }
    for (let index = 0; ; index++) {
      const fault = read(index);
      if (fault !== null) return fault;
      this.#blank();
      const next = this.#text[this.#at];
      if (next === close || next === ',') this.#at++;
      if (next === close) return null;
      if (next !== ',') return this.#fault(`, or ${close}`);
      this.#blank();
    }
  }

  #member(depth: number): JsonFault | null {
    const start = this.#at;
    if (!this.#string()) return this.#fault('a key in quotation marks');
    const key: unknown = JSON.parse(this.#text.slice(start, this.#at));
    this.#blank();
    if (this.#text[this.#at] !== ':') return this.#fault(':');
    this.#at++;
    this.#blank();
    return this.#value(this.#step(depth, key));
  }

  #item(depth: number, index: number): JsonFault | null {
    return this.#value(this.#step(depth, index));
  }

  #step(depth: number, key: unknown): number {
    if (this.#path === null || depth < 0 || this.#path[depth] !== key) return -1;
    this.found = this.#at;
    return depth + 1;
  }

  /** Goes to behind a string; if it is none, nowhere. By hand: it may be too long for a pattern. */
  #string(): boolean {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== QUOTE) return false;
    for (let at = this.#at + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 32) return false;
      if (code === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (code !== BACKSLASH) continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return false;
      at = ESCAPE.lastIndex - 1;
    }
    return false;
  }

  #blank(): void {
    this.#match(WHITESPACE);
  }

  #peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #match(pattern: RegExp): boolean {
    if (!this.#peek(pattern)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #fault(expected: string): JsonFault {
    const offset = this.#at;
    if (offset >= this.#text.length) return { offset, expected, got: 'the end of the file' };
    WORD.lastIndex = offset;
    const word = WORD.exec(this.#text)?.[0] ?? this.#text[offset] ?? '';
    return { offset, expected, got: JSON.stringify(word) };
  }
}
