import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, Observer } from '../../../src/events/facts.js';
import { BatchRecorder } from '../../../src/metrics/records/batch-recorder.js';
import { DecisionRecorder } from '../../../src/metrics/records/decision-recorder.js';
import { QueueRecorder } from '../../../src/metrics/records/queue-recorder.js';
import { RequestRecorder } from '../../../src/metrics/records/request-recorder.js';
import { type RecordRow, type RecordTable, rowsOf } from '../../../src/metrics/records/table.js';
import { TimelineRecorder } from '../../../src/metrics/records/timeline-recorder.js';
import { NOT_KNOWN } from '../../../src/workload/trace/request-lengths.js';
import { arrival, batch, decision, drop, end, leftOver, loss, phase } from '../facts.js';

const MODELS = ['small', 'large'];

function record<R extends Observer & { table(): RecordTable }>(
  recorder: R,
  facts: readonly Fact[],
): RecordRow[] {
  for (const fact of facts) recorder.observe(fact);
  return [...rowsOf(recorder.table())];
}

describe('RequestRecorder', () => {
  it('puts the lengths of a trace beside its requests, and no columns where it has none', () => {
    const facts = [
      arrival(0, 1, 1),
      arrival(1, 2, 0),
      leftOver([
        [0, 1],
        [1, 2],
      ]),
      end(20),
    ];
    const lengths = { input: Int32Array.of(7, NOT_KNOWN, 9), output: null };
    const rows = record(new RequestRecorder(MODELS, [10, 20], lengths), facts);
    expect(rows.map((row) => row['input_tokens'])).toEqual([7, null]);
    expect(rows.some((row) => 'output_tokens' in row)).toBe(false);
    const without = record(new RequestRecorder(MODELS, [10, 20]), facts);
    expect(without.some((row) => 'input_tokens' in row)).toBe(false);
  });

  it('writes down how each request ended, in order of arrival', () => {
    const rows = record(new RequestRecorder(MODELS, [10, 20]), [
      arrival(0, 1, 1),
      arrival(1, 2, 0),
      arrival(2, 3, 0),
      arrival(3, 4, 0),
      arrival(4, 5, 1),
      loss([[1, 2]], { cause: 'empty-timer' }),
      drop([[3, 4]]),
      batch([[2, 3]], 8, 13, { number: 5, model: 0, releasedAt: 6, startedAt: 7 }),
      batch([[0, 1]], 14, 15, { number: 6, model: 1 }),
      leftOver([[4, 5]], { model: 1, where: 'released' }),
      end(20),
    ]);
    const common = { batch: null, batch_size: null, released_s: null, start_s: null };
    const never = { ...common, completion_s: null, latency_s: null, on_time: 'false' };
    expect(rows).toEqual([
      {
        id: 0,
        model: 'large',
        arrival_s: 1,
        status: 'processed',
        detail: null,
        batch: 6,
        batch_size: 1,
        released_s: 14,
        start_s: 14,
        completion_s: 15,
        latency_s: 14,
        on_time: 'true',
      },
      { id: 1, model: 'small', arrival_s: 2, status: 'lost', detail: 'empty-timer', ...never },
      {
        id: 2,
        model: 'small',
        arrival_s: 3,
        status: 'processed',
        detail: null,
        batch: 5,
        batch_size: 1,
        released_s: 6,
        start_s: 7,
        completion_s: 13,
        latency_s: 10,
        on_time: 'false',
      },
      { id: 3, model: 'small', arrival_s: 4, status: 'dropped', detail: null, ...never },
      { id: 4, model: 'large', arrival_s: 5, status: 'left-over', detail: 'released', ...never },
    ]);
  });

  it('refuses a request that ends twice', () => {
    const facts = [arrival(0, 1), loss([[0, 1]]), batch([[0, 1]], 2, 3)];
    expect(() => record(new RequestRecorder(MODELS, [1, 1]), facts)).toThrow('met two ends');
  });

  it('refuses a request out of order', () => {
    const recorder = new RequestRecorder(MODELS, [1, 1]);
    expect(() => recorder.observe(arrival(1, 1))).toThrow('order of their numbers');
  });
});

