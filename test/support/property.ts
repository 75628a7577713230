import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/types.js';
import type { PlainEvent } from './plain-events.js';
import { runFast } from './run-both.js';
import { scenarioParts } from './scenario-arbitrary.js';
import { buildScenario, type ScenarioParts } from './scenario-builder.js';

/** A run of the engine and what it was of. */
export interface Observed {
  readonly parts: ScenarioParts;
  readonly scenario: Scenario;
  readonly events: readonly PlainEvent[];
}

/** Checks a law on the events of random small scenarios. The law throws when it is broken. */
export function holdsForRuns(
  law: (observed: Observed) => void,
  options: { readonly runs: number; readonly adapt?: (parts: ScenarioParts) => ScenarioParts },
): void {
  holds(
    scenarioParts().map((parts) => options.adapt?.(parts) ?? parts),
    (parts) => {
      const scenario = buildScenario(parts);
      law({ parts, scenario, events: runFast(scenario) });
    },
    options.runs,
  );
}

/** Checks a law on random values. The law throws when it is broken. */
export function holds<T>(values: fc.Arbitrary<T>, law: (value: T) => void, runs: number): void {
  fc.assert(
    fc.property(values, (value) => law(value)),
    { numRuns: runs },
  );
}
