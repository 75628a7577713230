import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvariantError } from '../errors.js';

/** What package.json says of this package. */
export interface PackageInfo {
  /** The folder that holds package.json and profiles/. */
  readonly root: string;
  readonly version: string;
}

/**
 * Finds this package from wherever this code runs: src/ under the tests, dist/ or one of its
 * chunks when bundled.
 */
export function packageInfo(): PackageInfo {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
      if (name === 'sealsim' && typeof version === 'string') return { root: folder, version };
    }
    const parent = dirname(folder);
    if (parent === folder) throw new InvariantError('the package has no package.json');
    folder = parent;
  }
}
