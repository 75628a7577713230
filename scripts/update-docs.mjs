/**
 * Puts the output of commands into the pages that show it: a comment `<!-- sealsim ARGS -->`, or
 * `<!-- sealsim ARGS; lines 3-13 -->`, in front of a text block. With `--check` it writes nothing
 * and fails if a page is out of date. Needs dist/.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const PAGES = ['README.md', 'docs/cli.md', 'docs/tee-presets.md'];
const BLOCK = /(<!-- sealsim (.*?)(?:; lines (\d+)-(\d+))? -->\n```text\n)[\s\S]*?(```)/g;

const root = new URL('..', import.meta.url);
const checkOnly = process.argv.includes('--check');

function output(args) {
  return execFileSync(process.execPath, ['dist/sealsim.js', ...args.split(' ')], {
    cwd: root,
    encoding: 'utf8',
  });
}

for (const page of PAGES) {
  const file = new URL(page, root);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(BLOCK, (_, head, args, first = '1', last = 'Infinity', end) => {
    const lines = output(args).trimEnd().split('\n');
    return `${head}${lines.slice(Number(first) - 1, Number(last)).join('\n')}\n${end}`;
  });
  if (before === after) continue;
  if (checkOnly) {
    console.error(`${page} is out of date: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, after);
    console.log(`updated ${page}`);
  }
}
