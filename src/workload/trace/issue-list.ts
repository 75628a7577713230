import type { Issue } from '../../errors.js';

/** Beyond these, problems are counted only: a wrong file has one on every line. */
const MAX_KEPT = 20;
const MAX_QUOTED = 40;

/** The problems found in one file. */
export class IssueList {
  readonly #file: string;
  readonly #kept: Issue[] = [];
  #more = 0;
  #firstMore = { line: 1, column: 1 };

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether further problems are only counted: then their places do not matter. */
  get isFull(): boolean {
    return this.#more > 0;
  }

  /** @param describe is called only if the problem is kept. */
  add(line: number, column: number, describe: () => Omit<Issue, 'source'>): void {
    if (this.#kept.length < MAX_KEPT) {
      this.#kept.push({ source: this.#source(line, column), ...describe() });
      return;
    }
    if (this.#more === 0) this.#firstMore = { line, column };
    this.#more++;
  }

  /** Those kept, and one that says how many more there are. */
  all(): Issue[] {
    if (this.#more === 0) return [...this.#kept];
    const { line, column } = this.#firstMore;
    const rest: Issue = {
      source: this.#source(line, column),
      path: '',
      expected: 'no further problems',
      got: `… and ${this.#more} more`,
    };
    return [...this.#kept, rest];
  }

  #source(line: number, column: number): Issue['source'] {
    return { kind: 'file', file: this.#file, line, column };
  }
}

/** A cell's text as a message quotes it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
