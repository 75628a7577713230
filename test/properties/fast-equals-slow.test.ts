import { describe, expect, it } from 'vitest';
import { firstDifference } from '../support/compare-events.js';
import { CASES, holdsForRuns, type Observed } from '../support/property.js';
import { runReference } from '../support/run-both.js';
import type { RandomParts } from '../support/scenario-arbitrary.js';
import type { ScenarioParts } from '../support/scenario-builder.js';

function isAsTheReferenceTells({ scenario, events }: Observed): void {
  const stopIsFree = scenario.drainSeconds === Number.POSITIVE_INFINITY;
  expect(firstDifference(events, runReference(scenario), { stopIsFree })).toBeNull();
}

/** The rules as the semantics has them. Exact timers where sweeps would make rounding decide. */
function withOwnRules(parts: RandomParts): ScenarioParts {
  return { ...parts, rules: parts.style === 'grid' ? EXACT : {} };
}

const EXACT = { timerPollSeconds: 0, busyLoop: false };

describe('the engine tells the same events as the slow reference', () => {
  it('under any rules', { timeout: 60_000 }, () => {
    holdsForRuns(isAsTheReferenceTells, { cases: 5 * CASES });
  });

  it('as published', { timeout: 60_000 }, () => {
    const adapt = (parts: RandomParts): ScenarioParts =>
      withOwnRules({ ...parts, semantics: 'as-published' });
    holdsForRuns(isAsTheReferenceTells, { adapt });
  });

  it('lossless', { timeout: 60_000 }, () => {
    const adapt = (parts: RandomParts): ScenarioParts =>
      withOwnRules({ ...parts, semantics: 'lossless' });
    holdsForRuns(isAsTheReferenceTells, { adapt });
  });
});
