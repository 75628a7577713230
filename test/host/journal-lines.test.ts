import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, lineOf, readLine, readLines, textOf } from '../../src/host/journal-lines.js';
import { holds } from '../support/property.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('lines', () => {
  it('are found with their places, however long they are', () => {
    // Pieces of the file end within lines, within their newlines and between them.
    const lengths = [0, 1, 1_048_575, 0, 1_048_574, 3_000_000, 5, 0];
    const lines = lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length));
    const content = `${lines.join('\n')}\nrest`;
    writeFileSync(at('lines'), content);
    const found = [...readLines(at('lines'))];
    expect(found.map(({ ended }) => ended)).toEqual([...lines.map(() => true), false]);
    expect(found.map(({ bytes }) => text(bytes))).toEqual([...lines, 'rest']);
    expect(found.map(({ place }) => text(readLine(place)))).toEqual([...lines, 'rest']);
  });

  it('of an empty file are none', () => {
    writeFileSync(at('empty'), '');
    expect([...readLines(at('empty'))]).toEqual([]);
  });

  it('read back as they were written, for their own sweep only', () => {
    holds(
      fc.tuple(fc.string(), fc.string()),
      ([identity, content]) => {
        const line = Buffer.from(lineOf(identity, content)).subarray(0, -1);
        expect(textOf(identity, line)).toBe(content);
        expect(textOf(`${identity}!`, line)).toBeUndefined();
        expect(checksumOf(line)).toMatch(/^[0-9a-f]{16}$/);
      },
      200,
    );
  });

  it('that are too short to be any are not believed', () => {
    for (const line of ['', 'x', '0123456789abcdef', '0123456789abcdef ']) {
      expect(textOf('', Buffer.from(line))).toBeUndefined();
    }
  });
});
