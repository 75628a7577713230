import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/events/facts.js';
import { BackgroundRecorder } from '../../src/metrics/records/background-recorder.js';
import { DecisionRecorder } from '../../src/metrics/records/decision-recorder.js';
import { QueueRecorder } from '../../src/metrics/records/queue-recorder.js';
import { TimelineRecorder } from '../../src/metrics/records/timeline-recorder.js';
import { chromeTrace } from '../../src/report/chrome-trace.js';
import { arrival, decision, end, phase } from '../metrics/facts.js';

const MODELS = ['small', 'large'];

function traceOf(facts: readonly Fact[]): { chunks: string[]; events: Record<string, unknown>[] } {
  const recorders = {
    timeline: new TimelineRecorder(MODELS),
    queues: new QueueRecorder(MODELS),
    decisions: new DecisionRecorder(MODELS),
  };
  for (const fact of facts) {
    for (const recorder of Object.values(recorders)) recorder.observe(fact);
  }
  const chunks = [
    ...chromeTrace({
      title: 'a run',
      timeline: recorders.timeline.table(),
      queues: recorders.queues.table(),
      decisions: recorders.decisions.table(),
    }),
  ];
  return { chunks, events: JSON.parse(chunks.join('')).traceEvents };
}

describe('chromeTrace', () => {
  const { events } = traceOf([
    arrival(0, 1.5, 1),
    decision(1.5, { model: 1, count: 1, reason: 'full' }),
    phase('load', 1.5, 4, { model: 1, batch: 0 }),
    phase('infer', 4, 4.25, { model: 1, batch: 0 }),
    end(9),
  ]);

  it('names the process and its tracks', () => {
    const names = events
      .filter(({ ph }) => ph === 'M')
      .map(({ name, args }) => [name, (args as { name: string }).name]);
    expect(names).toEqual([
      ['process_name', 'a run'],
      ['thread_name', 'GPU'],
      ['thread_name', 'decisions'],
    ]);
  });

  it('shows what the GPU did, in microseconds, and no idle time', () => {
    const done = events.filter(({ ph }) => ph === 'X');
    expect(done).toEqual([
      {
        ph: 'X',
        pid: 1,
        tid: 1,
        name: 'load large',
        cat: 'load',
        ts: 1_500_000,
        dur: 2_500_000,
        args: { batch: 0 },
      },
      {
        ph: 'X',
        pid: 1,
        tid: 1,
        name: 'infer large',
        cat: 'infer',
        ts: 4_000_000,
        dur: 250_000,
        args: { batch: 0 },
      },
    ]);
  });

  it('counts waiting requests of each model', () => {
    const counters = events.filter(({ ph }) => ph === 'C');
    expect(counters.map(({ name, ts, args }) => [name, ts, args])).toEqual([
      ['waiting large', 1_500_000, { requests: 1 }],
      ['waiting large', 1_500_000, { requests: 0 }],
    ]);
  });

  it('marks decisions with their reasons', () => {
    expect(events.filter(({ ph }) => ph === 'i')).toEqual([
      {
        ph: 'i',
        pid: 1,
        tid: 2,
        s: 't',
        name: 'release large',
        cat: 'release',
        ts: 1_500_000,
        args: { hook: 'arrival', count: 1, at_s: null, reason: 'full' },
      },
    ]);
  });

  it('shows what was brought in beside that on a track of its own, where it was recorded', () => {
    const beside: Fact = {
      kind: 'background',
      gpu: 0,
      operation: 'prefetch',
      model: 0,
      start: 1,
      end: 1.5,
      outcome: 'completed',
    };
    const background = new BackgroundRecorder(MODELS);
    const empty = { rowCount: 0, columns: [] };
    background.observe(beside);
    background.observe(end(9));
    const tables = { timeline: empty, queues: empty, decisions: empty };
    const text = [...chromeTrace({ title: '', ...tables, background: background.table() })].join(
      '',
    );
    const { traceEvents } = JSON.parse(text);
    expect(traceEvents.at(-1)).toEqual({
      ph: 'X',
      pid: 1,
      tid: 3,
      name: 'prefetch small',
      cat: 'prefetch',
      ts: 1_000_000,
      dur: 500_000,
      args: { outcome: 'completed' },
    });
  });

  it('is valid without events, and comes in chunks with many', () => {
    expect(traceOf([end(0)]).events.length).toBe(3);
    const many = Array.from({ length: 5000 }, (_, request) => arrival(request, request));
    const { chunks, events: all } = traceOf([...many, end(5000)]);
    expect(chunks.length).toBeGreaterThan(3);
    expect(all.length).toBe(3 + 5000);
  });
});
