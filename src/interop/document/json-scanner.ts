import { MAX_DEPTH, MAX_JSON_CHARACTERS, MAX_PIECES } from './limits.js';
import { Placing } from './placing.js';
import type { SkipTree } from './skip-tree.js';
import type { Place } from './source-document.js';

/** Why a scanner cannot go on. */
export type ScanFault = 'too-deep' | 'too-long';

/** The text of one document, with `null` for what was skipped. */
export interface ScannedText {
  readonly text: string;
  /** Where each kept piece of the text begins, and where that stood in the file; ascending. */
  readonly pieces: readonly Piece[];
}

interface Piece extends Place {
  readonly at: number;
}

/** Within an array or object. */
interface Level {
  readonly isObject: boolean;
  /** The part of the skip tree that applies to what is in it. */
  readonly tree: SkipTree | null;
  /** In an object: whether the next string is a key. In an array: always false. */
  expectsKey: boolean;
  /** The tree of the value that comes next in it. */
  next: SkipTree | null;
}

const BACKSLASH = 92;
const NEWLINE = 10;
/** What the scanner does at a character; most characters mean nothing to it. */
const QUOTE = 1;
const COMMA = 2;
const COLON = 3;
const OPEN = 4;
const CLOSE = 5;
const MEANINGS = new Uint8Array(128);
for (const [characters, meaning] of [
  ['"', QUOTE],
  [',', COMMA],
  [':', COLON],
  ['[{', OPEN],
  [']}', CLOSE],
] as const) {
  for (const character of characters) MEANINGS[character.charCodeAt(0)] = meaning;
}
const OPEN_BRACE = 123;
/** Keys that are to be skipped are far shorter. */
const MAX_KEY_CHARACTERS = 200;
const EVERY = '0';

/**
 * Cuts a stream of JSON text into documents, one after the other, and leaves out subtrees that are
 * not wanted, so that memory is that of what is wanted. It checks nothing: `JSON.parse` does.
 */
export class JsonScanner {
  readonly #skip: SkipTree | null;
  readonly #placing = new Placing();
  #levels: Level[] = [];
  #parts: string[] = [];
  /** The first of them that is of `#text`. */
  #firstPart = 0;
  #pieces: Piece[] = [];
  #length = 0;
  #inString = false;
  #isEscaped = false;
  /** The key under way, or the last one; kept only where it can matter. */
  #key: string | null = null;
  #isSkipping = false;
  #holdsMappings = false;
  /** How many brackets are open within what is being skipped. */
  #skippedLevels = 0;
  #hasContent = false;
  #fault: ScanFault | null = null;
  #text = '';
  /** Where the part of `#text` begins that is not yet kept or skipped. */
  #from = 0;
  #at = 0;

  constructor(skip: SkipTree | null) {
    this.#skip = skip;
  }

  /** Set when there is no point in going on. */
  get fault(): ScanFault | null {
    return this.#fault;
  }

  /** Whether the document under way is a list of mappings, as far as that can be seen. */
  get isList(): boolean {
    return this.#levels[0]?.isObject === false && this.#holdsMappings;
  }

  get place(): Place {
    return this.#placing.place(this.#at);
  }

