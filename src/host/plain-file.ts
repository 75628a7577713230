import { readFileSync, statSync } from 'node:fs';

/** The text of a plain file; undefined if there is none, or it cannot be read. Never waits. */
export function readPlainFile(path: string): string | undefined {
  try {
    // A pipe would be waited for.
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
