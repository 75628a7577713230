import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/errors.js';
import { outputFileProblem, writeWhole } from '../../src/host/output-file.js';
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
});

describe('writeWhole', () => {
  it('gives the file its name when it is finished', () => {
    writeWhole(at('whole.txt'), ['a', 'b']);
    expect(readFileSync(at('whole.txt'), 'utf8')).toBe('ab');
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
