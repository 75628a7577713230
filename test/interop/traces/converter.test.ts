import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRACE_FORMATS } from '../../../src/cli/choices.js';
import { type Conversion, TraceConverter } from '../../../src/interop/traces/converter.js';
import type { KnownColumns, TraceRow } from '../../../src/interop/traces/format.js';
import { plainTrace } from '../../../src/interop/traces/plain.js';
import { TRACE_READERS } from '../../../src/interop/traces/registry.js';
import { readTrace } from '../../../src/workload/trace.js';
import { bytesOf } from '../bytes.js';
import { readText } from './read-trace.js';

const ALL: Conversion = {
  names: { all: null, renamed: new Map() },
  from: 0,
  to: Number.POSITIVE_INFINITY,
};
const MODELS = ['GPT-4', 'a, "b"', '=sum', 'é', 'constructor', '__proto__', '7'];

/** What was written, and the converter that wrote it. */
function convert(
  columns: KnownColumns,
  rows: readonly TraceRow[],
  conversion: Partial<Conversion> = {},
) {
  let text = '';
  const converter = new TraceConverter({ ...ALL, ...conversion }, (piece) => {
    text += piece;
  });
  converter.begin(columns);
  for (const row of rows) converter.row(row);
  converter.finish();
  return { text, converter };
}

const EVERY: KnownColumns = { model: true, inputTokens: true, outputTokens: true };

function row(seconds: number, parts: Partial<TraceRow> = {}): TraceRow {
  return { seconds, model: 'm', inputTokens: 1, outputTokens: 1, ...parts };
}

const columnsOf = fc.record({
  model: fc.boolean(),
  inputTokens: fc.boolean(),
  outputTokens: fc.boolean(),
});

/** Rows in order, with what the columns say they have. */
const traces = columnsOf.chain((columns) => {
  const length = (known: boolean) => (known ? fc.option(fc.nat(10_000_000)) : fc.constant(null));
  const one = fc.record({
    seconds: fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
    model: columns.model ? fc.constantFrom(...MODELS) : fc.constant(null),
    inputTokens: length(columns.inputTokens),
    outputTokens: length(columns.outputTokens),
  });
  const rows = fc
    .array(one, { minLength: 1, maxLength: 30 })
    .map((list) => list.toSorted((a, b) => a.seconds - b.seconds));
  return fc.record({ columns: fc.constant(columns), rows });
});

describe('the registry of traces', () => {
  it('has the formats that the command line names', () => {
    expect(TRACE_READERS.map(({ name }) => name).toSorted()).toEqual([...TRACE_FORMATS].toSorted());
  });
});

