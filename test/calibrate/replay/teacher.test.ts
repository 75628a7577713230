import { describe, expect, it } from 'vitest';
import { replayScenario, strategyOf } from '../../../src/calibrate/replay/scenario.js';
import { SINCERE_REPLAY } from '../../../src/calibrate/replay/settings.js';
import {
  doubleTriggers,
  RaceForcingKey,
} from '../../../src/calibrate/replay/teacher/forced-races.js';
import { recordedBatches } from '../../../src/calibrate/replay/teacher/recorded-batches.js';
import { RecordedTiming } from '../../../src/calibrate/replay/teacher/recorded-timing.js';
import type { RecordedTriggers } from '../../../src/calibrate/replay/teacher/recorded-triggers.js';
import {
  agreementTotals,
  teacherForced,
} from '../../../src/calibrate/replay/teacher/teacher-forced.js';
import { sweepStarts } from '../../../src/calibrate/replay/teacher/timer-sweeps.js';
import type { BatchFact, Fact } from '../../../src/events/facts.js';
import type { MeasuredRun } from '../../../src/interop/measured.js';
import { measuredMetrics } from '../../../src/interop/measured-metrics.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { simulate } from '../../../src/simulate.js';
import { createTiming } from '../../../src/timing/timing.js';
import { batch, MODELS, measuredRun, requestsAt, shippedServer } from './small-data.js';

interface Recording {
  readonly run: MeasuredRun;
  readonly triggers: RecordedTriggers;
}

/** A simulated run written down as a log would have it: a world in which the rules are right. */
function record(strategy: string, seed: number): Recording {
  const draws = createRunKey('recorded', seed).keyed('arrivals');
  const arrivals = [0];
  for (let at = 0; (arrivals.at(-1) as number) < 600; at++) {
    arrivals.push((arrivals.at(-1) as number) - Math.log(draws.at(at, 0)) / 5);
  }
  arrivals.pop();
  const models = arrivals.map((_, at) =>
    draws.at(at, 1) < 0.6 ? 2 : draws.at(at, 2) < 0.75 ? 1 : 0,
  );
  const run = measuredRun({
    strategy,
    durationSeconds: 600,
    requests: requestsAt(arrivals, models),
  });
  const settings = { ...SINCERE_REPLAY, rules: { ...SINCERE_REPLAY.rules, raceProbability: 0.05 } };
  const recorder = new Recorder();
  simulate({
    scenario: replayScenario(run, MODELS, shippedServer(), settings),
    strategy: strategyOf(run),
    replication: seed,
    observers: [recorder],
  });
  return recorder.recording(run);
}

class Recorder {
  readonly #batches: { fact: BatchFact; ids: number[]; loaded: number }[] = [];
  readonly #triggers = { size: [], timer: [], partial: [] } as Record<
    'size' | 'timer' | 'partial',
    { time: number; model: number; size: number }[]
  >;

  observe(fact: Fact): void {
    if (fact.kind === 'batch') {
      const ids = [...fact.requests.ids.subarray(0, fact.requests.count)];
      this.#batches.push({
        fact: { ...fact },
        ids,
        loaded: fact.swapped ? fact.inferenceStart : Number.NaN,
      });
    } else if (fact.kind === 'decision' && fact.action === 'release') {
      const kind = fact.hook === 'timer' ? 'timer' : fact.hook === 'poll' ? 'partial' : 'size';
      this.#triggers[kind].push({ time: fact.time, model: fact.model, size: fact.count });
    } else if (fact.kind === 'loss' && fact.cause === 'race') {
      this.#triggers.size.push({ time: fact.time, model: fact.model, size: 0 });
    }
  }

  recording(run: MeasuredRun): Recording {
    const { requests } = run;
    this.#batches.forEach(({ fact, ids }, at) => {
      for (const id of ids) {
        requests.batches[id] = at;
        requests.latencies[id] = fact.completedAt - (requests.arrivals[id] as number);
      }
    });
    // A race is reported before the release that it repeats.
    this.#triggers.size.sort((a, b) => a.time - b.time || b.size - a.size);
    const batches = this.#batches.map(({ fact, ids, loaded }) =>
      batch({
        model: fact.model,
        size: ids.length,
        startedAt: fact.startedAt,
        loadedAt: loaded,
        inferenceSeconds: fact.completedAt - fact.inferenceStart,
        writtenAt: fact.writtenAt,
      }),
    );
    return { run: { ...run, batches }, triggers: this.#triggers };
  }
}

