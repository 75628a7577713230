import { describe, expect, it } from 'vitest';
import type { BackgroundFact } from '../../src/events/facts.js';
import { eventsOf, type PlainEvent, type PlainPhase } from '../support/plain-events.js';
import { holdsForRuns, type Observed } from '../support/property.js';
import { runFast } from '../support/run-both.js';
import { buildScenario } from '../support/scenario-builder.js';

const ROUNDING = 1e-9;

describe('the GPU', () => {
  it('does one thing at a time', () => {
    holdsForRuns(({ events }) => {
      let free = 0;
      for (const phase of eventsOf(events, 'phase')) {
        expect(phase.start).toBeGreaterThanOrEqual(free);
        expect(phase.end).toBeGreaterThanOrEqual(phase.start);
        free = phase.end;
      }
    });
  });

  it('never holds more models, or more of them, than fit', () => {
    holdsForRuns((observed) => {
      const { memory } = observed.scenario.server;
      for (const models of contents(observed)) {
        const weights = models.map((model) => observed.scenario.timing.models[model]?.weightsGiB);
        const used = weights.reduce<number>((sum, weight) => sum + (weight ?? Number.NaN), 0);
        expect(models.length).toBeLessThanOrEqual(memory.residentModels);
        expect(used).toBeLessThanOrEqual(memory.memoryGiB - memory.reserveGiB + ROUNDING);
      }
    });
  });

  it('infers only with a model that is in memory, and loads none that is', () => {
    holdsForRuns((observed) => {
      let resident = [...observed.scenario.server.preload];
      for (const event of observed.events) {
        if (event.kind === 'phase') {
          expect(resident.includes(event.model)).toBe(event.phase !== 'load');
          resident = after(resident, event);
        } else if (event.kind === 'background' && event.operation === 'load') {
          expect(resident).not.toContain(event.model);
          if (event.outcome === 'completed') resident = [...resident, event.model];
        }
      }
    });
  });

  it('brings in one model at a time in the background, each to an end of its own', () => {
    holdsForRuns(({ events, scenario }) => {
      let free = 0;
      for (const beside of eventsOf(events, 'background')) {
        expect(beside.start).toBeGreaterThanOrEqual(free);
        expect(beside.end).toBeGreaterThanOrEqual(beside.start);
        free = beside.end;
        const stopsAt = scenario.durationSeconds + scenario.drainSeconds;
        if (beside.outcome === 'stopped') expect(beside.end).toBe(stopsAt);
      }
    });
  });

  it('brings in nothing in the background where the server does not allow it', () => {
    const allowed = { none: [], host: ['prefetch'], gpu: ['load'], both: ['load', 'prefetch'] };
    holdsForRuns(({ events, scenario }) => {
      for (const { operation } of eventsOf(events, 'background')) {
        expect(allowed[scenario.server.prefetch.to]).toContain(operation);
      }
    });
  });

  it('is slowed by no channel, however narrow, while nothing is brought in beside its work', () => {
    const narrow = { to: 'none', sharedGiBPerSecond: 0.01, inferenceGiBPerSecond: 9 } as const;
    holdsForRuns(
      ({ events, parts }) => {
        const alone = buildScenario({ ...parts, prefetch: { to: 'none' } });
        expect(events).toEqual(runFast(alone));
      },
      { cases: 300, adapt: (parts) => ({ ...parts, prefetch: narrow }) },
    );
  });

  it('goes on at once with a load that was begun in the background and is taken over', () => {
    holdsForRuns(({ events }) => {
      const loads = eventsOf(events, 'phase').filter(({ phase }) => phase === 'load');
      for (const { model, end } of takenOver(events)) {
        expect(loads.some((load) => load.model === model && load.start === end)).toBe(true);
      }
    });
  });

  it('works through each batch in order: unload, load, infer, write', () => {
    holdsForRuns(({ events }) => {
      const order = ['unload', 'load', 'infer', 'write'];
      const phases = eventsOf(events, 'phase');
      for (const batch of eventsOf(events, 'batch')) {
        const mine = phases.filter((phase) => phase.batch === batch.number);
        const steps = mine.map((phase) => order.indexOf(phase.phase));
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
        expect(mine.some((phase) => phase.phase === 'load')).toBe(batch.swapped);
        expect(mine.at(0)?.start).toBe(batch.startedAt);
        expect(mine.at(-1)?.end).toBe(batch.writtenAt);
        expect(mine.find((phase) => phase.phase === 'infer')?.end).toBe(batch.completedAt);
      }
    });
  });

  it('is stopped in the middle of at most one thing, the last', () => {
    holdsForRuns(({ events, scenario }) => {
      const phases = eventsOf(events, 'phase');
      const cut = phases.filter((phase) => !phase.completed);
      expect(cut).toEqual(phases.slice(phases.length - cut.length));
      expect(cut.length).toBeLessThanOrEqual(1);
      for (const phase of cut) {
        expect(phase.end).toBe(scenario.durationSeconds + scenario.drainSeconds);
      }
    });
  });
});

interface Change {
  readonly time: number;
  readonly model: number;
  readonly comes: boolean;
}

/** What takes room in memory: a model from the start of its load to the end of its unload. */
function contents({ scenario, events }: Observed): number[][] {
  const changes: Change[] = [];
  for (const { phase, model, start, end } of eventsOf(events, 'phase')) {
    const wentOn = takenOver(events).some((at) => at.model === model && at.end === start);
    if (phase === 'load' && !wentOn) changes.push({ time: start, model, comes: true });
    if (phase === 'unload') changes.push({ time: end, model, comes: false });
  }
  for (const { operation, model, start, end, outcome } of eventsOf(events, 'background')) {
    if (operation === 'prefetch') continue;
    changes.push({ time: start, model, comes: true });
    if (outcome === 'called-off') changes.push({ time: end, model, comes: false });
  }
  // What leaves makes room for what comes at the same instant.
  changes.sort((a, b) => a.time - b.time || Number(a.comes) - Number(b.comes));
  const states: number[][] = [[...scenario.server.preload]];
  for (const { model, comes } of changes) {
    const others = (states.at(-1) ?? []).filter((present) => comes || present !== model);
    states.push(comes ? [...others, model] : others);
  }
  return states;
}

function takenOver(events: readonly PlainEvent[]): BackgroundFact[] {
  return eventsOf(events, 'background').filter(
    ({ operation, outcome }) => operation === 'load' && outcome === 'taken-over',
  );
}

function after(resident: number[], phase: PlainPhase): number[] {
  if (phase.phase === 'load') return [...resident, phase.model];
  return phase.phase === 'unload' ? resident.filter((model) => model !== phase.model) : resident;
}
