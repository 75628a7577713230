import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/types.js';
import { simulate } from '../../src/simulate.js';
import { withMeanDurations } from '../../src/timing/mean-durations.js';
import { EventLog, type PlainEvent } from '../support/plain-events.js';
import { holds } from '../support/property.js';
import { engineStrategy } from '../support/run-both.js';
import { type RandomParts, scenarioParts } from '../support/scenario-arbitrary.js';
import { buildScenario, type ScenarioParts } from '../support/scenario-builder.js';

/** Requests for all models in turn at equal distances, and no rule that draws. */
function withoutChance(parts: RandomParts): ScenarioParts {
  const models = parts.models ?? [{}];
  const of = models.map((_, model) => ({
    arrivals: { process: 'constant', rate: 1 / (1.3 + 0.4 * model), first: 'gap' } as const,
    mix: models.map((__, other) => (other === model ? 1 : 0)),
  }));
  const rules = {
    ...parts.rules,
    lockOrder: 'fifo',
    raceProbability: 0,
    timerPollSeconds: 0,
  } as const;
  const strategy = parts.strategy === 'erratic' ? 'best-batch+timer' : (parts.strategy ?? '');
  const polls = strategy.includes('partial');
  return {
    ...parts,
    arrivals: { process: 'superposition', of },
    rules,
    strategy: polls ? 'select-batch+timer' : strategy,
  };
}

function events(scenario: Scenario, replication: number): readonly PlainEvent[] {
  const log = new EventLog();
  const strategy = engineStrategy(scenario.strategy.name);
  simulate({ scenario, strategy, replication, observers: [log] });
  return log.events;
}

describe('with durations that are their means', () => {
  it('two replications of the same arrivals are the same run', () => {
    holds(scenarioParts(), (random) => {
      const scenario = buildScenario(withoutChance(random));
      const still = { ...scenario, timing: withMeanDurations(scenario.timing) };
      expect(events(still, 1)).toEqual(events(still, 0));
    });
  });

  it('and without, they are not: there is chance to take away', () => {
    const swap = {
      form: 'independent',
      load: { mean: 2, sd: 1 },
      unload: { mean: 1, sd: 0.5 },
      firstLoad: null,
      family: 'gamma',
    } as const;
    const scenario = buildScenario({
      models: [{ swap }],
      arrivals: { process: 'constant', rate: 1, first: 'gap' },
    });
    expect(events(scenario, 1)).not.toEqual(events(scenario, 0));
  });
});
