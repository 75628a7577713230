import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatIssue, UserError } from '../../src/errors.js';
import { OutputFolder } from '../../src/host/output-folder.js';
import { outputProblem } from '../../src/host/output-problem.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const NAMES = ['a.csv', 'b.csv', 'stale.csv'];
/** No process has so large a number. */
const NOBODY = 999_999_999;

function problem(folder: string, force = false): string | undefined {
  const found = outputProblem(folder, force, NAMES);
  return found && formatIssue(found);
}

function open(folder: string, force = false): OutputFolder {
  return OutputFolder.open(folder, { force, names: NAMES });
}

/** A folder that holds unfinished results of the process with this number. */
function folderStagedBy(pid: number, name: string): string {
  const output = open(at(name));
  output.append('a.csv', ['unfinished']);
  const [staging = ''] = readdirSync(at(name));
  const renamed = staging.replace(`-${process.pid}-`, `-${pid}-`);
  renameSync(at(name, staging), at(name, renamed));
  output.discard();
  expect(readdirSync(at(name))).toEqual([renamed]);
  return at(name);
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

  it('refuses a link to nothing, and what would lie below it', () => {
    symlinkSync('nowhere', at('dangling'));
    const expected = `got ${at('dangling')}, which is a link to nothing`;
    expect(problem(at('dangling'))).toContain(expected);
    expect(problem(at('dangling', 'below'), true)).toContain(expected);
  });

  it('refuses names that no folder can have', () => {
    expect(problem('')).toBe('--out: expected a folder, got an empty name');
    expect(problem(at('x'.repeat(256)))).toContain('a name that is too long');
    expect(problem(at('x'.repeat(256), 'below'))).toContain('a name that is too long');
    expect(problem(at('x'.repeat(255)))).toBeUndefined();
  });

  it('refuses a folder in the place of a result, even if forced', () => {
    mkdirSync(at('odd', 'b.csv'), { recursive: true });
    expect(problem(at('odd'), true)).toBe(
      `--out: expected no folder where a result goes, got ${at('odd', 'b.csv')}, which is one`,
    );
  });

  it('refuses what has the name of a result but is none, even if forced', () => {
    mkdirSync(at('theirs'));
    for (const name of ['a.csv', 'b.csv']) writeFileSync(at('theirs', name), 'old');
    const found = outputProblem(at('theirs'), true, NAMES, new Set(['a.csv']));
    expect(found?.got).toBe(`${at('theirs')}, where no manifest.json lists b.csv`);
    expect(outputProblem(at('theirs'), true, NAMES, new Set(['a.csv', 'b.csv']))).toBeUndefined();
  });

  it('refuses a folder into which another process is writing, even if forced', () => {
    const folder = folderStagedBy(process.ppid, 'busy');
    for (const force of [false, true]) {
      expect(problem(folder, force)).toContain('into which another run is writing');
    }
  });

  it('takes no notice of what a killed process left behind', () => {
    expect(problem(folderStagedBy(NOBODY, 'killed'))).toBeUndefined();
  });
});

