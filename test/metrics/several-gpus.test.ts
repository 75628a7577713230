import { describe, expect, it } from 'vitest';
import type { Fact, Observer } from '../../src/events/facts.js';
import { BatchRecorder } from '../../src/metrics/records/batch-recorder.js';
import { DecisionRecorder } from '../../src/metrics/records/decision-recorder.js';
import { RequestRecorder } from '../../src/metrics/records/request-recorder.js';
import { type RecordTable, rowsOf } from '../../src/metrics/records/table.js';
import { TimelineRecorder } from '../../src/metrics/records/timeline-recorder.js';
import { aggregate } from '../../src/metrics/replications.js';
import { SummaryObserver } from '../../src/metrics/summary-observer.js';
import { chromeTrace } from '../../src/report/chrome-trace.js';
import { arrival, batch, decision, end, leftOver, phase } from './facts.js';

const MODELS = ['a', 'b'];

/** Two GPUs from 0 to 10 s: the first loads and infers, the second infers; request 2 is left. */
const FACTS: readonly Fact[] = [
  arrival(0, 0, 0),
  arrival(1, 0, 1),
  phase('load', 0, 2, { gpu: 0, model: 0 }),
  phase('infer', 0, 5, { gpu: 1, model: 1, batch: 1 }),
  batch([[1, 0]], 0, 5, { gpu: 1, model: 1, number: 1 }),
  phase('infer', 2, 6, { gpu: 0, model: 0 }),
  batch([[0, 0]], 2, 6, { gpu: 0, model: 0, number: 0 }),
  arrival(2, 9, 0),
  decision(9, { gpu: 1 }),
  leftOver([[2, 9]], { time: 10, model: 0 }),
  end(10),
];

function record(recorder: Observer & { table(): RecordTable }): RecordTable {
  for (const fact of FACTS) recorder.observe(fact);
  return recorder.table();
}

function summary(gpus: number) {
  const observer = new SummaryObserver({
    ...{ models: MODELS, slaSeconds: [60, 60], durationSeconds: 16, latency: 'exact', gpus },
  });
  for (const fact of FACTS) observer.observe(fact);
  return observer.summary();
}

describe('the figures of several GPUs', () => {
  it('are shares of the time of all of them, which sum to 1', () => {
    const { gpu } = summary(2);
    expect(gpu).toEqual({
      inferenceShare: 0.28125,
      loadShare: 0.0625,
      unloadShare: 0,
      writeShare: 0,
      idleShare: 0.65625,
    });
  });

  it('stand for each of them apart, and add up', () => {
    const { perGpu = {}, swaps, batches, gpus } = summary(2);
    expect(Object.keys(perGpu)).toEqual(['0', '1']);
    expect(perGpu['0']).toEqual({
      requests: { processed: 1 },
      gpu: {
        inferenceShare: 0.25,
        loadShare: 0.125,
        unloadShare: 0,
        writeShare: 0,
        idleShare: 0.625,
      },
      swaps: { count: 1 },
      batches: { count: 1, meanSize: 1 },
    });
    expect(perGpu['1']?.gpu.inferenceShare).toBe(0.3125);
    expect([swaps.count, batches.count]).toEqual([1, 2]);
    expect(gpus).toEqual({ count: 2, gpuHours: 32 / 3600 });
  });

  it('are not there for one GPU', () => {
    expect(Object.keys(summary(1))).not.toContain('perGpu');
    expect(Object.keys(summary(1))).not.toContain('gpus');
  });

  it('have means over replications', () => {
    const { perGpu } = aggregate([summary(2), summary(2)]);
    expect(perGpu?.['1']?.gpu.inferenceShare).toEqual({ mean: 0.3125, ci95: null, n: 2 });
  });

  it('refuse what was done on a GPU that there is not', () => {
    const observer = new SummaryObserver({
      ...{ models: MODELS, slaSeconds: [60, 60], durationSeconds: 16, latency: 'exact', gpus: 2 },
    });
    expect(() => observer.observe(phase('infer', 0, 1, { gpu: 2 }))).toThrow('no GPU');
  });
});

describe('the records of several GPUs', () => {
  const gpusOf = (table: RecordTable) => Array.from(rowsOf(table), (row) => row['gpu']);

  it('say which, in a last column', () => {
    expect(gpusOf(record(new BatchRecorder(MODELS, 2)))).toEqual([1, 0]);
    expect(gpusOf(record(new RequestRecorder(MODELS, [60, 60], null, 2)))).toEqual([0, 1, null]);
    expect(gpusOf(record(new DecisionRecorder(MODELS, 2)))).toEqual([1]);
  });

  it('follow each GPU without gaps', () => {
    const rows = [...rowsOf(record(new TimelineRecorder(MODELS, 2)))];
    for (const gpu of [0, 1]) {
      let until = 0;
      for (const row of rows.filter((each) => each['gpu'] === gpu)) {
        expect(row['start_s']).toBe(until);
        until = Number(row['end_s']);
      }
      expect(until).toBe(10);
    }
  });

  it('have no such column for one GPU', () => {
    const { columns } = new BatchRecorder(MODELS).table();
    expect(columns.map(({ name }) => name)).not.toContain('gpu');
  });

  it('make a track for each GPU in a trace', () => {
    const text = [
      ...chromeTrace({
        title: 'two',
        timeline: record(new TimelineRecorder(MODELS, 2)),
        queues: { rowCount: 0, columns: [] },
        decisions: record(new DecisionRecorder(MODELS, 2)),
      }),
    ].join('');
    const events: Record<string, unknown>[] = JSON.parse(text).traceEvents;
    const names = events.filter((event) => event['name'] === 'thread_name');
    expect(names.map((event) => (event['args'] as { name: string }).name)).toEqual([
      'GPU 0',
      'GPU 1',
      'decisions of GPU 0',
      'decisions of GPU 1',
    ]);
    expect(new Set(names.map((event) => event['tid'])).size).toBe(4);
    const work = events.filter((event) => event['ph'] === 'X');
    expect(new Set(work.map((event) => event['tid']))).toEqual(
      new Set(names.slice(0, 2).map((event) => event['tid'])),
    );
  });
});
