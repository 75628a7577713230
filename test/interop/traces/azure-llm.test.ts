import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azureLlm } from '../../../src/interop/traces/azure-llm.js';
import { readText, secondsOf } from './read-trace.js';

const HEADER = 'TIMESTAMP,ContextTokens,GeneratedTokens';
const SAMPLE_2023 = `${HEADER}\r
2023-11-16 18:17:03.9799600,4808,10\r
2023-11-16 18:17:04.0319600,3180,8\r
`;
const SAMPLE_2024 = `${HEADER}
2024-05-10 00:00:00.009930+00:00,2162,5
2024-05-10 00:00:01+00:00,2399,0
2024-05-10 02:00:01.5+02:00,76,15
`;
const TIME = 'a date and time, as 2023-11-16 18:17:03.9799600 (UTC)';
const START = Date.UTC(2023, 10, 16);
const TICKS = 1e7;
const WEEK_TICKS = 7 * 86_400 * TICKS;

/** A time as Azure wrote it in 2023. */
function stampOf(ticks: number): string {
  const seconds = Math.floor(ticks / TICKS);
  const text = new Date(START + seconds * 1000).toISOString();
  const decimals = String(ticks - seconds * TICKS).padStart(7, '0');
  return `${text.slice(0, 10)} ${text.slice(11, 19)}.${decimals}`;
}

describe('traces of Azure', () => {
  it('read the form of 2023: CRLF, seven decimals, no zone', async () => {
    const trace = await readText(azureLlm, SAMPLE_2023);
    expect(trace.problems).toEqual([]);
    expect(trace.columns).toEqual({ model: false, inputTokens: true, outputTokens: true });
    expect(trace.rows).toEqual([
      { seconds: 0, model: null, inputTokens: 4808, outputTokens: 10 },
      { seconds: 0.052, model: null, inputTokens: 3180, outputTokens: 8 },
    ]);
  });

  it('read the form of 2024: a zone, and no decimals where the second is whole', async () => {
    const trace = await readText(azureLlm, SAMPLE_2024);
    expect(trace.problems).toEqual([]);
    expect(secondsOf(trace)).toEqual([0, 0.99007, 1.49007]);
    // An answer of 0 tokens is 0, not unknown.
    expect(trace.rows[1]?.outputTokens).toBe(0);
  });

  it('keep seven decimals over a week, as the nearest number to the decimals', async () => {
    const tick = fc.integer({ min: 0, max: WEEK_TICKS });
    const several = fc.array(tick, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(several, async (list) => {
        const ticks = list.toSorted((a, b) => a - b);
        const rows = ticks.map((each) => `${stampOf(each)},1,1`);
        const trace = await readText(azureLlm, `${HEADER}\n${rows.join('\n')}\n`);
        const first = ticks[0] ?? 0;
        expect(secondsOf(trace)).toEqual(ticks.map((each) => (each - first) / TICKS));
      }),
    );
  });

  it('find their columns by name, behind a byte order mark and among others', async () => {
    const text = `\uFEFFid,GeneratedTokens,TIMESTAMP,ContextTokens\n7,2,2023-11-16T00:00:00Z,3\n`;
    const trace = await readText(azureLlm, text);
    expect(trace.rows).toEqual([{ seconds: 0, model: null, inputTokens: 3, outputTokens: 2 }]);
  });

  it.each([
    ['a number', '5'],
    ['a day that is none', '2023-02-30 00:00:00'],
    ['an hour that is none', '2023-02-20 24:00:00'],
    ['a minute that is none', '2023-02-20 23:60:00'],
    ['ten decimals', '2023-02-20 23:00:00.1234567891'],
    ['nothing but a day', '2023-02-20'],
    ['NaN', 'NaN'],
  ])('refuse %s for a time', async (_, time) => {
    const { problems } = await readText(azureLlm, `${HEADER}\n${time},1,1\n`);
    expect(problems).toEqual([`t:2:1 TIMESTAMP: expected ${TIME}, got ${JSON.stringify(time)}`]);
  });

  it('say all that is wrong, each with its place', async () => {
    const text = `${HEADER}
2023-11-16 18:17:03,-1,1.5
2023-11-16 18:17:04,NaN,1
2023-11-16 18:17:03.5,1,
2023-11-16 18:1
`;
    const tokens = 'tokens: a whole number ≥ 0, ≤ 10000000';
    expect((await readText(azureLlm, text)).problems).toEqual([
      `t:2:21 ContextTokens: expected ${tokens}, got "-1"`,
      `t:2:24 GeneratedTokens: expected ${tokens}, got "1.5"`,
      `t:3:21 ContextTokens: expected ${tokens}, got "NaN"`,
      `t:4:25 GeneratedTokens: expected ${tokens}, got nothing`,
      't:4:1 TIMESTAMP: expected a time not before that of an earlier row, got "2023-11-16 18:17:03.5" (a trace is read in the order of time: sort the file first)',
      't:5:1: expected 3 cells, as in the header, got 1',
    ]);
  });

  it('refuse a column of another unit', async () => {
    const { problems } = await readText(
      azureLlm,
      'TIMESTAMP_ms,ContextTokens,GeneratedTokens\n1,1,1\n',
    );
    expect(problems).toEqual([
      't:1:1 TIMESTAMP: expected a column named TIMESTAMP, got columns "TIMESTAMP_ms", "ContextTokens", "GeneratedTokens" (TIMESTAMP_ms is in another unit: convert it)',
    ]);
  });

  it('refuse another encoding', async () => {
    const utf16 = async function* () {
      yield Buffer.from(`\uFEFF${SAMPLE_2023}`, 'utf16le');
    };
    expect((await readText(azureLlm, utf16())).problems).toEqual([
      't:1:1: expected text in UTF-8, got bytes that are not',
    ]);
  });

  it('give up on an endless line', async () => {
    let pieces = 0;
    const endless = async function* () {
      for (; pieces < 10_000; pieces++) yield Buffer.alloc(65_536, 'x');
    };
    const { problems } = await readText(azureLlm, endless());
    expect(problems).toEqual([
      't:1:1: expected a line of at most 65536 characters, got a longer one',
    ]);
    expect(pieces).toBeLessThan(5);
  });
});
