import type { Issue } from '../errors.js';

/** What was given on the command line, as text. */
export class Invocation {
  readonly #options: ReadonlyMap<string, readonly string[]>;
  /** Positional arguments, in order. */
  readonly args: readonly string[];
  /** The whole command line, for the manifest. */
  readonly line: readonly string[];

  /** What is wrong with the words themselves; commands report it with what else they find. */
  readonly issues: readonly Issue[];

  /** @param options values by flag (`--set`); a switch that is on has an empty list. */
  constructor(
    line: readonly string[],
    args: readonly string[],
    options: ReadonlyMap<string, readonly string[]>,
    issues: readonly Issue[],
  ) {
    this.line = line;
    this.args = args;
    this.#options = options;
    this.issues = issues;
  }

  /** Whether the option was given. */
  has(flag: string): boolean {
    return this.#options.has(flag);
  }

  /** Every value of a repeatable option. */
  all(flag: string): readonly string[] {
    return this.#options.get(flag) ?? [];
  }

  /** Whether results are wanted as one JSON document. */
  get json(): boolean {
    return this.has('--json');
  }

  /** The value of an option that is given at most once; a second one is among the issues. */
  value(flag: string): string | undefined {
    return this.all(flag).at(-1);
  }
}

/** A problem with an option, in the contract's form. */
export function optionIssue(option: string, expected: string, got: string, hint?: string): Issue {
  const source = { kind: 'option', option } as const;
  return hint === undefined
    ? { source, path: '', expected, got }
    : { source, path: '', expected, got, hint };
}