describe('a trace that was converted', () => {
  it('reads back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(traces, async ({ columns, rows }) => {
        const { text } = convert(columns, rows);
        const back = await readText(plainTrace, text);
        expect(back.problems).toEqual([]);
        expect(back).toMatchObject({ columns, rows });
        expect(convert(columns, back.rows).text).toBe(text);
      }),
    );
  });

  it('is what the simulator replays', async () => {
    await fc.assert(
      fc.asyncProperty(traces, async ({ columns, rows }) => {
        const { text } = convert(columns, rows);
        const trace = await readTrace(bytesOf(text, 50), {
          file: 't',
          columns: {
            time: 't_s',
            model: 'model',
            modelOptional: true,
            inputTokens: { name: 'inputTokens', optional: true },
            outputTokens: { name: 'outputTokens', optional: true },
          },
          models: MODELS,
        });
        expect(trace.issues).toEqual([]);
        expect([...trace.times]).toEqual(rows.map(({ seconds }) => seconds));
        const names = trace.models && Array.from(trace.models, (model) => MODELS[model]);
        expect(names).toEqual(columns.model ? rows.map(({ model }) => model) : null);
        const input = trace.lengths?.input ?? null;
        expect(input && [...input]).toEqual(
          columns.inputTokens ? rows.map(({ inputTokens }) => inputTokens ?? -1) : null,
        );
      }),
    );
  });

  it('has the part from one time to another, counted from its beginning', () => {
    const rows = [0, 1, 2.3, 4.1, 5].map((seconds) => row(seconds));
    const { text, converter } = convert(EVERY, rows, { from: 2, to: 5 });
    expect(text).toBe('t_s,model,inputTokens,outputTokens\n0.3,m,1,1\n2.1,m,1,1\n');
    expect(converter).toMatchObject({ read: 5, written: 2, leftOut: { before: 2, after: 1 } });
    expect(converter.spanSeconds).toBeCloseTo(1.8, 12);
  });

  it('has the names that the simulation is to use', () => {
    const rows = [row(0, { model: 'GPT-4' }), row(1, { model: 'ChatGPT' })];
    const renamed = new Map([['GPT-4', 'large']]);
    const some = convert(EVERY, rows, { names: { all: null, renamed } });
    expect(some.text.split('\n').slice(1, -1)).toEqual(['0,large,1,1', '1,ChatGPT,1,1']);
    const one = convert(EVERY, rows, { names: { all: 'a,b', renamed: new Map() } });
    expect(one.text.split('\n').slice(1, -1)).toEqual(['0,"a,b",1,1', '1,"a,b",1,1']);
    expect([...one.converter.models]).toEqual([
      ['GPT-4', 1],
      ['ChatGPT', 1],
    ]);
    const none = { model: false, inputTokens: false, outputTokens: false };
    const bare = [row(0, { model: null, inputTokens: null, outputTokens: null })];
    const named = convert(none, bare, { names: { all: 'x', renamed: new Map() } });
    expect(named.text).toBe('t_s,model\n0,x\n');
  });

  it('keeps unknown apart from 0', () => {
    const rows = [row(0, { inputTokens: null }), row(1, { inputTokens: 0 })];
    const { text, converter } = convert(EVERY, rows);
    expect(text).toBe('t_s,model,inputTokens,outputTokens\n0,m,,1\n1,m,0,1\n');
    expect(converter.inputTokens).toMatchObject({ count: 1, mean: 0, median: 0 });
  });

  it('has exact medians of lengths, however long they are', () => {
    const lengths = fc.array(fc.oneof(fc.nat(20), fc.nat(100_000)), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(lengths, (list) => {
        const rows = list.map((outputTokens, at) => row(at, { outputTokens }));
        const { outputTokens } = convert(EVERY, rows).converter;
        const sorted = list.toSorted((a, b) => a - b);
        const half = (sorted.length - 1) / 2;
        const middle = [sorted[Math.floor(half)] ?? 0, sorted[Math.ceil(half)] ?? 0];
        expect(outputTokens.median).toBe(((middle[0] ?? 0) + (middle[1] ?? 0)) / 2);
        expect(outputTokens.mean).toBeCloseTo(list.reduce((a, b) => a + b, 0) / list.length, 6);
      }),
    );
  });

  it('does not take more models than a scenario may have', () => {
    const rows = Array.from({ length: 65_536 }, (_, at) => row(at, { model: `m${at}` }));
    expect(convert(EVERY, rows.slice(1)).converter.hasTooManyModels).toBe(false);
    expect(convert(EVERY, rows).converter.hasTooManyModels).toBe(true);
  });
});

describe('a plain trace', () => {
  it('keeps its times: they count from the start of the simulation', async () => {
    const { rows, columns } = await readText(plainTrace, 't_s\n2.5\n3\n');
    expect(columns).toEqual({ model: false, inputTokens: false, outputTokens: false });
    expect(rows.map(({ seconds }) => seconds)).toEqual([2.5, 3]);
  });

  it.each([
    ['t_s,model\n1,\n', 't:2:3 model: expected a name, got nothing'],
    [
      't_s\n2\n1\n',
      't:3:1 t_s: expected a time not before that of an earlier row, got "1" (a trace is read in the order of time: sort the file first)',
    ],
    [
      't_ms\n2\n',
      't:1:1 t_s: expected a column named t_s, got columns "t_ms" (t_ms is in another unit: convert it)',
    ],
    ['', 't:1:1: expected a header line that names the columns, got an empty file'],
  ])('refuses %j', async (text, problem) => {
    expect((await readText(plainTrace, text)).problems).toEqual([problem]);
  });
});
