import { describe, expect, it } from 'vitest';
import { strategyRegistry } from '../../../../src/serving/batch/strategies/registry.js';
import { eventsOf } from '../../../support/plain-events.js';
import { holds } from '../../../support/property.js';
import { playIn, smallWorlds } from './small-world.js';

/** The policies that promise to serve nothing late. */
const DROPPING = [
  'edf+drop',
  'edf+stay',
  'least-slack',
  'swap-amortising',
  'max-pressure',
  'sla-select-batch',
  'clockwork',
];
const ALL = ['edf', ...DROPPING];

describe.each(DROPPING)('%s', (name) => {
  it('serves nobody late, where what it believes is true', () => {
    holds(
      smallWorlds,
      (world) => {
        const { batches, onTime } = playIn(world, name);
        expect(onTime).toBe(batches.flatMap(({ requests }) => requests).length);
      },
      200,
    );
  });

  // With one model in memory at a time: which of several has to leave for the visit after next is
  // not predicted, and a policy that waits until the last moment relies on predictions.
  it('drops nobody of a world without a hurry', () => {
    holds(
      smallWorlds,
      (world) => {
        const models = world.models.map((model) => ({ ...model, sla: 1e6 }));
        const { events } = playIn({ ...world, models, residentModels: 1 }, name);
        expect(eventsOf(events, 'drop')).toEqual([]);
      },
      200,
    );
  });
});

describe.each(ALL)('%s', (name) => {
  it('serves or drops everything in the end, and loads nothing that it does not serve', () => {
    holds(
      smallWorlds,
      (world) => {
        const { events, batches } = playIn(world, name);
        expect(eventsOf(events, 'left-over')).toEqual([]);
        const loads = eventsOf(events, 'phase').filter(({ phase }) => phase === 'load');
        for (const load of loads) {
          const next = batches.find(({ inferenceStart }) => inferenceStart >= load.end);
          // What was to be served may have become late while another load went on.
          if (next !== undefined && loads.every(({ start }) => start < load.end)) {
            expect(next.model).toBe(load.model);
          }
        }
      },
      200,
    );
  });

  it('stays below its cap', () => {
    holds(
      smallWorlds,
      (world) => {
        for (const { requests } of playIn(world, name).batches) {
          expect(requests.length).toBeLessThanOrEqual(world.batchCap ?? 0);
        }
      },
      200,
    );
  });

  it('reads every option that it says it reads', () => {
    const definition = strategyRegistry.find((strategy) => strategy.name === name);
    const read = new Set<string>();
    const options = new Proxy({} as Record<string, unknown>, {
      get: (_target, key) => {
        read.add(String(key));
        return key === 'weights' ? {} : key === 'allowedSizes' ? [1] : key === 'batchCap' ? 4 : 0;
      },
    });
    const believed = {
      loadSeconds: () => ({ mean: 1, sd: 1 }),
      unloadSeconds: () => ({ mean: 0, sd: 0 }),
      batchSeconds: () => 1,
      bestBatch: () => 4,
      maxBatch: () => 4,
    };
    definition?.create({
      models: ['a'],
      slaSeconds: [60],
      believed,
      timerBelief: believed,
      options: options as never,
    });
    expect([...read].sort()).toEqual([...(definition?.uses ?? [])].sort());
  });
});
