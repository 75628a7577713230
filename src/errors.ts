/** Where a problem was found: a place in a file, or a command-line option. */
export type IssueSource =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'option'; readonly option: string };

/** One problem in what the user gave us. Data, so that callers can sort, count and print it. */
export interface Issue {
  readonly source: IssueSource;
  /** Dotted path of the value inside the file (`arrivals.rate`); empty when there is none. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  /** A suggestion: "did you mean …". */
  readonly hint?: string;
}

/** `file:line:column path: expected …, got …`, or `--option path: expected …, got …`. */
export function formatIssue(issue: Issue): string {
  const { source } = issue;
  const place =
    source.kind === 'file' ? `${source.file}:${source.line}:${source.column}` : source.option;
  const where = issue.path === '' ? place : `${place} ${issue.path}`;
  const hint = issue.hint === undefined ? '' : ` (${issue.hint})`;
  return `${where}: expected ${issue.expected}, got ${issue.got}${hint}`;
}

/** Bad input. Carries every problem found, never just the first. The command exits with 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join('\n'));
    this.issues = issues;
  }
}

/** A bug of ours. Carries the state that broke, so that a report of it can be acted on. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly state: Readonly<Record<string, unknown>>;

  constructor(message: string, state: Readonly<Record<string, unknown>> = {}) {
    super(`${message} ${JSON.stringify(state)}`);
    this.state = state;
  }
}
