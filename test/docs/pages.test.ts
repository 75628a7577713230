import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.js';
import { RESULT_FILES } from '../../src/cli/result-folder.js';
import { sealsim } from '../cli/run-in-process.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';

const at = useTemporaryFolder();
const read = (file: string): string => readFileSync(file, 'utf8');
const packageJson = JSON.parse(read('package.json'));

function filesBelow(folder: string, suffix: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix))
    .map((file) => join(folder, file));
}

const pages = ['README.md', 'CHANGELOG.md', ...filesBelow('docs', '.md')];
const scenarios = filesBelow('scenarios', '.yaml');

/** Command lines in a page or in a scenario's comments. */
function commandLines(text: string): readonly string[] {
  return [...text.matchAll(/^(?:#\s+|npx )sealsim ((?:run|compare|validate|list).*)$/gm)].map(
    ([, words = '']) => words,
  );
}

/** The words of a command line, with a folder of the test's own for what it writes. */
function harmless(line: string, number: number): readonly string[] {
  return line
    .split(' ')
    .map((word, position, words) =>
      ['--out', '--trace'].includes(words[position - 1] ?? '') ? at(`${number}-out`) : word,
    );
}

const examples = COMMANDS.flatMap((command) => command.examples)
  .filter((example) => /^sealsim (run|compare|validate|list|schema)/.test(example))
  .map((example) => example.replace('sealsim ', ''));

describe('every command line shown', () => {
  const shown = new Set([
    ...examples,
    ...[...pages, ...scenarios].flatMap((file) => commandLines(read(file))),
  ]);

  it.each([...shown].map((line, number) => ({ line, number })))(
    'sealsim $line',
    async ({ line, number }) => {
      const { code, err } = await sealsim(...harmless(line, number));
      expect({ code, err }).toEqual({ code: 0, err: '' });
    },
  );
});

describe('pages', () => {
  it('show what the commands print now', () => {
    // Exits with 1, which throws, and names the page that is out of date.
    execFileSync(process.execPath, ['scripts/update-docs.mjs', '--check'], { stdio: 'pipe' });
  });

  it('show the table that npm start prints', () => {
    const [, command] = /<!-- sealsim (compare .*?); lines/.exec(read('README.md')) ?? [];
    expect(packageJson.scripts.start).toContain(`dist/sealsim.js ${command} --out results/sincere`);
  });

  it.each(pages)('%s links to what exists', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    const missing = local.filter((link) => !existsSync(join(dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it('name every result file and every command', () => {
    const page = read('docs/cli.md');
    for (const file of RESULT_FILES) expect(page).toContain(`\`${file}\``);
    for (const { name } of COMMANDS) expect(page).toContain(`### ${name}\n`);
  });

  it('give the README’s two commands the scripts they need', () => {
    const lines = read('README.md').match(/^npm install && npm (start|test)$/gm);
    expect(lines?.length).toBe(2);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });

  it('describe the version of the package', () => {
    expect(read('CHANGELOG.md')).toContain(`\n## ${packageJson.version}\n`);
  });
});
