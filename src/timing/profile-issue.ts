/** A problem in a profile, or in a scenario's use of it. The caller knows the files and lines. */
export interface ProfileIssue {
  /** Which of the two documents `path` points into. */
  readonly in: 'profile' | 'scenario';
  readonly path: (string | number)[];
  readonly expected: string;
  readonly got: string;
  readonly hint?: string;
}
