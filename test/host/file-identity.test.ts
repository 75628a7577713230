import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../../src/host/file-identity.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

describe('placesIn', () => {
  it('tells folders and the files in them by whatever links, but not folders in them', () => {
    mkdirSync(at('data', 'below'), { recursive: true });
    writeFileSync(at('data', 'file'), '');
    writeFileSync(at('other'), '');
    symlinkSync(at('data'), at('link'));
    symlinkSync(at('other'), at('data', 'elsewhere'));
    linkSync(at('data', 'file'), at('hard'));
    const isThere = placesIn([at('data'), at('none')]);
    for (const path of ['data', 'link', 'link/file', 'hard', 'other', 'data/below/..']) {
      expect([path, isThere(at(path))]).toEqual([path, true]);
    }
    for (const path of ['data/below', 'data/new', 'none', '.']) {
      expect([path, isThere(at(path))]).toEqual([path, false]);
    }
  });
});
