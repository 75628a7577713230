import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_RESULTS, type SmallResult } from './small-results.js';

const at = useTemporaryFolder();

/** What a file may have become, and what is said of it. */
interface Corruption {
  readonly what: string;
  readonly bytes: (result: SmallResult) => Uint8Array | string;
  readonly said: RegExp;
  readonly suffix?: string;
}

const withNumber =
  (replacement: string) =>
  ({ text, number }: SmallResult): string =>
    text.replace(number, replacement);
const DEEP = 100_000;

const CORRUPTIONS: readonly Corruption[] = [
  {
    what: 'cut off',
    bytes: (result) => result.text.slice(0, result.text.indexOf(result.number) + 2),
    said: /expected .*, got .*/,
  },
  { what: 'empty', bytes: () => '', said: /got an empty file/ },
  { what: 'with NaN', bytes: withNumber('NaN'), said: /expected .*number.*, got "NaN"/ },
  { what: 'with a negative number', bytes: withNumber('-12'), said: /a number [≥>] 0, got -12/ },
  {
    what: 'with a number and its unit',
    bytes: withNumber('"12 ms"'),
    said: /expected .*: a number.*, got "12 ms"/,
  },
  {
    what: 'with brackets in brackets',
    bytes: (result) => withNumber('['.repeat(DEEP) + ']'.repeat(DEEP))(result),
    said: /at most 100 levels of (brackets|nesting), got deeper nesting/,
  },
  {
    what: 'in UTF-16',
    bytes: ({ text }) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    said: /:1:1: expected text in UTF-8, got bytes that are not/,
  },
  {
    what: 'in UTF-16 without a mark',
    bytes: ({ text }) => Buffer.from(text, 'utf16le'),
    said: /:1:2: expected text in UTF-8, got zero bytes, as in UTF-16/,
  },
  {
    what: 'in Latin-1',
    bytes: ({ text }) => Buffer.from(text.replace(/[a-z]/, 'é'), 'latin1'),
    said: /expected text in UTF-8, got bytes that are not/,
  },
  {
    what: 'compressed, and cut off',
    bytes: ({ text }) => gzipSync(text).subarray(0, 60),
    said: /expected gzip data, got corrupt data/,
    suffix: '.gz',
  },
  {
    what: 'compressed by its name only',
    bytes: ({ text }) => text,
    said: /expected gzip data, got corrupt data/,
    suffix: '.gz',
  },
];

describe.each(SMALL_RESULTS)('results of $format', (result) => {
  const { format, name, text } = result;

  it.each([
    ['as they are', text],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${text}`],
    ['compressed', gzipSync(text)],
  ])('are read %s', async (what, content) => {
    const folder = at(format, what.replaceAll(' ', '-'));
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/${name}${what === 'compressed' ? '.gz' : ''}`;
    writeFileSync(file, content);
    const { code, err } = await sealsim('import', format, file, '--out', `${folder}/out`);
    expect(code, err).toBe(0);
    const { measurements } = JSON.parse(readFileSync(`${folder}/out/measurements.json`, 'utf8'));
    expect(measurements).toHaveLength(1);
  });

  it.each(CORRUPTIONS)(
    '$what are refused in a line',
    async ({ what, bytes, said, suffix = '' }) => {
      const folder = at(format, what.replaceAll(/\W+/g, '-'));
      mkdirSync(folder, { recursive: true });
      const file = `${folder}/${name}${suffix}`;
      writeFileSync(file, bytes(result));
      const { code, out, err } = await sealsim('import', format, file, '--out', `${folder}/out`);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.startsWith(`${file}:`)).toBe(true);
      expect(err.slice(file.length)).toMatch(/^:\d+:\d+[^\n]*: expected [^\n]*, got [^\n]*\n$/);
      expect(err).toMatch(said);
      expect(existsSync(`${folder}/out`)).toBe(false);
    },
  );

  it('that cannot be read, or are a folder, are refused', async () => {
    const folder = at(format, 'unreadable');
    mkdirSync(`${folder}/folder-${name}`, { recursive: true });
    symlinkSync(name, `${folder}/${name}`);
    const read = (path: string) => sealsim('import', format, path, '--out', `${folder}/out`);
    const empty = await read(`${folder}/folder-${name}`);
    expect(empty.code).toBe(2);
    expect(empty.err).toBe(
      `${folder}/folder-${name}:1:1: expected results of ${format}, as IN, got none\n`,
    );
    const loop = await read(folder);
    expect(loop.code).toBe(2);
    expect(loop.err).toBe(
      `${folder}/${name}:1:1: expected a readable file, got a link that points to itself\n`,
    );
    expect(existsSync(`${folder}/out`)).toBe(false);
  });
});
