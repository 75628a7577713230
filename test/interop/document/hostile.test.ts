import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { Fields } from '../../../src/interop/document/fields.js';
import { readJson } from '../../../src/interop/document/read-json.js';
import { readYaml } from '../../../src/interop/document/read-yaml.js';
import type { SourceDocument } from '../../../src/interop/document/source-document.js';
import { IssueList } from '../../../src/workload/trace/issue-list.js';

const MIB = 1024 * 1024;
const encoder = new TextEncoder();

/** `head`, then `unit` over and over, `mebibytes` of it, then `tail`. */
async function* long(
  head: string,
  unit: string,
  mebibytes: number,
  tail: string,
): AsyncIterable<Uint8Array> {
  yield encoder.encode(head);
  const piece = encoder.encode(unit.repeat(Math.floor(MIB / unit.length)));
  for (let at = 0; at < mebibytes; at++) yield piece;
  yield encoder.encode(tail);
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield encoder.encode(text);
}

/** What is said of it, what was read, and by how much the process grew, MiB. */
async function readLong(
  bytes: AsyncIterable<Uint8Array>,
  skip: readonly (readonly string[])[],
  file = 'a.json',
) {
  const before = process.memoryUsage().rss;
  const values: unknown[] = [];
  const keep = ({ value }: SourceDocument): void => void values.push(value);
  const input = { file, bytes };
  const issues = file.endsWith('.yaml')
    ? await readYaml(input, keep)
    : await readJson(input, skip, keep);
  const grownMiB = (process.memoryUsage().rss - before) / MIB;
  return { issues: issues.map(formatIssue), values, grownMiB };
}

describe('a line of 1 GB', () => {
  it.each([
    ['a text', '{"a": "', 'x', '"}'],
    ['a list of numbers', '{"a": [1', ',0.123456789', ']}'],
    ['no JSON at all', '', 'x', ''],
  ])('that is %s is refused before memory is full', async (_, head, unit, tail) => {
    const { issues, grownMiB } = await readLong(long(head, unit, 1024, tail), []);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(
      /^a\.json:1:\d+: expected a document of at most 134217728 characters/,
    );
    expect(grownMiB).toBeLessThan(300);
  });

  it('of which nothing is wanted is passed, and memory stays flat', async () => {
    const unit = `${'x'.repeat(1000)} \\" `;
    const text = long('{"skip": ["', unit, 1024, '"], "kept": 1}');
    const { issues, values, grownMiB } = await readLong(text, [['skip']]);
    expect(issues).toEqual([]);
    expect(values).toEqual([{ skip: null, kept: 1 }]);
    expect(grownMiB).toBeLessThan(100);
  });

  it('of YAML is refused', async () => {
    const { issues, grownMiB } = await readLong(long('a: ', 'x', 1024, ''), [], 'a.yaml');
    expect(issues).toEqual([
      'a.yaml:1:1: expected at most 2097152 characters of YAML, got a longer file',
    ]);
    expect(grownMiB).toBeLessThan(100);
  });
});

describe('JSON Lines of 200 MB', () => {
  it('are read one by one, and memory stays flat', async () => {
    let count = 0;
    const before = process.memoryUsage().rss;
    const bytes = long('', `{"a": 1, "text": "${'x'.repeat(10_000)}"}\n`, 200, '');
    const issues = await readJson({ file: 'a.jsonl', bytes }, [['text']], () => count++);
    expect(issues).toEqual([]);
    expect(count).toBe(200 * Math.floor(MIB / 10_022));
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(100);
  });
});

