import { describe, expect, it } from 'vitest';
import { type Measurement, quantileOf } from '../../../src/analysis/measurement.js';
import { formatIssue } from '../../../src/errors.js';
import type { GivenLengths } from '../../../src/interop/sealsim-run/given-lengths.js';
import { readManifest } from '../../../src/interop/sealsim-run/manifest.js';
import { readReplications, readWholeRun } from '../../../src/interop/sealsim-run/read.js';
import { HEADER, runFolder } from './run-text.js';

/** Arrivals at 1, 2, … 5; three served, with latencies 2, 4 and 3. */
const ROWS = `0,m,1,processed,3,2,true
1,m,2,processed,6,4,false
2,m,3,lost,,,false
3,m,4,processed,7,3,false
4,m,5,left-over,,,false
`;

type Parts = Parameters<typeof runFolder>[1];

async function measured(requests: string, parts: Parts = {}): Promise<readonly Measurement[]> {
  const { measurements, issues } = await readWholeRun(runFolder(requests, parts));
  expect(issues.map(formatIssue)).toEqual([]);
  return measurements;
}

async function one(requests: string, parts: Parts = {}): Promise<Measurement> {
  const [first, ...others] = await measured(requests, parts);
  expect(others).toEqual([]);
  if (first === undefined) throw new Error('no measurement');
  return first;
}

async function problems(requests: string, parts: Parts = {}): Promise<readonly string[]> {
  return (await readWholeRun(runFolder(requests, parts))).issues.map(formatIssue);
}

function length(all: number | null, byModel: Readonly<Record<string, number>> = {}) {
  return { all, byModel: new Map(Object.entries(byModel)) };
}

async function withLengths(requests: string, given: GivenLengths, parts: Parts = {}) {
  const run = runFolder(requests, parts);
  const { facts } = await readManifest(run.manifest);
  if (facts === null) throw new Error('no facts');
  const measurements: Measurement[] = [];
  const read = await readReplications(run, facts, given, (each) => measurements.push(each));
  return { ...read, measurement: measurements[0] };
}

