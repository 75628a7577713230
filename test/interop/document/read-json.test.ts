import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { readJson } from '../../../src/interop/document/read-json.js';
import type { SourceDocument } from '../../../src/interop/document/source-document.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* inPieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  text: string | Uint8Array,
  skip: readonly (readonly string[])[] = [],
  size = 7,
) {
  const documents: SourceDocument[] = [];
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const input = { file: 'a.json', bytes: inPieces(bytes, size) };
  const issues = await readJson(input, skip, (document) => documents.push(document));
  return {
    documents,
    values: documents.map(({ value }) => value),
    issues: issues.map(formatIssue),
  };
}

describe('JSON in pieces', () => {
  it('is what JSON.parse makes of it, wherever the pieces end', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (values, size, indented) => {
          const objects = values.map((value) => ({ value }));
          const text = objects
            .map((each) => JSON.stringify(each, null, indented ? 2 : 0))
            .join('\n');
          const { values: found, issues } = await read(text, [], size);
          expect(issues).toEqual([]);
          expect(found).toEqual(objects.map((each) => JSON.parse(JSON.stringify(each))));
        },
      ),
    ));

  it('leaves out what is skipped, at any depth, and only that', async () => {
    const text =
      '{"a": {"x": [1, {"b": "}]"}], "y": 2}, "list": [{"x": 3, "z": 4}, {"x": "5"}], "x": 6}';
    const { values, issues } = await read(text, [
      ['a', 'x'],
      ['list', '*', 'x'],
    ]);
    expect(issues).toEqual([]);
    expect(values).toEqual([
      { a: { x: null, y: 2 }, list: [{ x: null, z: 4 }, { x: null }], x: 6 },
    ]);
  });

  it('knows where values stand, behind what was skipped and in later documents', async () => {
    const text = '{"skip": [1,\n2,\n3], "kept": 7}\n  {"a": [1,\n {"b": true}]}';
    const { documents } = await read(text, [['skip']]);
    expect(documents[0]?.placeOf(['kept'])).toEqual({ line: 3, column: 13 });
    expect(documents[1]?.placeOf(['a', 1, 'b'])).toEqual({ line: 5, column: 8 });
    expect(documents[1]?.placeOf(['a', 1, 'c'])).toEqual({ line: 5, column: 2 });
  });

  it('reads a byte order mark and CRLF', async () => {
    const { values, issues } = await read('\uFEFF{"a": 1}\r\n{"a": 2}\r\n');
    expect(issues).toEqual([]);
    expect(values).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('a file that is not JSON', () => {
  it.each([
    ['{"a": 1,\n "b": ', 'a.json:2:7: expected a value, got the end of the file'],
    ['{"a": [1, 2', 'a.json:1:12: expected , or ], got the end of the file'],
    ['{"a": NaN}', 'a.json:1:7: expected a number that JSON has, or null, got "NaN"'],
    ['{"a": -Infinity}', 'a.json:1:7: expected a number that JSON has, or null, got "-Infinity"'],
    ["{'a': 1}", `a.json:1:2: expected a key in quotation marks, got "'a'"`],
    ['', 'a.json:1:1: expected JSON, got an empty file'],
    ['{"a": "x\n"}', 'a.json:1:7: expected a string that ends, got "\\""'],
    ['{"a": 1} }', 'a.json:1:10: expected a value, got "}"'],
    [
      `${'['.repeat(101)}`,
      'a.json:1:101: expected at most 100 levels of brackets, got deeper nesting',
    ],
  ])('%j is refused with its place', async (text, message) => {
    expect((await read(text)).issues).toEqual([message]);
  });

  it('in another encoding is refused', async () => {
    const utf16 = new Uint8Array(Buffer.from('\uFEFF{"a": 1}', 'utf16le'));
    expect((await read(utf16)).issues).toEqual([
      'a.json:1:1: expected text in UTF-8, got bytes that are not',
    ]);
  });
});
