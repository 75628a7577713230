import { type BigIntStats, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells whether a path leads to one of the folders, or to a file that lies directly in one, by
 * whatever links. No path leads to what is not there.
 */
export function placesIn(folders: readonly string[]): (path: string) => boolean {
  const places = new Set<string>();
  for (const folder of folders) {
    const found = statOf(folder);
    if (found !== undefined) places.add(identityOf(found));
    for (const name of namesIn(folder)) {
      const file = statOf(join(folder, name));
      if (file !== undefined && !file.isDirectory()) places.add(identityOf(file));
    }
  }
  return (path) => {
    const found = statOf(path);
    return found !== undefined && places.has(identityOf(found));
  };
}

/** What tells the file or folder that a path leads to from every other one; undefined: nothing there. */
export function identityOfPath(path: string): string | undefined {
  const found = statOf(path);
  return found === undefined ? undefined : identityOf(found);
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
