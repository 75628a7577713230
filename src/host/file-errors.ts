import type { Issue } from '../errors.js';
import { UserError } from '../errors.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EDQUOT: 'no space left to this user',
  EFBIG: 'a file larger than allowed',
  EISDIR: 'a folder',
  ELOOP: 'a link that points to itself',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'a name that is too long',
  ENOENT: 'no such file',
  ENOSPC: 'a full disk',
  ENOTDIR: 'a path through something that is not a folder',
  EROFS: 'a read-only file system',
  ERR_INVALID_ARG_VALUE: 'a path that no file can have',
};

/** What went wrong with a file, in words. */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return error.message;
  return REASONS[code] ?? `${code} (${error.message})`;
}

/** A problem with a whole file, put at its first character. */
export function fileIssue(file: string, expected: string, got: string, hint?: string): Issue {
  const source = { kind: 'file', file, line: 1, column: 1 } as const;
  return hint === undefined
    ? { source, path: '', expected, got }
    : { source, path: '', expected, got, hint };
}

/** The same, as an error with one issue. */
export function fileError(file: string, expected: string, got: string, hint?: string): UserError {
  return new UserError([fileIssue(file, expected, got, hint)]);
}
