import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/types.js';
import { strategyRegistry } from '../../src/serving/batch/strategies/registry.js';
import { beliefs } from '../support/beliefs-arbitrary.js';
import type { PlainEvent } from '../support/plain-events.js';
import { holds } from '../support/property.js';
import { requestsOf, runFast } from '../support/run-both.js';
import { scenarioParts } from '../support/scenario-arbitrary.js';
import { buildScenario } from '../support/scenario-builder.js';

describe.each(strategyRegistry.map(({ name }) => name))('%s', (name) => {
  it('decides the same up to a moment, whatever comes after it', () => {
    holds(
      fc.tuple(scenarioParts(), beliefs(), fc.double({ min: 0.1, max: 1, noNaN: true })),
      ([parts, believed, share]) => {
        const scenario = buildScenario({ ...parts, believed, strategy: name });
        const cut = share * scenario.durationSeconds;
        const full = upTo(runFast(withTrace(scenario, Number.POSITIVE_INFINITY)), cut);
        const other = upTo(runFast(withTrace(scenario, cut)), cut);
        expect(other).toEqual(full);
      },
    );
  });
});

/**
 * The same requests as a trace; in place of those at or after `cut` there is one of the first model
 * some time later. That none at all is to come is no secret: then the server stops looking at expired
 * timers, so that a run can end, and a strategy is not asked on such occasions any more.
 */
function withTrace(scenario: Scenario, cut: number): Scenario {
  const all = requestsOf(scenario);
  const past = all.filter((request) => request.arrival < cut);
  const last = { arrival: (cut + scenario.durationSeconds) / 2, model: 0 };
  const requests = past.length < all.length ? [...past, last] : past;
  const trace = {
    process: 'trace',
    file: 'test',
    sha256: '',
    columns: { time: 't_s', model: null },
    times: Float64Array.from(requests, (request) => request.arrival),
    models: Uint16Array.from(requests, (request) => request.model),
    lengths: null,
  } as const;
  return { ...scenario, workload: { ...scenario.workload, arrivals: trace } };
}

/**
 * What was decided and done before `cut`. How a run is stopped does not matter, nor how often an
 * expired timer finds nothing.
 */
function upTo(events: readonly PlainEvent[], cut: number): PlainEvent[] {
  return events.filter(
    (event) =>
      event.kind !== 'left-over' &&
      event.kind !== 'end' &&
      !(event.kind === 'decision' && event.action === 'release' && event.count === 0) &&
      timeOf(event) < cut,
  );
}

/** When it was over; Infinity for what the end of the run cut off. */
function timeOf(event: PlainEvent): number {
  if (event.kind === 'phase') return event.completed ? event.end : Number.POSITIVE_INFINITY;
  if (event.kind === 'background') {
    return event.outcome === 'stopped' ? Number.POSITIVE_INFINITY : event.end;
  }
  return event.kind === 'batch' ? event.writtenAt : event.time;
}
