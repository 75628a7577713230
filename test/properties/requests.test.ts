import { describe, expect, it } from 'vitest';
import { eventsOf, type PlainBatch, type PlainEvent } from '../support/plain-events.js';
import { holdsForRuns, type Observed } from '../support/property.js';
import type { ScenarioParts } from '../support/scenario-builder.js';

/** Where each request ended up, in the order of the events that say so. */
function fates(events: readonly PlainEvent[]): number[] {
  return events.flatMap((event) => ('requests' in event ? event.requests : []));
}

describe('requests', () => {
  it('are each processed, lost, dropped or left over, exactly once', () => {
    holdsForRuns(({ events }) => {
      const received = eventsOf(events, 'arrival').map((event) => event.request);
      const seen = fates(events).sort((a, b) => a - b);
      expect(seen).toEqual(received);
    });
  });

  it('are numbered in the order in which they arrive, all before the end of arrivals', () => {
    holdsForRuns(({ events, scenario }) => {
      let last = 0;
      eventsOf(events, 'arrival').forEach((event, index) => {
        expect(event.request).toBe(index);
        expect(event.time).toBeGreaterThanOrEqual(last);
        expect(event.time).toBeLessThan(scenario.durationSeconds);
        last = event.time;
      });
    });
  });

  it('arrive, are released, started, inferred and completed in that order', () => {
    holdsForRuns(({ events }) => {
      const arrivals = eventsOf(events, 'arrival');
      for (const batch of eventsOf(events, 'batch')) {
        const ofBatch = batch.requests.map((request) => arrivals[request]);
        expect(ofBatch.every((arrival) => arrival?.model === batch.model)).toBe(true);
        const lastArrival = Math.max(...ofBatch.map((arrival) => arrival?.time ?? Number.NaN));
        expectAscending([lastArrival, batch.releasedAt, ...serviceTimes(batch)]);
      }
    });
  });

  it('of one model are served first in, first out, unless the lock is not', () => {
    holdsForRuns(({ events, scenario }) => {
      const { slot, lockOrder } = scenario.server.rules;
      if (slot === 'queue' && lockOrder !== 'fifo') return;
      const last = scenario.models.map(() => -1);
      for (const batch of eventsOf(events, 'batch')) {
        for (const request of batch.requests) {
          expect(request).toBeGreaterThan(last[batch.model] as number);
          last[batch.model] = request;
        }
      }
    });
  });

  it('are never lost under lossless semantics, and all released ones are served in the end', () => {
    holdsForRuns(
      ({ events }) => {
        expect(eventsOf(events, 'loss')).toEqual([]);
        const left = eventsOf(events, 'left-over').map((event) => event.where);
        expect(left.every((where) => where === 'waiting')).toBe(true);
      },
      { adapt: losslessUntilEmpty },
    );
  });

  it('all get served under lossless semantics when the strategy has a timer, or no batch size', () => {
    holdsForRuns(({ events }) => expect(eventsOf(events, 'left-over')).toEqual([]), {
      adapt: (parts) => losslessUntilEmpty({ ...parts, strategy: finishing(parts) }),
    });
  });
});

describe('batches', () => {
  it('are numbered in the order of service and never exceed their limit', () => {
    holdsForRuns((observed) => {
      const batches = eventsOf(observed.events, 'batch');
      expect(batches.map((batch) => batch.number)).toEqual(batches.map((_, index) => index));
      for (const batch of batches) {
        expect(batch.requests.length).toBeGreaterThan(0);
        expect(batch.requests.length).toBeLessThanOrEqual(limitOf(observed, batch.model));
      }
    });
  });

  it('take a release out of the queue, no more than was decided', () => {
    holdsForRuns(({ events }) => {
      const released = eventsOf(events, 'decision').filter((d) => d.action === 'release');
      const decided = released.reduce((sum, decision) => sum + decision.count, 0);
      const taken = events.reduce((sum, event) => sum + takenBy(event), 0);
      expect(taken).toBe(decided);
    });
  });
});

function losslessUntilEmpty(parts: ScenarioParts): ScenarioParts {
  const strategy = parts.strategy === 'erratic' ? 'best-batch' : (parts.strategy ?? 'best-batch');
  const drainSeconds = Number.POSITIVE_INFINITY;
  return { ...parts, semantics: 'lossless', rules: {}, drainSeconds, strategy };
}

function finishing(parts: ScenarioParts): string {
  const name = parts.strategy ?? '';
  return name.includes('timer') || name === 'fcfs' ? name : 'greedy';
}

function serviceTimes(batch: PlainBatch): number[] {
  return [batch.startedAt, batch.inferenceStart, batch.completedAt, batch.writtenAt];
}

function expectAscending(times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  expect(times).toEqual(sorted);
}

function limitOf({ scenario }: Observed, model: number): number {
  const { batchLimit } = scenario.server.rules;
  if (batchLimit === 'none') return Number.POSITIVE_INFINITY;
  if (batchLimit !== 'profile') return batchLimit;
  return scenario.timing.models[model]?.maxBatch ?? 0;
}

/** Requests that an event shows to have been released. */
function takenBy(event: PlainEvent): number {
  if (event.kind === 'batch' || event.kind === 'loss') return event.requests.length;
  return event.kind === 'left-over' && event.where !== 'waiting' ? event.requests.length : 0;
}