describe('a run as a measurement', () => {
  it('is what a client would have measured', async () => {
    const run = await one(`${HEADER}\n${ROWS}`);
    expect(run).toMatchObject({
      id: 'r',
      source: { format: 'sealsim-run', file: 'r/manifest.json', item: 0, tool: 'sealsim 9.9' },
      origin: 'simulated',
      condition: 'by hand',
      teeMode: 'cc',
      repetition: null,
      model: 'm',
      gpu: 'Some GPU',
      serving: [{ role: 'replica', replicas: 1, gpusPerReplica: 1 }],
      durationSeconds: 6,
      requests: { total: 5, completed: 3, failed: 1, incomplete: 1 },
      throughput: { requestsPerSecond: 0.5 },
      onTime: { slaSeconds: 3, requests: 1 },
    });
    // Offered over the time in which requests came, served over that in which answers did.
    expect(run.load).toMatchObject({ requestsPerSecond: 0.5, concurrency: null });
    expect(run.goodputRequestsPerSecond).toBeCloseTo(1 / 6, 12);
  });

  it('has as many GPUs as the run, each of which serves by itself', async () => {
    const run = await one(`${HEADER},gpu\n0,m,1,processed,3,2,true,1\n`, {
      gpus: 3,
      models: ['m', 'n'],
    });
    expect(run.serving).toMatchObject([{ role: 'replica', replicas: 3, gpusPerReplica: 1 }]);
    expect(run.notes).toContain('several models share the 3 GPUs: their figures are those of all');
    const wrong = await problems(`${HEADER}\n${ROWS}`, { gpus: 0.5 });
    expect(wrong.join('\n')).toContain('gpus');
  });

  it('is of the condition that its scenario, its strategy and what was set make up', async () => {
    const condition = async (sets: readonly string[]) => {
      const words = sets.flatMap((set) => ['--set', set]);
      const command = ['run', 's.yaml', ...words, '--set=server.x=1'];
      return (await one(`${HEADER}\n${ROWS}`, { strategy: 'greedy', command })).condition;
    };
    expect(await condition([])).toBe('by hand, greedy, server.x=1');
    // In one order, and the last of one path.
    const sets = ['sla.seconds=2', 'strategy.batchCap=8', 'sla.seconds=3', 'server.x=7'];
    expect(await condition(sets)).toBe(
      'by hand, greedy, server.x=1, sla.seconds=3, strategy.batchCap=8',
    );
    // The TEE is what is compared, the rate is the load; repetitions differ in their seeds.
    const elsewhere = ['tee.mode=cc', 'tee.preset=p', 'arrivals.rate=2', 'seed=3', 'name=n'];
    expect(await condition([...elsewhere, 'strategy.name=greedy', 'replications=2'])).toBe(
      'by hand, greedy, server.x=1',
    );
  });

  it('says whose random numbers it has, and what else repetitions share', async () => {
    const parts = { seed: '7', replications: 2, strategy: 'greedy' };
    const rows = ROWS.replaceAll(/^/gm, '0,').replace(/0,$/, '');
    const header = `replication,${HEADER}`;
    const [first, second] = await measured(`${header}\n${rows}`, parts);
    expect(first?.simulation?.randomNumbers).toBe('seed 7, replication 0');
    expect(second?.simulation?.randomNumbers).toBe('seed 7, replication 1');
    expect(first?.simulation?.settings).toEqual(second?.simulation?.settings);
    expect(first?.simulation?.settings).toMatchObject({ strategy: '{"name":"greedy"}' });
    expect(Object.keys(first?.simulation?.settings ?? {})).not.toContain('seed');
    expect((await one(`${HEADER}\n${ROWS}`)).simulation).toBeNull();
  });

  it('has a nominal length only where all have it', async () => {
    const rows = ROWS.trim().split('\n');
    const text = rows.map((row, at) => `${row},${10 + at},5`).join('\n');
    const { load, inputTokens } = await one(`${HEADER},input_tokens,output_tokens\n${text}\n`);
    expect(inputTokens?.mean).toBeCloseTo((10 + 11 + 13) / 3, 12);
    // Which requests were served depends on the TEE: so would the mean.
    expect(load).toMatchObject({ inputTokens: null, outputTokens: 5 });
  });

  it('has exact statistics of the latency, which is the time to the first token too', async () => {
    const { latencies } = await one(`${HEADER}\n${ROWS}`);
    expect(latencies.e2e).toMatchObject({ mean: 3, min: 2, max: 4 });
    expect(latencies.e2e?.sd).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(quantileOf(latencies.e2e, 0.5)).toBe(3);
    expect(quantileOf(latencies.e2e, 0.9)).toBeCloseTo(3.8, 12);
    expect(latencies.ttft).toEqual(latencies.e2e);
    // Nothing is known of the time between tokens, which is not 0.
    expect([latencies.tpot, latencies.itl]).toEqual([null, null]);
  });

  it('lists the requests that were served, from the first that was sent', async () => {
    const { perRequest } = await one(`${HEADER}\n${ROWS}`);
    expect([...(perRequest?.startSeconds ?? [])]).toEqual([0, 1, 3]);
    expect([...(perRequest?.e2eSeconds ?? [])]).toEqual([2, 4, 3]);
    expect([perRequest?.inputTokens, perRequest?.ttftSeconds]).toEqual([null, null]);
  });

  it('says nothing of tokens where nobody does', async () => {
    const run = await one(`${HEADER}\n${ROWS}`);
    expect([run.inputTokens, run.totalOutputTokens]).toEqual([null, null]);
    expect(run.throughput).toMatchObject({
      inputTokensPerSecond: null,
      totalTokensPerSecond: null,
    });
    expect(run.notes.join('\n')).toContain('lengths of prompts are not known');
  });

  it('counts the tokens of requests that were served, by their own lengths', async () => {
    const lengths = [10, 20, 30, 40, 50];
    const rows = ROWS.trim().split('\n');
    const text = rows.map((row, at) => `${row},${lengths[at]},${at}`).join('\n');
    const run = await one(`${HEADER},input_tokens,output_tokens\n${text}\n`);
    expect(run.inputTokens?.mean).toBeCloseTo(70 / 3, 12);
    expect([run.totalInputTokens, run.totalOutputTokens]).toEqual([70, 4]);
    // Answers of 0, 1 and 3 tokens took 2, 4 and 3 s.
    expect(run.latencies.normalizedTpot).toMatchObject({ mean: 2.5, min: 1, max: 4 });
    expect(run.throughput).toMatchObject({
      inputTokensPerSecond: 70 / 6,
      outputTokensPerSecond: 4 / 6,
      totalTokensPerSecond: 74 / 6,
    });
    expect(run.notes).toContain('lengths of prompts are from the trace');
  });

  it('takes a length from the row, else from what was given, else from the profile', async () => {
    const rows = ROWS.trim().split('\n');
    const text = rows.map((row, at) => `${row},${at === 0 ? 10 : ''}`).join('\n');
    const requests = `${HEADER},input_tokens\n${text}\n`;
    const tokens = [{ input: 300, output: 50 }];
    const given = { input: length(100), output: length(null) };
    const { measurement, used } = await withLengths(requests, given, { tokens });
    expect(measurement?.totalInputTokens).toBe(10 + 100 + 100);
    expect(measurement?.totalOutputTokens).toBe(150);
    expect([...used.input].sort()).toEqual(['given', 'trace']);
    expect([...used.output]).toEqual(['profile']);
  });

  it('says nothing of tokens that are known of some requests only', async () => {
    const rows = ROWS.trim().split('\n');
    const text = rows.map((row, at) => `${row},${at === 0 ? 10 : ''}`).join('\n');
    const run = await one(`${HEADER},input_tokens\n${text}\n`);
    expect([run.inputTokens, run.totalInputTokens]).toEqual([null, null]);
    expect(run.notes.join('\n')).toContain('lengths of prompts of some are not known');
  });

  it('has the lengths of each of its models', async () => {
    const rows = '0,a,0,processed,1,1,true\n1,b,0,processed,2,2,true\n';
    const given = { input: length(5, { b: 7 }), output: length(null, { a: 2 }) };
    const models = ['a', 'b'];
    const { measurement } = await withLengths(`${HEADER}\n${rows}`, given, { models });
    expect(measurement).toMatchObject({ model: 'a + b', totalInputTokens: 12 });
    expect(measurement?.outputTokens).toBeNull();
  });

  it('says who is on time only where that means the same for all', async () => {
    const models = ['a', 'b'];
    const rows = `${HEADER}\n0,a,0,processed,1,1,true\n`;
    const different = await one(rows, { models, slaSeconds: [3, 4] });
    expect([different.onTime, different.goodputRequestsPerSecond]).toEqual([null, null]);
    const never = await one(rows, { models, slaSeconds: ['infinite', 'infinite'] });
    expect(never.onTime).toBeNull();
    expect((await one(rows, { models })).onTime).toEqual({ slaSeconds: 3, requests: 1 });
  });

  it('is one a replication, also where a replication got no request', async () => {
    const rows = '0,0,m,1,processed,3,2,true\n2,0,m,4,processed,5,1,true\n';
    const runs = await measured(`replication,${HEADER}\n${rows}`, { replications: 4 });
    expect(runs.map(({ id, repetition, requests }) => [id, repetition, requests.total])).toEqual([
      ['r', 0, 1],
      ['r#1', 1, 0],
      ['r#2', 2, 1],
      ['r#3', 3, 0],
    ]);
    expect(runs[1]).toMatchObject({ durationSeconds: null, latencies: { e2e: null } });
    expect(runs[1]?.throughput.requestsPerSecond).toBeNull();
  });

  it('knows a model by the name that records give it', async () => {
    const run = await one(`${HEADER}\n0,'=m,0,processed,1,1,true\n`, { models: ['=m'] });
    expect(run).toMatchObject({ model: '=m', requests: { completed: 1 } });
  });

  it('says that the warm-up is in it', async () => {
    const { notes } = await one(`${HEADER}\n${ROWS}`, { horizon: 'steady-state' });
    expect(notes.join('\n')).toContain('warm-up');
  });
});

