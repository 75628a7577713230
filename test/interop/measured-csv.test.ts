import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredData } from '../../src/interop/measured.js';
import { measuredCsvFile } from '../../src/interop/measured-csv/columns.js';
import { type MeasuredCsvInput, readMeasuredCsv } from '../../src/interop/measured-csv/read.js';
import { writeMeasuredCsv } from '../../src/interop/measured-csv/write.js';
import { inputFile, problemsOf } from './bytes.js';
import { measuredData } from './measured-arbitrary.js';

const RUNS = 'id,tee_mode,strategy,pattern,nominal_rate,sla_s,duration_s,started_at\n';
const RUN = 'a,cc,BestBatch,gamma,4,60,1200,20241003_215641\n';
const BATCHES = 'run,batch,model,size,started_s,loaded_s,inference_s,written_s,trigger\n';
const BATCH = 'a,1,m,2,1,3,2.5,5.6,size\n';
const REQUESTS = 'run,arrival_s,model,batch,latency_s\n';
const REQUEST = 'a,0,m,1,5.5\n';

function tables(texts: { runs?: string; batches?: string; requests?: string; models?: string }) {
  const { runs = RUNS + RUN, batches = BATCHES + BATCH, requests = REQUESTS + REQUEST } = texts;
  return {
    runs: inputFile('runs.csv', runs),
    batches: inputFile('batches.csv', batches),
    requests: inputFile('requests.csv', requests),
    ...(texts.models !== undefined && { models: inputFile('models.csv', texts.models) }),
  };
}

function written(data: MeasuredData): MeasuredCsvInput {
  const files = writeMeasuredCsv(data).map(({ table, name, text }) => [
    table,
    inputFile(name, [...text].join('')),
  ]);
  return Object.fromEntries(files);
}

describe('the neutral CSV form', () => {
  it('reads back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(measuredData, async (data) => {
        expect(await readMeasuredCsv(written(data))).toEqual(data);
      }),
      { seed: 20_250_402, numRuns: 150 },
    );
  });

  it('reads a folder that others wrote, without a table of models', async () => {
    const { models, runs } = await readMeasuredCsv(tables({}));
    expect(models).toEqual(['m']);
    expect(runs[0]?.batches[0]).toEqual({
      model: 0,
      size: 2,
      startedAt: 1,
      loadedAt: 3,
      inferenceSeconds: 2.5,
      writtenAt: 5.6,
      trigger: 'size',
    });
    expect(runs[0]?.requests.latencies).toEqual(Float64Array.of(5.5));
    expect(runs[0]).not.toHaveProperty('unfinishedSwaps');
  });

  it('finds the file of a table, compressed or not', () => {
    expect(measuredCsvFile(['x', 'runs.csv.gz'], 'runs')).toBe('runs.csv.gz');
    expect(measuredCsvFile(['runs.csv.gz', 'runs.csv'], 'runs')).toBe('runs.csv');
    expect(measuredCsvFile(['run.csv'], 'runs')).toBeUndefined();
  });
});