describe('OutputFolder', () => {
  it('puts all files in place at once', () => {
    const folder = open(at('once', 'results'));
    folder.append('a.csv', ['x\n', '1\n']);
    folder.append('b.csv', ['é\n']);
    folder.append('a.csv', ['2\n']);
    expect(readdirSync(at('once', 'results'))).toEqual([expect.stringMatching(/^\.sealsim-/)]);
    expect(folder.files).toEqual([
      { name: 'a.csv', bytes: 6 },
      { name: 'b.csv', bytes: 3 },
    ]);
    folder.commit();
    expect(readdirSync(at('once', 'results')).sort()).toEqual(['a.csv', 'b.csv']);
    expect(readFileSync(at('once', 'results', 'a.csv'), 'utf8')).toBe('x\n1\n2\n');
  });

  it('takes a name as long as a folder can have', () => {
    const folder = open(at('y'.repeat(255)));
    folder.append('a.csv', ['x']);
    folder.commit();
    expect(readdirSync(at('y'.repeat(255)))).toEqual(['a.csv']);
  });

  it('is refused before anything is written where no folder can be made', () => {
    expect(() => open('/proc/sealsim-results')).toThrow(UserError);
    expect(() => open('/proc/sealsim-results')).toThrow('--out: expected a folder that can be');
  });

  it('leaves nothing behind when it is discarded, not even the folders above', () => {
    const folder = open(at('gone', 'deep', 'results'));
    folder.append('a.csv', ['x\n']);
    folder.discard();
    expect(existsSync(at('gone'))).toBe(false);
  });

  it('leaves alone what others have put beside it meanwhile when it is discarded', () => {
    const failing = open(at('sweep', 'one'));
    const other = open(at('sweep', 'two'));
    other.append('a.csv', ['theirs']);
    other.commit();
    failing.append('a.csv', ['x']);
    failing.discard();
    expect(readdirSync(at('sweep'))).toEqual(['two']);
    expect(readFileSync(at('sweep', 'two', 'a.csv'), 'utf8')).toBe('theirs');
  });

  it('does nothing more once it is in place or discarded', () => {
    const folder = open(at('settled'));
    folder.append('a.csv', ['x']);
    folder.commit();
    folder.discard();
    expect(readdirSync(at('settled'))).toEqual(['a.csv']);
    const given = open(at('given-up'));
    given.discard();
    mkdirSync(at('given-up'));
    given.discard();
    expect(existsSync(at('given-up'))).toBe(true);
  });

  it('keeps earlier results until the new ones are complete', () => {
    mkdirSync(at('earlier'));
    writeFileSync(at('earlier', 'a.csv'), 'old');
    const failing = open(at('earlier'), true);
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
    const folder = open(at('replaced'), true);
    folder.append('a.csv', ['new']);
    folder.commit();
    expect(readdirSync(at('replaced')).sort()).toEqual(['a.csv', 'notes.txt']);
    expect(readFileSync(at('replaced', 'a.csv'), 'utf8')).toBe('new');
  });

  it('keeps both when other results have taken its place, and says where', () => {
    const late = open(at('contested'));
    late.append('a.csv', ['late']);
    writeFileSync(at('contested', 'a.csv'), 'first');
    const kept = setAside(late);
    expect(kept.reason).toContain('a.csv has been put there meanwhile');
    expect(readFileSync(join(kept.folder, 'a.csv'), 'utf8')).toBe('late');
    expect(readFileSync(at('contested', 'a.csv'), 'utf8')).toBe('first');
    late.discard();
    expect(existsSync(kept.folder)).toBe(true);
  });

  it('keeps both when others have put a file in its place meanwhile, even if forced', () => {
    const options = { force: true, names: NAMES, replaceable: new Set<string>() };
    const late = OutputFolder.open(at('usurped'), options);
    late.append('a.csv', ['late']);
    writeFileSync(at('usurped', 'stale.csv'), 'theirs');
    expect(setAside(late).reason).toContain('stale.csv has been put there meanwhile');
    expect(readFileSync(at('usurped', 'stale.csv'), 'utf8')).toBe('theirs');
  });

  it('loses neither old nor new results when something stands in the way', () => {
    mkdirSync(at('blocked'));
    writeFileSync(at('blocked', 'stale.csv'), 'old');
    const folder = open(at('blocked'), true);
    folder.append('a.csv', ['new']);
    mkdirSync(at('blocked', 'a.csv'));
    const kept = setAside(folder);
    expect(kept.reason).toContain('a folder');
    expect(readFileSync(join(kept.folder, 'a.csv'), 'utf8')).toBe('new');
    expect(readFileSync(at('blocked', 'stale.csv'), 'utf8')).toBe('old');
  });

  it('clears away what a killed process left behind', () => {
    const folder = open(folderStagedBy(NOBODY, 'abandoned'));
    folder.append('b.csv', ['x']);
    folder.commit();
    expect(readdirSync(at('abandoned'))).toEqual(['b.csv']);
  });

  /** Where the results of a folder are that cannot be put in place, and why. */
  function setAside(folder: OutputFolder): { readonly folder: string; readonly reason: string } {
    let message = '';
    try {
      folder.commit();
    } catch (error) {
      message = String(error);
    }
    const [, kept = '', reason = ''] = /the results are in (\S+): .* \((.*)\)$/.exec(message) ?? [];
    return { folder: kept, reason };
  }
});