describe('a broken run', () => {
  it.each([
    ['0,x,1,processed,3,2,true', 'r/requests.csv:2:3 model: expected one of m, got "x"'],
    [
      '0,m,1,processed,,2,true',
      'r/requests.csv:2:17 completion_s: expected seconds: a number ≥ 0, got nothing',
    ],
    [
      '0,m,NaN,processed,3,2,true',
      'r/requests.csv:2:5 arrival_s: expected seconds: a number ≥ 0, got "NaN"',
    ],
    [
      '0,m,1,gone,3,2,true',
      'r/requests.csv:2:7 status: expected one of processed, lost, dropped, left-over, got "gone"',
    ],
    ['0,m,1,proc', 'r/requests.csv:2:1: expected 7 cells, as in the header, got 4'],
  ])('has a row %s', async (row, problem) => {
    expect(await problems(`${HEADER}\n${row}\n`)).toEqual([problem]);
  });

  it('has replications out of order, or more than it says', async () => {
    const row = '0,m,1,processed,3,2,true';
    const text = `replication,${HEADER}\n1,${row}\n0,${row}\n7,${row}\n`;
    expect(await problems(text, { replications: 2 })).toEqual([
      'r/requests.csv:3:1 replication: expected a replication from 1 to 1, in order, got "0"',
      'r/requests.csv:4:1 replication: expected a replication from 1 to 1, in order, got "7"',
    ]);
  });

  it('is a folder of another command', async () => {
    expect(await problems(HEADER, { command: ['compare', 's.yaml'] })).toEqual([
      'r/manifest.json:1:1: expected the manifest of a folder that sealsim run --out wrote, got another document',
    ]);
  });
});
