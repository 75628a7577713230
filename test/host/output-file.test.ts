import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/errors.js';
import { isSameFile, outputFileProblem, writeWhole } from '../../src/host/output-file.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

function problem(path: string, force = false): string | undefined {
  const found = outputFileProblem('--trace', path, force);
  return found && formatIssue(found);
}

describe('outputFileProblem', () => {
  it('has nothing against a new file in a folder that exists', () => {
    expect(problem(at('new.json'))).toBeUndefined();
  });

  it('refuses a file that exists, unless forced', () => {
    writeFileSync(at('old.json'), '');
    expect(problem(at('old.json'))).toContain('expected a new file');
    expect(problem(at('old.json'), true)).toBeUndefined();
  });

  it('refuses folders, and files in folders that do not exist', () => {
    mkdirSync(at('folder'));
    expect(problem(at('folder'), true)).toContain('expected a file, got');
    expect(problem(at('none', 'x.json'), true)).toContain('expected a file in an existing folder');
  });

  it('refuses names that no file can have, and takes the longest one', () => {
    expect(problem('')).toBe('--trace: expected a file, got an empty name');
    expect(problem(at('x'.repeat(256)))).toContain('a name that is too long');
    expect(problem(at('x'.repeat(255)))).toBeUndefined();
  });

  it('refuses a folder in which no file can be made', () => {
    expect(problem('/proc/trace.json')).toContain('expected a file that can be written, got /proc');
  });

  it('replaces nothing but plain files, even if forced', () => {
    writeFileSync(at('plain'), '');
    symlinkSync(at('plain'), at('link'));
    expect(problem(at('link'), true)).toBe(
      `--trace: expected a file, got ${at('link')}, which is a link`,
    );
    expect(problem('/dev/null', true)).toContain('which is a device or a pipe');
  });

  it('leaves nothing behind', () => {
    mkdirSync(at('clean'));
    problem(at('clean', 'new.json'));
    expect(readdirSync(at('clean'))).toEqual([]);
  });
});

describe('isSameFile', () => {
  it('sees through links, and takes nothing for the same as nothing', () => {
    writeFileSync(at('same'), '');
    writeFileSync(at('other'), '');
    symlinkSync(at('same'), at('alias'));
    expect(isSameFile(at('same'), at('alias'))).toBe(true);
    expect(isSameFile(at('same'), at('other'))).toBe(false);
    expect(isSameFile(at('missing'), at('missing'))).toBe(false);
  });
});

describe('writeWhole', () => {
  it('gives the file its name when it is finished', () => {
    writeWhole(at('whole.txt'), ['a', 'b']);
    expect(readFileSync(at('whole.txt'), 'utf8')).toBe('ab');
  });

  it('can give the longest name a file can have', () => {
    writeWhole(at('w'.repeat(255)), ['a']);
    expect(readFileSync(at('w'.repeat(255)), 'utf8')).toBe('a');
  });

  it('leaves the earlier file and nothing else when it fails', () => {
    writeFileSync(at('kept.txt'), 'old');
    const before = readdirSync(at());
    function* failing(): Generator<string> {
      yield 'new';
      throw new Error('out of ink');
    }
    expect(() => writeWhole(at('kept.txt'), failing())).toThrow('out of ink');
    expect(readFileSync(at('kept.txt'), 'utf8')).toBe('old');
    expect(readdirSync(at())).toEqual(before);
  });
});
