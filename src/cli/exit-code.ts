/** What the command tells the shell. */
export const EXIT = {
  done: 0,
  /** The run failed, or a check did not hold. */
  failed: 1,
  /** Bad input: the message is on stderr and nothing was written. */
  badInput: 2,
  /** Interrupted: what was finished is kept. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
