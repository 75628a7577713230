import { describe, expect, it } from 'vitest';
import { burstgpt } from '../../../src/interop/traces/burstgpt.js';
import { readText, secondsOf } from './read-trace.js';

const HEADER = 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type';
const V3 =
  'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type';

describe('BurstGPT', () => {
  it('counts time from its first row, without noise behind the decimals', async () => {
    const text = `${HEADER}
5,ChatGPT,472,18,490,Conversation log
5.1,GPT-4,1087,230,1317,API log
45,ChatGPT,0,3,3,Conversation log
`;
    const trace = await readText(burstgpt, text);
    expect(trace.problems).toEqual([]);
    expect(trace.columns).toEqual({ model: true, inputTokens: true, outputTokens: true });
    expect(trace.rows).toEqual([
      { seconds: 0, model: 'ChatGPT', inputTokens: 472, outputTokens: 18 },
      { seconds: 0.1, model: 'GPT-4', inputTokens: 1087, outputTokens: 230 },
      { seconds: 40, model: 'ChatGPT', inputTokens: 0, outputTokens: 3 },
    ]);
    expect(trace.dropped).toEqual([]);
    expect(trace.notes).toEqual([]);
  });

  it('is read by the names of columns, of which its third version has more', async () => {
    const text = `${V3}\n0,77,1.5,GPT-4,10,20,30,API log\n`;
    expect((await readText(burstgpt, text)).rows).toEqual([
      { seconds: 0, model: 'GPT-4', inputTokens: 10, outputTokens: 20 },
    ]);
  });

  it('leaves out what failed, and says how many, but counts time from it', async () => {
    const text = `${HEADER}
10,GPT-4,100,0,100,API log
12,GPT-4,100,5,105,API log
13,ChatGPT,9,0,9,API log
`;
    const trace = await readText(burstgpt, text);
    expect(secondsOf(trace)).toEqual([2]);
    expect(trace.dropped).toEqual([
      { count: 2, why: 'requests without an answer (Response tokens 0): they failed' },
    ]);
  });

  it('says once that totals are wrong, with their number', async () => {
    const rows = ['1,M,1,1,2,API log', '2,M,1,1,3,API log', '3,M,2,2,,API log', '4,M,1,1,9,x'];
    const trace = await readText(burstgpt, [HEADER, ...rows, ''].join('\n'));
    expect(trace.rows).toHaveLength(4);
    expect(trace.notes).toEqual([
      'Total tokens is not the sum of the other two in 2 rows, first in line 3: it is not used',
    ]);
  });

  it('is refused where it is not sorted, with the row', async () => {
    const text = `${HEADER}\n5,M,1,1,2,x\n4,M,1,1,2,x\n6,M,1,1,2,x\n`;
    expect((await readText(burstgpt, text)).problems).toEqual([
      't:3:1 Timestamp: expected a time not before that of an earlier row, got "4" (a trace is read in the order of time: sort the file first)',
    ]);
  });

  it.each([
    [
      '-5,M,1,1,2,x',
      't:2:1 Timestamp: expected seconds since the start of the trace: a number ≥ 0, got "-5"',
    ],
    [
      'NaN,M,1,1,2,x',
      't:2:1 Timestamp: expected seconds since the start of the trace: a number ≥ 0, got "NaN"',
    ],
    ['1,,1,1,2,x', 't:2:3 Model: expected a name, got nothing'],
    [
      '1,M,-1,1,2,x',
      't:2:5 Request tokens: expected tokens: a whole number ≥ 0, ≤ 10000000, got "-1"',
    ],
    ['1,M,1,1', 't:2:1: expected 6 cells, as in the header, got 4'],
  ])('refuses %s', async (row, problem) => {
    expect((await readText(burstgpt, `${HEADER}\n${row}\n`)).problems).toEqual([problem]);
  });
});
