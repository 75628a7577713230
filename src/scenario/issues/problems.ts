import { formatIssue, type Issue, type IssueSource, UserError } from '../../errors.js';
import type { Path } from '../text/tree.js';
import { formatPath } from './values.js';

/** More problems than this help nobody; the rest are counted. */
const MOST = 200;
/** Enough to sort. */
const MOST_KEPT = 1000;

/** A problem still to be placed. */
export interface Problem {
  readonly place: IssueSource;
  readonly path: Path;
  readonly expected: string;
  readonly got: string;
  readonly hint?: string | undefined;
}

/** Collects every problem of a scenario and of the files it names. */
export class Problems {
  /** By their text: many variants of a scenario have the same problem. */
  readonly #issues = new Map<string, Issue>();
  #notKept = 0;

  get any(): boolean {
    return this.#issues.size > 0;
  }

  add(problem: Problem): void {
    const { place, expected, got, hint } = problem;
    const path = isOwnOption(place) ? '' : formatPath(problem.path);
    const issue = { source: place, path, expected, got };
    this.addIssues([hint === undefined ? issue : { ...issue, hint }]);
  }

  /** Adds what another reader has found. */
  addIssues(issues: readonly Issue[]): void {
    for (const issue of issues) {
      const text = formatIssue(issue);
      if (this.#issues.has(text)) {
        continue;
      }
      if (this.#issues.size < MOST_KEPT) {
        this.#issues.set(text, issue);
      } else {
        this.#notKept += 1;
      }
    }
  }

  /** Adds what was found once before, as if it had been found again. */
  addAll(found: Problems): void {
    this.addIssues([...found.#issues.values()]);
    this.#notKept += found.#notKept;
  }

  /**
   * Runs something that may throw a `UserError` and keeps its issues.
   * @returns its result; undefined when it threw them
   */
  async collect<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      this.addIssues(error.issues);
      return undefined;
    }
  }

  /** Every distinct issue: files in the order of their first problem, by line; then options. */
  sorted(): readonly Issue[] {
    const ranks = new Map<string, number>();
    for (const { source } of this.#issues.values()) {
      if (source.kind === 'file' && !ranks.has(source.file)) {
        ranks.set(source.file, ranks.size);
      }
    }
    const rank = ({ source }: Issue): number =>
      source.kind === 'file' ? (ranks.get(source.file) ?? 0) : ranks.size;
    const issues = [...this.#issues.values()];
    const sorted = issues.sort((a, b) => rank(a) - rank(b) || byPlace(a, b));
    return capped(sorted, this.#notKept);
  }

  /** @throws UserError with every problem, if there is any */
  throwIfAny(): void {
    if (this.any) {
      throw new UserError(this.sorted());
    }
  }
}

/** `--seed 5` names its value itself; `--set` needs the path. */
function isOwnOption(place: IssueSource): boolean {
  return place.kind === 'option' && place.option !== '--set';
}

function byPlace({ source: a }: Issue, { source: b }: Issue): number {
  return a.kind === 'file' && b.kind === 'file' ? a.line - b.line || a.column - b.column : 0;
}

function capped(issues: readonly Issue[], notKept: number): readonly Issue[] {
  const last = issues[MOST - 1];
  if (issues.length <= MOST || last === undefined) {
    return issues;
  }
  const more = `${issues.length - MOST + notKept} more`;
  const note = { source: last.source, path: '', expected: `at most ${MOST} problems`, got: more };
  return [...issues.slice(0, MOST), note];
}
