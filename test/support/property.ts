import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Scenario } from '../../src/scenario/types.js';
import type { PlainEvent } from './plain-events.js';
import { runFast } from './run-both.js';
import { type RandomParts, scenarioParts } from './scenario-arbitrary.js';
import { buildScenario, type ScenarioParts } from './scenario-builder.js';

/** How many random cases a law is checked on, unless it says otherwise. */
export const CASES = 1000;

/** A run of the engine and what it was of. */
export interface Observed {
  readonly parts: ScenarioParts;
  readonly scenario: Scenario;
  readonly events: readonly PlainEvent[];
}

interface RunsOptions {
  readonly cases?: number;
  readonly adapt?: (parts: RandomParts) => ScenarioParts;
}

/** Checks a law on the events of random small scenarios. The law throws when it is broken. */
export function holdsForRuns(law: (observed: Observed) => void, options: RunsOptions = {}): void {
  holds(
    scenarioParts().map((parts) => options.adapt?.(parts) ?? parts),
    (parts) => {
      const scenario = buildScenario(parts);
      law({ parts, scenario, events: runFast(scenario) });
    },
    options.cases,
  );
}

/**
 * Checks a law on random values. The law throws when it is broken. Call within a test: each law
 * gets cases of its own, by the global seed and the name of its test.
 */
export function holds<T>(values: fc.Arbitrary<T>, law: (value: T) => void, cases = CASES): void {
  fc.assert(
    fc.property(values, (value) => law(value)),
    { numRuns: cases, seed: lawSeed() },
  );
}

/** A seed for the present test alone, by the global seed and the test's name. */
export function lawSeed(): number {
  const { seed = 0 } = fc.readConfigureGlobal() ?? {};
  const law = expect.getState().currentTestName ?? '';
  return createHash('sha256').update(`${seed} ${law}`).digest().readInt32BE(0);
}