describe('BatchRecorder', () => {
  it('writes down the stages of a batch', () => {
    const [row] = record(new BatchRecorder(MODELS), [
      batch(
        [
          [0, 0],
          [1, 1],
        ],
        12,
        15,
        {
          number: 3,
          model: 1,
          trigger: 'timer',
          releasedAt: 2,
          startedAt: 4,
          writtenAt: 16,
          swapped: true,
        },
      ),
    ]);
    expect(row).toEqual({
      batch: 3,
      model: 'large',
      size: 2,
      trigger: 'timer',
      released_s: 2,
      started_s: 4,
      inference_start_s: 12,
      completed_s: 15,
      written_s: 16,
      swapped: 'true',
      swap_s: 8,
      inference_s: 3,
    });
  });
});

describe('TimelineRecorder', () => {
  it('fills the time between phases with idle time', () => {
    const rows = record(new TimelineRecorder(MODELS), [
      phase('load', 2, 5, { model: 1, batch: 0 }),
      phase('infer', 5, 6, { model: 1, batch: 0 }),
      end(9),
    ]);
    expect(rows).toEqual([
      { start_s: 0, end_s: 2, state: 'idle', model: null, batch: null },
      { start_s: 2, end_s: 5, state: 'load', model: 'large', batch: 0 },
      { start_s: 5, end_s: 6, state: 'infer', model: 'large', batch: 0 },
      { start_s: 6, end_s: 9, state: 'idle', model: null, batch: null },
    ]);
  });

  it('leaves no gap, whatever the phases', () => {
    const step = fc.tuple(
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const facts: Fact[] = [];
        let now = 0;
        for (const [gap, length] of steps) {
          facts.push(phase('infer', now + gap, now + gap + length));
          now = now + gap + length;
        }
        const rows = record(new TimelineRecorder(MODELS), [...facts, end(now + 1)]);
        let until = 0;
        for (const row of rows) {
          expect(row['start_s']).toBe(until);
          expect(row['end_s']).toBeGreaterThan(until);
          until = row['end_s'] as number;
        }
        expect(until).toBe(now + 1);
      }),
    );
  });

  it('refuses two phases at once', () => {
    const recorder = new TimelineRecorder(MODELS);
    recorder.observe(phase('load', 0, 5));
    expect(() => recorder.observe(phase('infer', 4, 6))).toThrow('two things at once');
  });
});

describe('DecisionRecorder', () => {
  it('writes down what was decided, when and why', () => {
    const rows = record(new DecisionRecorder(MODELS), [
      decision(1, { action: 'set-timer', at: 31, count: 0, model: 1, reason: 'first' }),
      decision(2, { hook: 'timer', action: 'release', count: 4, reason: 'expired' }),
    ]);
    expect(rows).toEqual([
      {
        time_s: 1,
        hook: 'arrival',
        action: 'set-timer',
        model: 'large',
        count: 0,
        at_s: 31,
        reason: 'first',
      },
      {
        time_s: 2,
        hook: 'timer',
        action: 'release',
        model: 'small',
        count: 4,
        at_s: null,
        reason: 'expired',
      },
    ]);
  });
});

describe('QueueRecorder', () => {
  it('follows the number of waiting requests of each model', () => {
    const rows = record(new QueueRecorder(MODELS), [
      arrival(0, 1, 0),
      arrival(1, 2, 1),
      arrival(2, 3, 0),
      decision(3, { action: 'set-timer', count: 0, at: 9 }),
      decision(4, { action: 'drop', count: 1 }),
      drop([[0, 1]], { time: 4 }),
      decision(5, { action: 'release', count: 1 }),
      decision(6, { action: 'release', count: 0 }),
    ]);
    expect(rows.map((row) => [row['time_s'], row['model'], row['waiting']])).toEqual([
      [1, 'small', 1],
      [2, 'large', 1],
      [3, 'small', 2],
      [4, 'small', 1],
      [5, 'small', 0],
    ]);
  });
});

describe('records', () => {
  it('have the columns that docs/metrics.md names', () => {
    const text = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
    const recorders = [
      new RequestRecorder(MODELS, [1, 1]),
      new BatchRecorder(MODELS),
      new TimelineRecorder(MODELS),
      new DecisionRecorder(MODELS),
    ];
    for (const recorder of recorders) {
      for (const { name } of recorder.table().columns) expect(text).toContain(`\`${name}\``);
    }
  });

  it('grow beyond their first size', () => {
    const facts = Array.from({ length: 1000 }, (_, request) => arrival(request, request / 2));
    const rows = record(new RequestRecorder(MODELS, [1, 1]), facts);
    expect(rows.map((row) => row['arrival_s'])).toEqual(facts.map((fact) => fact.time));
  });
});
