import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/errors.js';
import { OutputFolder, outputProblem } from '../../src/host/output-folder.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

function problem(folder: string, force = false): string | undefined {
  const found = outputProblem(folder, force);
  return found && formatIssue(found);
}

describe('outputProblem', () => {
  it('has nothing against a new or an empty folder', () => {
    mkdirSync(at('empty'));
    expect(problem(at('empty'))).toBeUndefined();
    expect(problem(at('new', 'deep', 'folder'))).toBeUndefined();
  });

  it('refuses a folder that holds something, unless forced', () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'notes.txt'), 'mine');
    expect(problem(at('full'))).toBe(
      `--out: expected a new or empty folder, got ${at('full')}, which is not empty ` +
        '(--force replaces the results in it)',
    );
    expect(problem(at('full'), true)).toBeUndefined();
  });

  it('refuses a file, and a path below a file, whether forced or not', () => {
    writeFileSync(at('file'), '');
    for (const force of [false, true]) {
      expect(problem(at('file'), force)).toBe(
        `--out: expected a folder, got ${at('file')}, which is a file`,
      );
      expect(problem(at('file', 'below'), force)).toContain('which is a file');
    }
  });
});

describe('OutputFolder', () => {
  it('puts all files in place at once', () => {
    const folder = new OutputFolder(at('once', 'results'));
    folder.append('a.csv', ['x\n', '1\n']);
    folder.append('b.csv', ['é\n']);
    folder.append('a.csv', ['2\n']);
    expect(existsSync(at('once', 'results'))).toBe(false);
    expect(folder.files).toEqual([
      { name: 'a.csv', bytes: 6 },
      { name: 'b.csv', bytes: 3 },
    ]);
    folder.commit([]);
    expect(readdirSync(at('once'))).toEqual(['results']);
    expect(readFileSync(at('once', 'results', 'a.csv'), 'utf8')).toBe('x\n1\n2\n');
  });

  it('leaves nothing behind when it is discarded, not even the folders above', () => {
    const folder = new OutputFolder(at('gone', 'deep', 'results'));
    folder.append('a.csv', ['x\n']);
    folder.discard();
    expect(existsSync(at('gone'))).toBe(false);
  });

  it('writes nothing at all if it is discarded before the first file', () => {
    new OutputFolder(at('never', 'results')).discard();
    expect(existsSync(at('never'))).toBe(false);
  });

  it('keeps earlier results until the new ones are complete', () => {
    mkdirSync(at('earlier'));
    writeFileSync(at('earlier', 'a.csv'), 'old');
    const failing = new OutputFolder(at('earlier'));
    failing.append('a.csv', ['new']);
    failing.discard();
    expect(readdirSync(at('earlier'))).toEqual(['a.csv']);
    expect(readFileSync(at('earlier', 'a.csv'), 'utf8')).toBe('old');
  });

  it('replaces earlier results and leaves files of others alone', () => {
    mkdirSync(at('replaced'));
    for (const name of ['a.csv', 'stale.csv', 'notes.txt']) {
      writeFileSync(at('replaced', name), 'old');
    }
    const folder = new OutputFolder(at('replaced'));
    folder.append('a.csv', ['new']);
    folder.commit(['a.csv', 'stale.csv']);
    expect(readdirSync(at('replaced')).sort()).toEqual(['a.csv', 'notes.txt']);
    expect(readFileSync(at('replaced', 'a.csv'), 'utf8')).toBe('new');
  });
});
