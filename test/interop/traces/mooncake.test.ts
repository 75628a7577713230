import { describe, expect, it } from 'vitest';
import { mooncake } from '../../../src/interop/traces/mooncake.js';
import { PrefixReuse } from '../../../src/interop/traces/prefix-reuse.js';
import { bytesOf } from '../bytes.js';
import { readText, secondsOf } from './read-trace.js';

const GOOD = '{"timestamp": 1, "input_length": 2, "output_length": 3}';

function line(timestamp: number, blocks: readonly number[]): string {
  return JSON.stringify({ timestamp, input_length: 700, output_length: 3, hash_ids: blocks });
}

describe('Mooncake', () => {
  it('has times in milliseconds, a request a line', async () => {
    const text = `${line(27_482, [0])}\r\n\r\n${line(27_485, [0])}\n${line(30_000.5, [0])}`;
    const trace = await readText(mooncake, text);
    expect(trace.problems).toEqual([]);
    expect(trace.columns).toEqual({ model: false, inputTokens: true, outputTokens: true });
    expect(secondsOf(trace)).toEqual([0, 0.003, 2.5185]);
    expect(trace.rows[0]).toEqual({ seconds: 0, model: null, inputTokens: 700, outputTokens: 3 });
  });

  it('says what share of the blocks a cache without end would have held', async () => {
    // 0 of 2, then 2 of 3, then 1 of 2: block 2 was seen, but not behind block 5.
    const text = [line(0, [0, 1]), line(1, [0, 1, 2]), line(2, [0, 5])].join('\n');
    const trace = await readText(mooncake, text);
    expect(trace.prefixReuse).toBeCloseTo(3 / 7, 12);
    expect(trace.notes).toEqual([
      'prefix reuse is not taken over, as a batch serves every prompt in full; a cache of infinite size would have held 42.9 % of the 512-token blocks',
    ]);
  });

  it('says nothing of a cache where there are no blocks', async () => {
    expect(await readText(mooncake, GOOD)).toMatchObject({ prefixReuse: null, notes: [] });
  });

  it('says where a line is no JSON, and goes on', async () => {
    const text = `${GOOD}\n{"timestamp": 2, input_length: 4}\n{"timestamp": 1\n${GOOD}\n`;
    const { problems, rows } = await readText(mooncake, text);
    expect(problems.map((problem) => problem.slice(0, 7))).toEqual(['t:2:18:', 't:3:16:']);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['[1, 2]', 't:1:1: expected a mapping, got a list'],
    [
      '{"timestamp": -1, "input_length": 2, "output_length": 3}',
      't:1:15 timestamp: expected milliseconds: a number ≥ 0, got -1',
    ],
    [
      '{"timestamp": 1, "input_length": "2", "output_length": 3}',
      't:1:34 input_length: expected tokens: a whole number ≥ 0, ≤ 10000000, got "2"',
    ],
    [
      '{"timestamp": 1, "input_length": 2, "output_length": 3, "hash_ids": [0, 1.5]}',
      't:1:73 hash_ids.1: expected numbers of blocks: a whole number ≥ 0, got 1.5',
    ],
    [
      '{"timestamp_s": 1, "input_length": 2, "output_length": 3}',
      't:1:1 timestamp: expected milliseconds: a number ≥ 0, got nothing (did you mean it by "timestamp_s"?)',
    ],
    [
      '{"timestamp": 1, "input_length": null, "output_length": 3}',
      't:1:34 input_length: expected tokens: a whole number ≥ 0, ≤ 10000000, got nothing',
    ],
  ])('refuses %s', async (text, problem) => {
    expect((await readText(mooncake, text)).problems).toEqual([problem]);
  });

  it('refuses NaN, which JSON does not have', async () => {
    const { problems } = await readText(mooncake, GOOD.replace('2', 'NaN'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('t:1:34: expected');
  });

  it('refuses times that go back, with the line', async () => {
    const { problems, rows } = await readText(mooncake, `${line(5, [])}\n${line(4, [])}\n`);
    expect(problems).toEqual([
      't:2:14 timestamp: expected a time not before that of an earlier row, got 4 (a trace is read in the order of time: sort the file first)',
    ]);
    expect(rows).toHaveLength(1);
  });

  it('survives brackets without end, in sound and in broken lines', async () => {
    const deep = `${'['.repeat(200_000)}`;
    const sound = `{"timestamp": ${deep}${']'.repeat(200_000)}}`;
    const { problems } = await readText(mooncake, bytesOf(`${deep}\n${sound}\n`, 65_536));
    expect(problems.slice(0, 2)).toEqual([
      't:1:1: expected at most 100 levels of brackets, got deeper nesting',
      't:2:1 timestamp: expected milliseconds: a number ≥ 0, got a list',
    ]);
  });

  it('gives up on an endless line', async () => {
    let pieces = 0;
    const endless = async function* () {
      for (; pieces < 10_000; pieces++) yield Buffer.alloc(65_536, '[');
    };
    expect((await readText(mooncake, endless())).problems).toEqual([
      't:1:1: expected a request a line, got a line longer than any request',
    ]);
    expect(pieces).toBeLessThan(40);
  });

  it('says one thing of bytes that are no text', async () => {
    const utf16 = async function* () {
      yield Buffer.from(`\uFEFF${GOOD}\n${GOOD}\n`, 'utf16le');
    };
    expect((await readText(mooncake, utf16())).problems).toEqual([
      't:1:1: expected text in UTF-8, got bytes that are not',
    ]);
  });
});

describe('prefix reuse', () => {
  it('counts a block once it was seen, whatever its number', () => {
    const reuse = new PrefixReuse();
    reuse.add([2 ** 20, 7, 100_000]);
    reuse.add([2 ** 20, 7, 100_001]);
    expect(reuse.share).toBeCloseTo(2 / 6, 12);
  });

  it('is not known of nothing, nor of numbers beyond count', () => {
    const reuse = new PrefixReuse();
    expect(reuse.share).toBeNull();
    reuse.add([1, 1e12]);
    reuse.add([1]);
    expect(reuse.share).toBeNull();
  });
});
