/** Paths with `*` for any key, as a tree that a scanner walks down beside a document. */
export interface SkipTree {
  /** The value that was reached is skipped. */
  readonly isEnd: boolean;
  child(key: string): SkipTree | null;
}

/** @returns null when there is nothing to skip. */
export function skipTree(patterns: readonly (readonly string[])[]): SkipTree | null {
  if (patterns.length === 0) return null;
  return {
    isEnd: patterns.some((pattern) => pattern.length === 0),
    child: (key) =>
      skipTree(
        patterns.filter(([first]) => first === key || first === '*').map(([, ...rest]) => rest),
      ),
  };
}
