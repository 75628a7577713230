import type { Place } from './source-document.js';

/** Knows where positions of a text that comes in pieces stand in the file. */
export class Placing {
  #text = '';
  /** Up to where of the text lines are counted. */
  #counted = 0;
  /** The next line end from there on. */
  #lineEnd = Number.POSITIVE_INFINITY;
  #line = 1;
  #column = 1;

  /** Goes on with the next piece. */
  begin(text: string): void {
    this.place(this.#text.length);
    this.#text = text;
    this.#counted = 0;
    this.#lineEnd = this.#lineEndFrom(0);
  }

  /** The place of a position in the present piece, not before that which was last asked for. */
  place(at: number): Place {
    while (this.#lineEnd < at) {
      this.#line++;
      this.#column = 1;
      this.#counted = this.#lineEnd + 1;
      this.#lineEnd = this.#lineEndFrom(this.#counted);
    }
    this.#column += at - this.#counted;
    this.#counted = at;
    return { line: this.#line, column: this.#column };
  }

  #lineEndFrom(at: number): number {
    const found = this.#text.indexOf('\n', at);
    return found === -1 ? Number.POSITIVE_INFINITY : found;
  }
}