describe('problems in the neutral CSV form', () => {
  it('names every one of them, in all files, with its place', async () => {
    const problems = await problemsOf(
      readMeasuredCsv(
        tables({
          runs: `${RUNS}a,on,BestBatch,gamma,0,60,1200,2024\n`,
          batches: `${BATCHES + BATCH}a,3,m,0,0.5,0.4,x,9,size\n`,
          requests: `${REQUESTS + REQUEST}b,1,m,,\na,2,m,7,1\na,1,m,1,\n`,
        }),
      ),
    );
    expect(problems).toEqual([
      'runs.csv:2:3 tee_mode: expected one of off, cc, got "on"',
      'runs.csv:2:22 nominal_rate: expected requests per second: a number > 0, got "0"',
      'runs.csv:2:32 started_at: expected YYYYMMDD_HHMMSS, got "2024"',
      'batches.csv:3:7 size: expected requests: a whole number ≥ 1, ≤ 1000000, got "0"',
      'batches.csv:3:17 inference_s: expected seconds: a number > 0, got "x"',
      'batches.csv:3:9 started_s: expected ≥ 1 (started_s of the batch before), got "0.5"',
      'batches.csv:3:9 started_s: expected ≥ 5.59 (written_s of the batch before), got "0.5"',
      'batches.csv:3:13 loaded_s: expected ≥ 0.5 (started_s), got "0.4"',
      'requests.csv:3:1 run: expected the id of a run of the table of runs, got "b"',
      'requests.csv:4:7 batch: expected a batch of the run, 1 to 2, got "7"',
      'requests.csv:5:3 arrival_s: expected ≥ 2 (arrival_s of the request before), got "1"',
      'requests.csv:5:9 latency_s: expected a latency if there is a batch, and none if there is none, got nothing',
    ]);
  });

  it.each([
    ['a repeated run', { runs: RUNS + RUN + RUN }, 'runs.csv:3:1 id: expected each run once'],
    ['a missing column', { batches: 'run,batch\n' }, 'batches.csv:1:1 model: expected a column'],
    ['a short row', { requests: `${REQUESTS}a,0\n` }, 'requests.csv:2:1: expected 5 cells'],
    ['an empty file', { runs: '' }, 'runs.csv:1:1: expected a header line'],
    ['a gap in the batches', { batches: `${BATCHES}a,2,m,1,1,,1,3,size\n` }, 'here 1, got "2"'],
    ['a size beyond reason', { batches: `${BATCHES}a,1,m,1e9,1,3,2.5,5.6,size\n` }, '≤ 1000000'],
    [
      'results before the end of inference',
      { batches: `${BATCHES}a,1,m,2,1,3,2.5,5.4,size\n` },
      'batches.csv:2:17 written_s: expected ≥ 5.49 (the end of its inference), got "5.4"',
    ],
    [
      'two batches at once',
      { batches: `${BATCHES + BATCH}a,2,m,2,5.5,,1,9,size\n` },
      'batches.csv:3:9 started_s: expected ≥ 5.59 (written_s of the batch before), got "5.5"',
    ],
    [
      'a batch long after the run',
      { runs: RUNS + RUN.replace('1200', '120'), batches: `${BATCHES}a,1,m,2,1180,,1,1182,size\n` },
      'batches.csv:2:9 started_s: expected ≤ 840 (the longest drain), got "1180"',
    ],
    [
      'an arrival long after the run',
      { requests: `${REQUESTS}a,1261,m,,\n` },
      'requests.csv:2:3 arrival_s: expected ≤ 1260 (soon after the clients stopped), got "1261"',
    ],
    [
      'a latency that ends after its batch',
      { requests: `${REQUESTS}a,0,m,1,5.7\n` },
      'latency_s: expected a completion while batch 1 was served, 1 to 5.6 s, got "5.7"',
    ],
    [
      'a latency that ends before its batch',
      { requests: `${REQUESTS}a,0,m,1,0.5\n` },
      'latency_s: expected a completion while batch 1 was served, 1 to 5.6 s, got "0.5"',
    ],
    [
      'batches without any request',
      { requests: REQUESTS },
      'requests.csv:1:1: expected requests of run a, which has 1 batches, got none',
    ],
    ['another model', { requests: `${REQUESTS}a,0,n,1,5\n` }, 'expected the model of batch 1'],
    ['a model not listed', { models: 'model\nn\n' }, 'batches.csv:2:5 model: expected one of n'],
    ['hexadecimal', { requests: `${REQUESTS}a,0x1,m,1,5\n` }, 'got "0x1"'],
    ['an open quote', { runs: `${RUNS}"a,cc` }, 'runs.csv:2:1: expected a second quotation mark'],
    [
      'more requests than the size',
      { requests: REQUESTS + REQUEST.repeat(3) },
      'batches.csv:2:1 size: expected no less than the requests that name the batch, 3, got 2',
    ],
  ])('refuses %s', async (_, texts, expected) => {
    const problems = await problemsOf(readMeasuredCsv(tables(texts)));
    expect(problems[0]).toContain(expected);
  });

  it('refuses bytes that are no text, at the line where they are', async () => {
    const broken = { ...tables({}), runs: { file: 'runs.csv', bytes: brokenBytes() } };
    const [problem] = await problemsOf(readMeasuredCsv(broken));
    expect(problem).toBe('runs.csv:2:1: expected text in UTF-8, got bytes that are not');
  });
});

async function* brokenBytes(): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(RUNS);
  yield Uint8Array.of(0xff, 0xfe);
}
