import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();
const TRACES = [process.env['SEALSIM_DATA'], join(import.meta.dirname, '../../../shared/data')]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'traces'))
  .find((folder) => existsSync(folder));

const BURST = `Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
5,ChatGPT,400,18,418,Conversation log
6,GPT-4,1000,200,1200,API log
7,GPT-4,1000,0,1000,API log
9,ChatGPT,100,7,107,Conversation log
`;
const AZURE = `TIMESTAMP,ContextTokens,GeneratedTokens\r
2023-11-16 18:17:03.9799600,4808,10\r
2023-11-16 18:17:04.0319600,3180,8\r
`;

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  return at(name);
}

describe('import of a trace', () => {
  it('writes what the simulator replays, and says what it holds and what was dropped', async () => {
    const burst = file('burst.csv', BURST);
    const { code, out, err } = await sealsim(
      ...['import', 'burstgpt', burst, '--model', 'GPT-4=large', '--out', at('b.csv')],
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      `burstgpt ${burst}`,
      'requests 3 in 4 s: 0.75 a second',
      'prompts: mean 500 tokens, median 400',
      'answers: mean 75 tokens, median 18',
      'models: ChatGPT 2, GPT-4 1',
      'dropped: 1 requests without an answer (Response tokens 0): they failed',
      `Wrote ${at('b.csv')}`,
      '',
    ]);
    expect(readFileSync(at('b.csv'), 'utf8')).toBe(
      't_s,model,inputTokens,outputTokens\n0,ChatGPT,400,18\n1,large,1000,200\n4,ChatGPT,100,7\n',
    );
  });

  it('is replayed with its lengths in the records', async () => {
    const azure = file('azure.csv', AZURE);
    await sealsim('import', 'azure-llm', azure, '--model', 'tiny', '--out', at('a.csv.gz'));
    const arrivals = 'arrivals: { process: trace, file: a.csv.gz }';
    const scenario = SMALL_SCENARIO.replace('arrivals: { process: poisson, rate: 2 }', arrivals);
    const run = ['run', file('s.yaml', scenario), '--out', at('run')];
    expect(await sealsim(...run)).toMatchObject({ code: 0 });
    const [header = '', ...rows] = readFileSync(at('run', 'requests.csv'), 'utf8').split('\n');
    expect(header.endsWith(',on_time,input_tokens,output_tokens')).toBe(true);
    expect(rows.map((row) => row.split(',').slice(-2))).toEqual([
      ['4808', '10'],
      ['3180', '8'],
      [''],
    ]);
  });

  it('takes a part of the trace, from its own beginning', async () => {
    const burst = file('part.csv', BURST);
    const options = ['--from', '0.5', '--to', '4', '--json', '--out', at('part.csv.gz')];
    const { code, out, err } = await sealsim('import', 'burstgpt', burst, ...options);
    expect({ code, err }).toEqual({ code: 0, err: `Wrote ${at('part.csv.gz')}\n` });
    expect(JSON.parse(out)).toMatchObject({
      format: 'burstgpt',
      requests: 1,
      requestsPerSecond: null,
      models: { 'GPT-4': 1 },
      inputTokens: { count: 1, mean: 1000, median: 1000 },
      leftOut: { before: 1, after: 1 },
      dropped: [{ count: 1 }],
    });
    expect(gunzipSync(readFileSync(at('part.csv.gz'))).toString()).toContain('\n0.5,GPT-4,');
  });

  it('says that the file may have been cut off where its last line does not end', async () => {
    const cut = file('cut.csv', AZURE.slice(0, -2));
    const line = ['import', 'azure-llm', cut, '--out', at('cut-out.csv')];
    const { code, out } = await sealsim(...line);
    expect(code).toBe(0);
    expect(out).toContain('note: the last line has no line end: if the file was cut off');
    const shorter = file('shorter.csv', AZURE.slice(0, -5));
    expect(await sealsim('import', 'azure-llm', shorter, '--out', at('none.csv'))).toMatchObject({
      code: 2,
      err: `${shorter}:3:1: expected 3 cells, as in the header, got 2\n`,
    });
  });

  it('replaces a file only by force, and never what it reads', async () => {
    const burst = file('kept.csv', BURST);
    const old = file('old.csv', 'old');
    const line = ['import', 'burstgpt', burst, '--out'];
    expect(await sealsim(...line, old)).toMatchObject({ code: 2 });
    expect(readFileSync(old, 'utf8')).toBe('old');
    expect(await sealsim(...line, burst, '--force')).toEqual({
      code: 2,
      out: '',
      err: `--out: expected a file that is not read, got ${burst}, which is the input\n`,
    });
    expect(await sealsim(...line, old, '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(old, 'utf8')).toContain('t_s,model');
  });

  it.each([
    [
      ['--model', 'GPT4=large'],
      '--model: expected a model of the trace (ChatGPT, GPT-4), got GPT4 (did you mean "GPT-4"?)',
    ],
    [['--model', '=large'], '--model: expected name=model, or a model, got "=large"'],
    [
      ['--model', 'a', '--model', 'b=c'],
      '--model: expected a model alone, without other --model, got "a"',
    ],
    [['--model', 'a=b', '--model', 'a=c'], '--model: expected one model for a, got "a=c"'],
    [['--from', 'noon'], '--from: expected seconds since the trace began, ≥ 0, got "noon"'],
    [['--from', '5', '--to', '5'], '--to: expected seconds > 5 (--from), got 5'],
    [['--from', '50'], '--from, --to: expected a part of the trace with requests, got one without'],
    [['--against', 'x'], '--against: expected logs to compare with tables, got a trace and x'],
  ])('refuses %j, and writes nothing', async (options, problem) => {
    const burst = file('refused.csv', BURST);
    const line = ['import', 'burstgpt', burst, '--out', at('nothing.csv'), ...options];
    expect(await sealsim(...line)).toEqual({ code: 2, out: '', err: `${problem}\n` });
    expect(readdirSync(at()).filter((name) => /nothing|^\.sealsim/.test(name))).toEqual([]);
  });

  it('refuses a renaming of models that the trace does not name', async () => {
    const line = ['import', 'azure-llm', file('unnamed.csv', AZURE), '--model', 'a=b'];
    expect((await sealsim(...line, '--out', at('nothing.csv'))).err).toBe(
      '--model: expected a model alone, as the trace names none, got a\n',
    );
  });

  it.each([
    ['an empty file', '', '1:1: expected a header line that names the columns, got an empty file'],
    ['a header alone', BURST.split('\n')[0] ?? '', '1:1: expected at least one request, got none'],
    [
      'compressed bytes under another name',
      Uint8Array.of(31, 139, 8, 0, 255),
      '1:2: expected text in UTF-8, got bytes that are not',
    ],
  ])('refuses %s', async (_, content, problem) => {
    const broken = file('broken.csv', content);
    const line = ['import', 'burstgpt', broken, '--out', at('nothing.csv')];
    expect(await sealsim(...line)).toEqual({
      code: 2,
      out: '',
      err: `${broken}:${problem}\n`,
    });
    expect(existsSync(at('nothing.csv'))).toBe(false);
  });

  it('refuses a folder, and a file that is not there', async () => {
    mkdirSync(at('folder'));
    const folder = await sealsim('import', 'trace', at('folder'), '--out', at('nothing.csv'));
    expect(folder.err).toBe(`${at('folder')}:1:1: expected a readable file, got a folder\n`);
    const missing = await sealsim('import', 'trace', at('gone'), '--out', at('nothing.csv'));
    expect(missing.err).toBe(`${at('gone')}:1:1: expected a readable file, got no such file\n`);
  });
});

describe.skipIf(TRACES === undefined)('real traces (skipped where they are not at hand)', () => {
  async function imported(format: string, name: string) {
    const path = join(TRACES ?? '', name);
    const line = ['import', format, path, '--out', at(`${format}.csv`), '--json'];
    const { code, out } = await sealsim(...line);
    expect(code).toBe(0);
    return JSON.parse(out);
  }

  it("holds Azure's code trace of 2023 as its publishers describe it", async () => {
    const { requests, requestsPerSecond, inputTokens, outputTokens } = await imported(
      'azure-llm',
      'azure_llm_2023_code.csv',
    );
    expect(requests).toBe(8819);
    expect(requestsPerSecond).toBeCloseTo(2.57, 2);
    expect([Math.round(inputTokens.mean), inputTokens.median]).toEqual([2048, 1469]);
    expect([Math.round(outputTokens.mean), outputTokens.median]).toEqual([28, 13]);
    const text = readFileSync(at('azure-llm.csv'), 'utf8').trimEnd().split('\n');
    expect(text.at(-1)).toBe('3435.948056,549,173');
  });

  it("holds the head of Mooncake's conversations", async () => {
    const trace = await imported('mooncake', 'mooncake_fast25_conversation_head.jsonl');
    expect(trace).toMatchObject({ requests: 3486, spanSeconds: 1151.999 });
    expect(trace.prefixReuse).toBeGreaterThan(0.3);
    expect(trace.prefixReuse).toBeLessThan(0.366);
  });
});
