import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describeFileError, fileError } from './file-errors.js';
import { identityOfPath } from './file-identity.js';

/** A file in which measurements are looked for. */
export interface FoundFile {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** Whether it was named itself, and not found in a folder. */
  readonly isNamed: boolean;
}

/**
 * Every file below some paths, or the paths themselves if they are files, in a stable order, and
 * each once, whatever names lead to it. Hidden files and folders are left out, links to folders are
 * not followed.
 * @throws UserError if there is nothing at a path, or a folder cannot be read.
 */
export class MeasurementFiles {
  readonly #seen = new Set<string>();
  readonly #names = new Map<string, readonly string[]>();

  below(path: string): readonly FoundFile[] {
    const paths = isFolder(path) ? pathsIn(path) : [path];
    return paths.filter((each) => this.#isNew(each)).map((each) => foundFile(each, each === path));
  }

  /** Names of what lies in a folder, in order; none if it cannot be read. */
  namesIn(folder: string): readonly string[] {
    const known = this.#names.get(folder);
    if (known !== undefined) return known;
    const names = namesIn(folder);
    this.#names.set(folder, names);
    return names;
  }

  #isNew(path: string): boolean {
    const identity = identityOfPath(path) ?? path;
    if (this.#seen.has(identity)) return false;
    this.#seen.add(identity);
    return true;
  }
}

function foundFile(path: string, isNamed: boolean): FoundFile {
  return { path, folder: dirname(path), name: basename(path), isNamed };
}

function pathsIn(folder: string): readonly string[] {
  return [...entriesIn(folder)]
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pathsIn(path);
      return entry.isFile() || (entry.isSymbolicLink() && !leadsToFolder(path)) ? [path] : [];
    });
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw fileError(folder, 'a folder that can be read', describeFileError(error));
  }
}

/** @throws UserError if there is nothing, or it cannot be told. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const got = error.code === 'ENOENT' ? 'nothing of that name' : describeFileError(error);
    throw fileError(path, 'a file or a folder', got);
  }
}

/** A link that leads nowhere is reported by whoever reads it. */
function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