describe('a run with its own durations', () => {
  it.each(['BestBatch', 'BestBatch+Timer', 'SelectBatch+Timer', 'BestBatch+PartialBatch+Timer'])(
    'of %s comes out batch for batch when phases and double triggers are forced',
    (strategy) => {
      const forced = [1, 2, 3, 4].map((seed) => {
        const { run, triggers } = record(strategy, seed);
        const figures = measuredMetrics(run);
        return teacherForced({ run, figures }, MODELS, shippedServer(), SINCERE_REPLAY, triggers);
      });
      const totals = agreementTotals(forced);
      expect(totals.ofBatches).toBeGreaterThan(80);
      expect(totals.identical).toBe(4);
      for (const { errors } of forced)
        expect(Math.abs(errors.meanLatencySeconds)).toBeLessThan(1e-9);
    },
  );

  it('has the errors of the figures, and says where it parts, when nothing is forced', () => {
    const { run } = record('BestBatch+Timer', 1);
    const figures = { ...measuredMetrics(run), batches: 1000 };
    const { errors } = teacherForced(
      { run, figures },
      MODELS,
      shippedServer(),
      SINCERE_REPLAY,
      null,
    );
    expect(errors.batches).toBeLessThan(-0.5);
  });
});

describe('recorded durations', () => {
  const run = measuredRun({
    requests: {
      ...requestsAt([0, 0.5, 30], [0, 0, 1]),
      batches: Int32Array.of(0, 0, 1),
      latencies: Float64Array.of(12, 11.5, 5),
    },
    batches: [
      batch({
        model: 0,
        size: 2,
        startedAt: 1,
        loadedAt: 9,
        inferenceSeconds: 2.9,
        writtenAt: 12.1,
      }),
      batch({ model: 1, startedAt: 30.02, loadedAt: 33, inferenceSeconds: 1.9, writtenAt: 35.1 }),
    ],
  });

  it('end with the completions that the latencies tell; a thread’s waking belongs to the swap', () => {
    const [first, second] = recordedBatches(run);
    expect(first).toMatchObject({ model: 0, swapSeconds: 8 });
    expect(first?.inferenceSeconds).toBeCloseTo(3, 9);
    expect(second?.swapSeconds).toBeCloseTo(3, 9);
    expect(second?.inferenceSeconds).toBeCloseTo(2, 9);
  });

  it('are played in order, modelled where the runs have parted, and endless after the record', () => {
    const modelled = createTiming(shippedServer().timing);
    const timing = new RecordedTiming(recordedBatches(run), modelled);
    const history = { first: true, previous: -1, beforePrevious: -1 };
    expect(timing.loadSeconds(0, history, 0.5)).toBe(8);
    expect(timing.batchSeconds(0, 2, 0.5)).toBeCloseTo(3, 9);
    expect(timing.loadSeconds(2, history, 0.5)).toBe(modelled.loadSeconds(2, history, 0.5));
    expect(timing.batchSeconds(2, 5, 0.5)).toBe(modelled.batchSeconds(2, 5, 0.5));
    expect(timing.batchSeconds(0, 1, 0.5)).toBeGreaterThan(1e8);
  });
});

describe('recorded triggers', () => {
  it('of a model within 20 ms are one and its repetition, numbered without repetitions', () => {
    const at = (time: number, model: number, size: number) => ({ time, model, size });
    const triggers = [at(1, 0, 64), at(5, 0, 65), at(5, 1, 64), at(5.001, 0, 0), at(9, 0, 64)];
    const doubles = doubleTriggers(triggers, 2);
    expect(doubles).toEqual([{ time: 5, model: 0, size: 65, number: 1 }]);
    const races = new RaceForcingKey(createRunKey('1', 0), doubles).keyed('race');
    expect([0, 1, 2].map((number) => races.at(0, number) < 0.5)).toEqual([false, true, false]);
    expect(races.at(1, 1)).toBeGreaterThan(0.5);
  });

  it('at the end of a batch that a timer released belong to the sweep before it', () => {
    const run = measuredRun({ batches: [batch({ model: 0, startedAt: 11, writtenAt: 30 })] });
    const at = (time: number, model: number) => ({ time, model, size: 3 });
    expect(sweepStarts([at(10, 0), at(30.01, 1), at(30.3, 2)], run)).toEqual([
      at(10, 0),
      at(10, 1),
      at(30.3, 2),
    ]);
  });
});
