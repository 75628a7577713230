import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/errors.js';
import { NOT_KNOWN } from '../../src/workload/trace/request-lengths.js';
import { readTrace, type TraceData, type TraceOptions } from '../../src/workload/trace.js';

const MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'];
const encoder = new TextEncoder();

const OPTIONS: TraceOptions = {
  file: 't.csv',
  columns: { time: 't_s', model: 'model' },
  models: MODELS,
};

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

function read(
  content: string | Uint8Array,
  options: Partial<TraceOptions> = {},
  chunkSize = 65_536,
): Promise<TraceData> {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  return readTrace(inChunks(bytes, chunkSize), { ...OPTIONS, ...options });
}

async function problems(
  content: string | Uint8Array,
  options: Partial<TraceOptions> = {},
): Promise<string[]> {
  return (await read(content, options)).issues.map(formatIssue);
}

describe('readTrace', () => {
  it.each([
    ['LF', 't_s,model\n0,gemma-7b\n1.5,llama3-8b\n'],
    ['CRLF', 't_s,model\r\n0,gemma-7b\r\n1.5,llama3-8b\r\n'],
    ['no last line end', 't_s,model\n0,gemma-7b\n1.5,llama3-8b'],
    ['a byte order mark', '\uFEFFt_s,model\n0,gemma-7b\n1.5,llama3-8b\n'],
    ['blank lines', 't_s,model\n\n0,gemma-7b\n1.5,llama3-8b\n\n\r\n'],
    ['quoted cells', '"t_s","model"\n"0","gemma-7b"\n1.5,"llama3-8b"\n'],
    ['spaces', ' t_s , model\n 0, gemma-7b \n1.5 ,llama3-8b\n'],
    ['other columns in another order', 'id,model,x,t_s\n7,gemma-7b,"a,b",0\n8,llama3-8b,,15e-1\n'],
    ['quoted line ends and quotes', 'note,t_s,model\n"a\nb""c",0,gemma-7b\n"",1.5,llama3-8b'],
  ])('reads %s', async (_, text) => {
    const trace = await read(text);
    expect(trace.issues).toEqual([]);
    expect([...trace.times]).toEqual([0, 1.5]);
    expect([...(trace.models ?? [])]).toEqual([1, 2]);
  });

  it('reads the same however the bytes are cut', async () => {
    const text = 'nöte,t_s,model\r\n"ü, ""é""\n",0.25,gemma-7b\r\nx,3,granite-7b\r\n';
    for (let size = 1; size < 12; size++) {
      const trace = await read(text, {}, size);
      expect(trace.issues).toEqual([]);
      expect([...trace.times, ...(trace.models ?? [])]).toEqual([0.25, 3, 1, 0]);
    }
  });

  it('returns every time that was written', async () => {
    const time = fc.double({ min: 0, max: 1e9, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 50 }), async (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const trace = await read(`t_s\n${sorted.join('\n')}\n`, {
          columns: { time: 't_s', model: null },
        });
        const times = Float64Array.from(sorted);
        expect(trace).toEqual({ times, models: null, lengths: null, issues: [] });
      }),
    );
  });

  it('keeps only its columns of a long trace', async () => {
    const rows = 50_000;
    async function* generate(): AsyncGenerator<Uint8Array> {
      yield encoder.encode('t_s,model,payload\n');
      for (let i = 0; i < rows; i++) yield encoder.encode(`${i / 8},${MODELS[i % 3]},xxxxxxxxx\n`);
    }
    const trace = await readTrace(generate(), OPTIONS);
    expect(trace.issues).toEqual([]);
    expect(trace.times.length).toBe(rows);
    expect(trace.times[rows - 1]).toBe((rows - 1) / 8);
    expect(trace.models?.[rows - 1]).toBe((rows - 1) % 3);
    expect(trace.times.buffer.byteLength).toBe(rows * 8);
  });

  it('needs no model column when none is asked for, or when it is optional', async () => {
    const columns = { time: 't_s', model: 'model' };
    const without = await read('t_s\n1\n', { columns: { ...columns, model: null } });
    const lacking = await read('t_s\n1\n', { columns: { ...columns, modelOptional: true } });
    const having = await read('t_s,model\n1,gemma-7b\n', {
      columns: { ...columns, modelOptional: true },
    });
    expect([without.models, lacking.models]).toEqual([null, null]);
    expect([...(having.models ?? [])]).toEqual([1]);
    expect([...without.issues, ...lacking.issues, ...having.issues]).toEqual([]);
  });

  it('reads the lengths it is asked for, where they are there', async () => {
    const columns = {
      ...OPTIONS.columns,
      inputTokens: { name: 'inputTokens', optional: true },
      outputTokens: { name: 'generated', optional: false },
    };
    const text = 't_s,model,generated\n0,gemma-7b,7\n1,gemma-7b,\n2,gemma-7b,0\n';
    const trace = await read(text, { columns });
    expect(trace.issues).toEqual([]);
    expect(trace.lengths).toEqual({ input: null, output: Int32Array.of(7, NOT_KNOWN, 0) });
    const lacking = await read('t_s,model,inputTokens\n0,gemma-7b,3\n', { columns });
    expect(lacking.issues.map(formatIssue)).toEqual([
      't.csv:1:1 generated: expected a column named generated, got columns "t_s", "model", "inputTokens"',
    ]);
    expect((await read(text)).lengths).toBeNull();
  });

  it('keeps the lengths of a long trace beside its times', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => `${row},gemma-7b,${row * 2}`);
    const columns = { ...OPTIONS.columns, inputTokens: { name: 'in', optional: true } };
    const { lengths } = await read(`t_s,model,in\n${rows.join('\n')}`, { columns });
    expect([...(lengths?.input ?? [])]).toEqual(rows.map((_, row) => row * 2));
  });

  it('finds columns by other names', async () => {
    const trace = await read('arrival,llm\n2,gemma-7b\n', {
      columns: { time: 'arrival', model: 'llm' },
    });
    expect([...trace.times, ...(trace.models ?? [])]).toEqual([2, 1]);
  });
});

