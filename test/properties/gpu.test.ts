import { describe, expect, it } from 'vitest';
import { eventsOf, type PlainPhase } from '../support/plain-events.js';
import { holdsForRuns, type Observed } from '../support/property.js';

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
      for (const phase of eventsOf(observed.events, 'phase')) {
        const isResident = resident.includes(phase.model);
        expect(isResident).toBe(phase.phase !== 'load');
        resident = after(resident, phase);
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

/** What is in memory, a model counting from the start of its load to the end of its unload. */
function contents({ scenario, events }: Observed): number[][] {
  const states: number[][] = [[...scenario.server.preload]];
  for (const phase of eventsOf(events, 'phase')) {
    const present = states.at(-1) ?? [];
    if (phase.phase === 'load') states.push([...present, phase.model]);
    if (phase.phase === 'unload') states.push(present.filter((model) => model !== phase.model));
  }
  return states;
}

function after(resident: number[], phase: PlainPhase): number[] {
  if (phase.phase === 'load') return [...resident, phase.model];
  return phase.phase === 'unload' ? resident.filter((model) => model !== phase.model) : resident;
}
