import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordText } from '../../src/experiment/store/record-text.js';
import { appendFile } from '../../src/host/journal.js';
import { lineOf } from '../../src/host/journal-lines.js';
import { readRecords } from '../../src/host/stored-sweep.js';
import { allBlocks, smallSweep } from '../support/sweep-records.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const SWEEP = smallSweep();
const LINES = allBlocks().map(({ record }) =>
  lineOf(SWEEP.identity, recordText({ ...record, timeline: null, requests: null })),
);

/** What is found in a journal of this content. */
function readJournal(folder: string, content: string | Uint8Array) {
  mkdirSync(at(folder), { recursive: true });
  writeFileSync(at(folder, 'journal.jsonl'), content);
  const { blocks, damaged, files } = readRecords(at(folder), SWEEP, true);
  return { found: [...blocks], damaged, bytes: files[0]?.bytes ?? 0 };
}

describe('a journal', () => {
  it('that is cut off anywhere has the lines wholly before the cut, and goes on after them', () => {
    const journal = LINES.slice(0, 2).join('');
    const [next = ''] = LINES.slice(2);
    for (let cut = 0; cut <= journal.length; cut++) {
      const whole = journal.slice(0, cut).split('\n').slice(0, -1);
      const { found, damaged, bytes } = readJournal('cut', journal.slice(0, cut));
      expect(found.map((block) => block.line())).toEqual(whole.map((line) => `${line}\n`));
      expect(damaged).toBe(bytes === cut ? 0 : 1);
      const file = appendFile(at('cut', 'journal.jsonl'), bytes);
      file.write(Buffer.from(next));
      file.close();
      const content = readFileSync(at('cut', 'journal.jsonl'), 'utf8');
      expect(content).toBe(whole.map((line) => `${line}\n`).join('') + next);
    }
  });

  it('in which a bit flips loses the line it is in, and with its newline the next', () => {
    const journal = Buffer.from(LINES.slice(0, 3).join(''));
    const lengths = LINES.map(({ length }) => length);
    for (let byte = 0; byte < journal.length; byte++) {
      const flipped = Buffer.from(journal);
      flipped[byte] = (journal[byte] ?? 0) ^ (1 << (byte % 8));
      const { found } = readJournal('flipped', flipped);
      const [first = 0, second = 0] = lengths;
      const hit = byte < first ? 0 : byte < first + second ? 1 : 2;
      const lost = journal[byte] === 10 ? [hit, hit + 1] : [hit];
      const left = LINES.slice(0, 3).filter((_, line) => !lost.includes(line));
      expect(found.map((block) => block.line())).toEqual(left);
    }
  });

  it('does not believe lines of another sweep', () => {
    const other = lineOf('another identity', LINES[0]?.slice(17, -1) ?? '');
    expect(readJournal('other', other + LINES[1])).toMatchObject({
      found: [{ cell: 0, from: 3 }],
      damaged: 1,
    });
  });

  it('has a block once, however often it is there', () => {
    const { found, damaged } = readJournal('twice', [...LINES, ...LINES.toReversed()].join(''));
    expect([found.length, damaged]).toEqual([LINES.length, 0]);
  });

  it('notices when the file changes after it was read', () => {
    const { found } = readJournal('changing', LINES.join(''));
    writeFileSync(at('changing', 'journal.jsonl'), LINES.join('').slice(0, 100));
    appendFileSync(at('changing', 'journal.jsonl'), 'x'.repeat(1000));
    expect(() => found[3]?.latency).toThrow('has changed while it was read');
  });
});