describe('nesting', () => {
  const DEEP = 100_000;

  it.each([
    ['brackets that close', `{"a": ${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`, 'a.json:1:106'],
    ['braces', '{"a": '.repeat(DEEP), 'a.json:1:601'],
  ])('of JSON: %s', async (_, text, place) => {
    const { issues } = await readLong(once(text), []);
    expect(issues).toEqual([
      `${place}: expected at most 100 levels of brackets, got deeper nesting`,
    ]);
  });

  it('of JSON is limited in what is skipped too', async () => {
    const { issues } = await readLong(once(`{"a": ${'['.repeat(DEEP)}`), [['a']]);
    expect(issues).toEqual([
      'a.json:1:106: expected at most 100 levels of brackets, got deeper nesting',
    ]);
  });

  it.each([
    ['brackets', `a: ${'['.repeat(DEEP)}`],
    ['brackets that close', `a: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['braces', `a: ${'{a: '.repeat(DEEP)}`],
    ['dashes', `${'- '.repeat(DEEP)}1`],
    ['question marks', `${'? '.repeat(DEEP)}1`],
    ['lines', Array.from({ length: 1500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['a list in itself', 'a: &a [*a]'],
  ])('of YAML: %s', async (_, text) => {
    const { issues, values } = await readLong(once(text), [], 'a.yaml');
    expect(values).toEqual([]);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(
      /^a\.yaml:\d+:\d+: expected at most 100 levels of nesting, got deeper nesting$/,
    );
  });
});

describe('YAML', () => {
  const names = 'abcdefghijklmnopqrst'.split('');
  const bomb = names
    .map((name, at) => {
      const before = names[at - 1];
      return `${name}: &${name} [${Array(9).fill(before === undefined ? 'x' : `*${before}`)}]`;
    })
    .join('\n');

  it.each([
    ['aliases of aliases', bomb, ['a.yaml:3:8: expected at most 100 aliases, got more']],
    [
      'a key twice',
      'a: 1\nb: {c: 1, c: 2}\n',
      ['a.yaml:2:11: expected each key once, got c again'],
    ],
    [
      'a tab',
      'a:\n\tb: 1\n',
      ['a.yaml:2:1: expected YAML, got Tabs are not allowed as indentation'],
    ],
    ['nothing', '', ['a.yaml:1:1: expected YAML, got an empty file']],
    ['comments only', '# none\n', ['a.yaml:1:1: expected YAML, got an empty file']],
    [
      'a list as a key',
      '? [a]\n: b\n',
      ['a.yaml:1:1: expected keys that are words, got another kind of key'],
    ],
  ])('with %s is refused', async (_, text, said) => {
    const { issues, values } = await readLong(once(text), [], 'a.yaml');
    expect(values).toEqual([]);
    expect(issues).toEqual(said);
  });

  it('of many keys takes no longer for each of them', async () => {
    const text = Array.from({ length: 20_000 }, (_, at) => `k${at}: ${at}`).join('\n');
    const { issues, values } = await readLong(once(text), [], 'a.yaml');
    expect(issues).toEqual([]);
    expect(Object.keys(values[0] as object)).toHaveLength(20_000);
  });

  it('has a few aliases, names that objects have, and CRLF', async () => {
    const text = '\uFEFFa: &x {b: 1}\r\nc: *x\r\n__proto__: {d: 2}\r\n';
    const { issues, values } = await readLong(once(text), [], 'a.yaml');
    expect(issues).toEqual([]);
    expect(JSON.stringify(values)).toBe('[{"a":{"b":1},"c":{"b":1},"__proto__":{"d":2}}]');
  });

  it('of several documents holds no results', async () => {
    const { issues, values } = await readLong(once('a: 1\n---\nb: 2\n'), [], 'a.yaml');
    expect({ issues, values }).toEqual({ issues: [], values: [] });
  });
});

describe('text in UTF-8', () => {
  it('may hold the sign for what could not be decoded: models write it', async () => {
    const { issues, values } = await readLong(once('{"text": "a\uFFFDb"}'), []);
    expect(issues).toEqual([]);
    expect(values).toEqual([{ text: 'a\uFFFDb' }]);
  });

  it('that ends within a character is refused', async () => {
    const bytes = encoder.encode('{"a": "é"}').subarray(0, 8);
    async function* cut(): AsyncIterable<Uint8Array> {
      yield bytes;
    }
    const { issues } = await readLong(cut(), []);
    expect(issues).toEqual(['a.json:1:8: expected text in UTF-8, got bytes that are not']);
  });

  it('has the place of what is none in it, behind line ends', async () => {
    async function* latin(): AsyncIterable<Uint8Array> {
      yield encoder.encode('{"a": 1,\n "b');
      yield Uint8Array.from([0xc3]);
      yield Uint8Array.from([0xa9, 0x0a, 0x20, 0xe9, 0x20]);
    }
    const { issues } = await readLong(latin(), []);
    expect(issues).toEqual(['a.json:3:2: expected text in UTF-8, got bytes that are not']);
  });
});

describe('a million numbers that are none', () => {
  it('are counted in a moment, with the places of the first', async () => {
    const text = `{"a": [${'"x",'.repeat(999_999)}"x"]}`;
    const issues = new IssueList('a.json');
    await readJson({ file: 'a.json', bytes: once(text) }, [], (document) => {
      Fields.of(document, issues)?.numbers('a', { what: 'seconds' });
    });
    const said = issues.all().map(formatIssue);
    expect(said[0]).toBe('a.json:1:8 a.0: expected seconds: a number, got "x"');
    expect(said.at(-1)).toBe('a.json:1:88: expected no further problems, got … and 999980 more');
  });
});

describe('a list of mappings that is far too long', () => {
  const list = () => long('[{"x": ""}', ',{"text": "some words of a prompt"}', 200, ']');
  const read = (bytes: AsyncIterable<Uint8Array>) => {
    const said: string[] = [];
    return readJson(
      { file: 'a.json', bytes },
      [],
      () => said.push('a document'),
      (what) => said.push(what),
    ).then((issues) => [...issues.map(formatIssue), ...said]);
  };

  it('is data of another kind, not a broken file', async () => {
    expect(await read(list())).toEqual(['a list of more than 134217728 characters']);
  });

  it('behind a document, or within one, is a broken file', async () => {
    const expected = expect.stringMatching(/^a\.json:\d+:\d+: expected a document of at most/);
    const behind = long('{}\n[{"x": ""}', ',{"text": "some words of a prompt"}', 200, ']');
    expect(await read(behind)).toEqual([expected, 'a document']);
    const within = long('{"a": [{"x": ""}', ',{"text": "some words of a prompt"}', 200, ']}');
    expect(await read(within)).toEqual([expected]);
  });
});
