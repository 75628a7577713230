import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.js';
import { rememberingFiles, rememberingStrategies } from '../../src/host/remembering.js';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

describe('rememberingFiles', () => {
  it('reads a text once, whatever becomes of the file', async () => {
    const files = rememberingFiles(nodeFiles());
    writeFileSync(at('text'), 'before');
    expect(await files.readText(at('text'))).toBe('before');
    writeFileSync(at('text'), 'after');
    expect(await files.readText(at('text'))).toBe('before');
    expect(await rememberingFiles(nodeFiles()).readText(at('text'))).toBe('after');
  });

  it('looks for built-in profiles once', () => {
    let looks = 0;
    const files = rememberingFiles({
      ...nodeFiles(),
      builtInProfile: (name) => {
        looks++;
        return name === 'known' ? 'profiles/known.yaml' : undefined;
      },
    });
    for (const _ of [1, 2]) {
      expect(files.builtInProfile('known')).toBe('profiles/known.yaml');
      expect(files.builtInProfile('other')).toBeUndefined();
    }
    expect(looks).toBe(2);
    expect(files.builtInProfiles()).toEqual(nodeFiles().builtInProfiles());
    expect(files.builtInProfiles()).toBe(files.builtInProfiles());
  });
});

describe('rememberingStrategies', () => {
  it('loads a module once, failures included', async () => {
    let loads = 0;
    const strategies = rememberingStrategies({
      ...nodeStrategies(),
      load: () => {
        loads++;
        return Promise.reject(new Error('hangs'));
      },
    });
    for (const path of ['a.mjs', 'a.mjs', 'b.mjs']) {
      await expect(strategies.load(path)).rejects.toThrow('hangs');
    }
    expect(loads).toBe(2);
  });
});
