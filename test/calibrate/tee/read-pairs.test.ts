import { describe, expect, it } from 'vitest';
import { readPairs } from '../../../src/calibrate/tee/read-pairs.js';
import { formatIssue } from '../../../src/errors.js';

async function read(text: string) {
  const bytes = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  const { runs, issues } = await readPairs({ file: 'pairs.csv', bytes });
  return { runs, issues: issues.map(formatIssue) };
}

describe('a table of pairs', () => {
  it.each(['off,cc', 'tee_off,tee_on', 'noncc,cc', 'cc_off,cc_on', 'off,on'])(
    'is read by the names of its columns: %s, in any order',
    async (ends) => {
      const [off, cc] = ends.split(',');
      const { runs, issues } = await read(
        `note,output_tok_s_${cc},concurrency,output_tok_s_${off}\nx,80,4,100\n`,
      );
      expect(issues).toEqual([]);
      expect(runs.map(({ mode, values }) => [mode, values.outputTokensPerSecond])).toEqual([
        ['off', 100],
        ['cc', 80],
      ]);
      expect(runs[0]?.setting.concurrency).toBe(4);
      expect(runs[0]?.pair).toBe(runs[1]?.pair);
    },
  );

  it('has times in the unit of their names, lengths and a model', async () => {
    const { runs } = await read(
      '\uFEFFmodel,concurrency,input_tokens,output_tokens,output_throughput_off,output_throughput_cc,ttft_ms_off,ttft_ms_cc,e2e_s_off,e2e_s_cc\r\nllama,1,128,,100,90,250,300,2,2.5\r\n',
    );
    expect(runs[1]?.values).toMatchObject({ ttftSeconds: 0.3, e2eSeconds: 2.5, itlSeconds: null });
    expect(runs[1]?.setting).toMatchObject({
      model: 'llama',
      inputTokens: 128,
      outputTokens: null,
    });
  });

  it('leaves out what was not measured: it is not 0', async () => {
    const { runs, issues } = await read('concurrency,output_tok_s_off,output_tok_s_cc\n1,100,\n');
    expect(issues).toEqual([]);
    expect(runs.map(({ values }) => values.outputTokensPerSecond)).toEqual([100, null]);
  });

  it('is refused with every problem of it, each with its place', async () => {
    const { issues } = await read(
      'concurrency,output_tok_s_off,output_tok_s_cc\n0,100,90\n2,x,90\n4,100,0\n8,NaN,-1\n',
    );
    expect(issues).toEqual([
      'pairs.csv:2:1 concurrency: expected requests: a whole number ≥ 1, got "0"',
      expect.stringContaining('pairs.csv:3:3 output_tok_s_off: expected tokens/s'),
      expect.stringContaining('pairs.csv:4:7 output_tok_s_cc: expected tokens/s'),
      expect.stringContaining('pairs.csv:5:3 output_tok_s_off: expected tokens/s'),
      expect.stringContaining('pairs.csv:5:7 output_tok_s_cc: expected tokens/s'),
    ]);
  });

  it.each([
    ['no throughput of one mode', 'concurrency,output_tok_s_off\n1,2\n', 'output_tok_s_cc'],
    [
      'two columns of a kind',
      'concurrency,output_tok_s_off,output_tok_s_noncc,output_tok_s_cc\n1,2,2,1\n',
      'got output_tok_s_off and output_tok_s_noncc',
    ],
    ['no concurrency', 'output_tok_s_off,output_tok_s_cc\n1,2\n', 'a column named concurrency'],
    ['no rows', 'concurrency,output_tok_s_off,output_tok_s_cc\n', 'a row for each pair'],
    ['nothing', '', 'an empty file'],
  ])('with %s is none', async (_, text, expected) => {
    const { issues } = await read(text);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(expected);
  });
});
