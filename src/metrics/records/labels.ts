/** Numbers texts in the order in which they first come. */
export class Labels {
  readonly #codes = new Map<string, number>();

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#codes.size;
    this.#codes.set(text, code);
    return code;
  }

  list(): string[] {
    return [...this.#codes.keys()];
  }
}