  /** The documents that `text` completes. */
  *scan(text: string): Generator<ScannedText, void, undefined> {
    this.#text = text;
    this.#firstPart = this.#parts.length;
    this.#from = 0;
    this.#at = 0;
    this.#placing.begin(text);
    this.#beginPiece();
    while (this.#at < text.length && this.#fault === null) {
      if (this.#inString) this.#passString();
      else if (this.#levels.length === 0) {
        if (this.#betweenDocuments()) yield this.#finished();
      } else if (this.#passStructure()) yield this.#finished();
    }
    if (!this.#isSkipping) this.#keepTo(this.#at);
    this.#letGo();
  }

  /** What is left when the file has ended; null: nothing. */
  rest(): ScannedText | null {
    return this.#hasContent ? this.#finished() : null;
  }

  /** Goes to behind the end of the string; `indexOf` is far faster than looking at characters. */
  #passString(): void {
    const text = this.#text;
    const start = this.#at;
    let from = this.#isEscaped ? start + 1 : start;
    for (;;) {
      const quote = text.indexOf('"', from);
      const end = quote === -1 ? text.length : quote;
      let back = end;
      while (back > from && text.charCodeAt(back - 1) === BACKSLASH) back--;
      const isEscaped = (end - back) % 2 === 1;
      if (quote !== -1 && isEscaped) {
        from = quote + 1;
        continue;
      }
      this.#isEscaped = isEscaped;
      this.#inString = quote === -1;
      this.#at = quote === -1 ? end : end + 1;
      this.#readKey(start, end);
      return;
    }
  }

  #readKey(start: number, end: number): void {
    if (this.#key === null || this.#levels.at(-1)?.expectsKey !== true) return;
    if (this.#key.length < MAX_KEY_CHARACTERS) this.#key += this.#text.slice(start, end);
  }

  /** Outside of arrays and objects. Whether a document ends: at its bracket, or at a line end. */
  #betweenDocuments(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    if (code > 32) {
      this.#hasContent = true;
      return this.#meet(MEANINGS[code] ?? 0);
    }
    const isEnd = code === NEWLINE && this.#hasContent;
    if (isEnd) this.#keepTo(this.#at);
    this.#at++;
    return isEnd;
  }

  /** Goes to behind the next character that means something; whether a document ends there. */
  #passStructure(): boolean {
    const text = this.#text;
    let at = this.#at;
    let meaning = 0;
    for (; at < text.length; at++) {
      meaning = MEANINGS[text.charCodeAt(at)] ?? 0;
      if (meaning !== 0) break;
    }
    this.#at = at;
    return at < text.length && this.#meet(meaning);
  }

  /** The character at `#at`. Whether a document ends behind it. */
  #meet(meaning: number): boolean {
    if (meaning === OPEN && this.#levels.length + this.#skippedLevels >= MAX_DEPTH) {
      this.#fault = 'too-deep';
      return false;
    }
    if (this.#isSkipping && this.#staysSkipped(meaning)) {
      this.#at++;
      return false;
    }
    const level = this.#levels.at(-1);
    const isOpeningObject = meaning === OPEN && this.#text.charCodeAt(this.#at) === OPEN_BRACE;
    this.#at++;
    if (meaning === QUOTE) this.#openString(level);
    else if (meaning === COMMA) this.#passComma(level);
    else if (meaning === COLON) this.#passColon(level);
    else if (meaning === OPEN) this.#open(isOpeningObject, level);
    else if (meaning === CLOSE) {
      this.#levels.pop();
      if (this.#levels.length > 0) return false;
      this.#keepTo(this.#at);
      return true;
    }
    return false;
  }

  /** Within what is skipped: whether the character at `#at` is part of it. */
  #staysSkipped(meaning: number): boolean {
    if (meaning === QUOTE) this.#inString = true;
    else if (meaning === OPEN) this.#skippedLevels++;
    else if (this.#skippedLevels > 0) {
      if (meaning === CLOSE) this.#skippedLevels--;
    } else if (meaning === COMMA || meaning === CLOSE) {
      this.#isSkipping = false;
      this.#from = this.#at;
      this.#beginPiece();
      return false;
    }
    return true;
  }

  #openString(level: Level | undefined): void {
    this.#inString = true;
    if (level?.tree && level.expectsKey) this.#key = '';
  }

  #passColon(level: Level | undefined): void {
    if (level === undefined || !level.expectsKey) return;
    level.expectsKey = false;
    level.next = level.tree?.child(this.#key ?? '') ?? null;
    this.#key = null;
    this.#skipIfUnwanted(level);
  }

  #passComma(level: Level | undefined): void {
    if (level === undefined) return;
    if (level.isObject) {
      level.expectsKey = true;
      return;
    }
    level.next = level.tree?.child(EVERY) ?? null;
    this.#skipIfUnwanted(level);
  }

  #open(isObject: boolean, above: Level | undefined): void {
    const tree = above === undefined ? this.#skip : above.next;
    if (this.#levels.length === 1) this.#holdsMappings = isObject;
    const level: Level = { isObject, tree, expectsKey: isObject, next: null };
    this.#levels.push(level);
    if (isObject) return;
    level.next = tree?.child(EVERY) ?? null;
    this.#skipIfUnwanted(level);
  }

  /** Behind a colon, a comma or an opening bracket: whether what follows is skipped. */
  #skipIfUnwanted(level: Level): void {
    if (level.next?.isEnd !== true) return;
    this.#keepTo(this.#at);
    this.#keep('null');
    this.#isSkipping = true;
  }

  #keepTo(end: number): void {
    if (end > this.#from) this.#keep(this.#text.slice(this.#from, end));
    this.#from = end;
  }

  #keep(part: string): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length > MAX_JSON_CHARACTERS || this.#pieces.length > MAX_PIECES) {
      this.#fault = 'too-long';
    }
  }

  /** A slice holds on to all of the text that it is of: joins those of this text to a new one. */
  #letGo(): void {
    const parts = this.#parts.splice(this.#firstPart);
    if (parts.length === 0) return;
    const [only = ''] = parts;
    const isSlice = parts.length === 1 && only.length < this.#text.length;
    this.#parts.push((isSlice ? [only.slice(0, 1), only.slice(1)] : parts).join(''));
    this.#text = '';
  }

  #beginPiece(): void {
    if (this.#isSkipping) return;
    this.#pieces.push({ at: this.#length, ...this.#placing.place(this.#at) });
  }

  #finished(): ScannedText {
    const scanned = { text: this.#parts.join(''), pieces: this.#pieces };
    this.#parts = [];
    this.#firstPart = 0;
    this.#pieces = [];
    this.#length = 0;
    this.#levels = [];
    this.#hasContent = false;
    this.#isSkipping = false;
    this.#skippedLevels = 0;
    this.#beginPiece();
    return scanned;
  }
}