const SECONDS = 'seconds since the start of the trace, a number ≥ 0';
const ONE_OF = 'one of the models granite-7b, gemma-7b, llama3-8b';

const TOKENS = 'tokens, a whole number from 0 to 10000000, or nothing';

describe('a trace with wrong lengths', () => {
  it.each([
    ['-1', '"-1"'],
    ['1.5', '"1.5"'],
    ['NaN', '"NaN"'],
    ['1e9', '"1e9"'],
    ['0x10', '"0x10"'],
    ['many', '"many"'],
  ])('refuses %s', async (cell, got) => {
    const columns = { ...OPTIONS.columns, inputTokens: { name: 'in', optional: true } };
    expect(await problems(`in,t_s,model\n${cell},1,gemma-7b\n`, { columns })).toEqual([
      `t.csv:2:1 in: expected ${TOKENS}, got ${got}`,
    ]);
  });

  it('refuses a row that ends before its lengths', async () => {
    const columns = { ...OPTIONS.columns, inputTokens: { name: 'in', optional: true } };
    expect(await problems('t_s,model,in\n1,gemma-7b\n', { columns })).toEqual([
      `t.csv:2:3 in: expected ${TOKENS}, got no cell`,
    ]);
  });
});

describe('a trace with problems', () => {
  it.each([
    ['words', 't_s,model\nsoon,gemma-7b\n', `t.csv:2:1 t_s: expected ${SECONDS}, got "soon"`],
    ['NaN', 't_s,model\nNaN,gemma-7b\n', `t.csv:2:1 t_s: expected ${SECONDS}, got "NaN"`],
    [
      'Infinity',
      't_s,model\nInfinity,gemma-7b\n',
      `t.csv:2:1 t_s: expected ${SECONDS}, got "Infinity"`,
    ],
    ['hexadecimal', 't_s,model\n0x10,gemma-7b\n', `t.csv:2:1 t_s: expected ${SECONDS}, got "0x10"`],
    ['overflow', 't_s,model\n1e999,gemma-7b\n', `t.csv:2:1 t_s: expected ${SECONDS}, got "1e999"`],
    ['a negative time', 't_s,model\n-3,gemma-7b\n', `t.csv:2:1 t_s: expected ${SECONDS}, got "-3"`],
    [
      'an empty cell',
      'model,t_s\ngemma-7b, \n',
      `t.csv:2:10 t_s: expected ${SECONDS}, got nothing`,
    ],
    [
      'a date',
      't_s,model\n2024-10-01 12:00,gemma-7b\n',
      `t.csv:2:1 t_s: expected ${SECONDS}, got "2024-10-01 12:00" (a date is not a number of seconds)`,
    ],
    [
      'an unknown model',
      't_s,model\n1,gema-7b\n',
      `t.csv:2:3 model: expected ${ONE_OF}, got "gema-7b" (did you mean "gemma-7b"?)`,
    ],
    ['a model far from any', 't_s,model\n1,z\n', `t.csv:2:3 model: expected ${ONE_OF}, got "z"`],
    ['a missing cell', 't_s,model\n1\n', `t.csv:2:1 model: expected ${ONE_OF}, got nothing`],
    [
      'an unsorted row',
      't_s,model\n3.5,gemma-7b\n2,gemma-7b\n2.5,gemma-7b\n',
      't.csv:3:1 t_s: expected t_s ≥ 3.5 (the row before), got 2',
    ],
    [
      'a problem after quoted line ends',
      'note,t_s,model\n"a\nb",1,gemma-7b\nx,y,gemma-7b\n',
      `t.csv:4:3 t_s: expected ${SECONDS}, got "y"`,
    ],
    [
      'nothing in it',
      '',
      't.csv:1:1: expected a header line that names the columns, got an empty file',
    ],
    ['only a header', 't_s,model\n', 't.csv:2:1: expected at least one request, got none'],
    [
      'only blank lines',
      '\n\n',
      't.csv:1:1: expected a header line that names the columns, got an empty file',
    ],
    [
      'a misspelt column',
      'ts,model\n1,gemma-7b\n',
      't.csv:1:1 t_s: expected a column named t_s, got columns "ts", "model" (did you mean "ts"? Columns can be named in the scenario)',
    ],
    [
      'times in another unit',
      't_ms,model\n1,gemma-7b\n',
      't.csv:1:1 t_s: expected a column named t_s, got columns "t_ms", "model" (t_ms is not in seconds: convert it)',
    ],
    [
      'no header',
      '0.5,gemma-7b\n',
      't.csv:1:1 t_s: expected a column named t_s, got columns "0.5", "gemma-7b" (the first line must name the columns)',
    ],
    [
      'a column twice',
      't_s,model,t_s\n1,gemma-7b,1\n',
      't.csv:1:11 t_s: expected one column named t_s, got a second one',
    ],
    [
      'an unclosed quote',
      't_s,model\n1,"gemma-7b\n2,gemma-7b\n',
      't.csv:2:1: expected a second quotation mark, got none that closes the quoted cell',
    ],
    [
      'a line of 100,000 characters',
      `t_s,model\n1,gemma-7b\n${'x'.repeat(100_000)}\n`,
      't.csv:3:1: expected a line of at most 65536 characters, got a longer one',
    ],
  ])('%s: says what and where', async (_, text, message) => {
    const found = await problems(text);
    expect(found[0]).toBe(message);
    expect(found.length).toBeLessThanOrEqual(2);
  });

  it('says where bytes are not UTF-8', async () => {
    const bytes = encoder.encode('t_s,model\n1,gemma-7b\n2,gemm_-7b\n');
    bytes[27] = 0xff;
    const message = 't.csv:3:7: expected text in UTF-8, got bytes that are not';
    expect(await problems(bytes)).toEqual([message]);
    const cut = (await read(bytes, {}, 3)).issues.map(formatIssue);
    expect(cut).toEqual([message]);
    const truncated = bytes.slice(0, 27);
    truncated[26] = 0xc3;
    expect((await problems(truncated))[0]).toContain('expected text in UTF-8');
  });

  it('recognises compressed bytes', async () => {
    const found = await problems(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('let its name end in .gz');
  });

  it('reports every row, up to a limit, and counts the rest', async () => {
    const text = `t_s,model\n${'x,y\n'.repeat(30)}`;
    const found = await problems(text);
    expect(found).toHaveLength(21);
    expect(found[19]).toContain('t.csv:11:3 model');
    expect(found[20]).toBe('t.csv:12:1: expected no further problems, got … and 40 more');
  });

  it('stops reading what cannot become a trace', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield encoder.encode('t_s,model\n"');
      for (;;) {
        pieces++;
        yield encoder.encode('1,gemma-7b\n'.repeat(1000));
      }
    }
    const trace = await readTrace(endless(), OPTIONS);
    expect(trace.issues.map(formatIssue)[0]).toContain(
      't.csv:2:1: expected a second quotation mark',
    );
    expect(pieces).toBeLessThan(10);
  });

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, size) => {
          const trace = await read(bytes, {}, size);
          const sorted = trace.times.every((time, i) => time >= (trace.times[i - 1] ?? 0));
          expect(trace.issues.length > 0 || (sorted && trace.times.length > 0)).toBe(true);
        },
      ),
    );
  });

  it('never throws on a trace with a few wrong characters', async () => {
    const text = 't_s,model,"x"\n0,gemma-7b,"a"\n1.5,llama3-8b,"b,\n"\n2,granite-7b,c\n';
    const edits = fc.array(
      fc.tuple(
        fc.nat(text.length - 1),
        fc.constantFrom('"', ',', '\n', '\r', 'x', '0', '-', '\uFFFD'),
      ),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const characters = [...text];
        for (const [position, character] of changes) characters[position] = character;
        const trace = await read(characters.join(''));
        const sorted = trace.times.every((time, i) => time >= (trace.times[i - 1] ?? 0));
        expect(trace.issues.length > 0 || (sorted && trace.times.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('passes on the errors of its source', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it can.
    async function* failing(): AsyncGenerator<Uint8Array> {
      throw new Error('disk on fire');
    }
    await expect(readTrace(failing(), OPTIONS)).rejects.toThrow('disk on fire');
  });
});
