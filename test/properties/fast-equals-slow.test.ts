import { describe, expect, it } from 'vitest';
import { firstDifference } from '../support/compare-events.js';
import { holdsForRuns, type Observed } from '../support/property.js';
import { runReference } from '../support/run-both.js';
import type { ScenarioParts } from '../support/scenario-builder.js';

function isAsTheReferenceTells({ scenario, events }: Observed): void {
  const stopIsFree = scenario.drainSeconds === Number.POSITIVE_INFINITY;
  expect(firstDifference(events, runReference(scenario), { stopIsFree })).toBeNull();
}

/** The rules as the semantics has them. Exact timers where sweeps would make rounding decide. */
function withOwnRules(parts: ScenarioParts): ScenarioParts {
  return { ...parts, rules: parts.arrivals?.process === 'constant' ? EXACT : {} };
}

const EXACT = { timerPollSeconds: 0, busyLoop: false };

describe('the engine tells the same events as the slow reference', () => {
  it('under any rules', { timeout: 60_000 }, () => {
    holdsForRuns(isAsTheReferenceTells, { runs: 600 });
  });

  it('as published', { timeout: 60_000 }, () => {
    const adapt = (parts: ScenarioParts): ScenarioParts =>
      withOwnRules({ ...parts, semantics: 'as-published' });
    holdsForRuns(isAsTheReferenceTells, { runs: 300, adapt });
  });

  it('lossless', { timeout: 60_000 }, () => {
    const adapt = (parts: ScenarioParts): ScenarioParts =>
      withOwnRules({ ...parts, semantics: 'lossless' });
    holdsForRuns(isAsTheReferenceTells, { runs: 300, adapt });
  });
});
