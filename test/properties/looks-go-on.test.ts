import { describe, expect, it } from 'vitest';
import type {
  Answer,
  ServerView,
  StrategyDefinition,
} from '../../src/serving/batch/strategies/strategy.js';
import type { TraceConfig } from '../../src/workload/config.js';
import { eventsOf } from '../support/plain-events.js';
import { runFast } from '../support/run-both.js';
import { buildScenario, type ScenarioParts } from '../support/scenario-builder.js';

/** A strategy may decide by the clock alone: looks go on when nothing else happens any more. */

const PATIENCE = 3;

function releaseAfterPatience(view: ServerView, model: number): Answer {
  if (view.waiting(model) === 0 || view.now - view.arrivalOf(model, 0) < PATIENCE) return undefined;
  return { action: 'release', model, count: 'all', reason: 'waited long enough' };
}

const POLLING: StrategyDefinition = {
  name: 'patient-poll',
  summary: 'releases what has waited long enough, on a look',
  create: () => ({
    poll: { everySeconds: 1, residentForSeconds: 0 },
    onPoll: releaseAfterPatience,
  }),
};

const SWEEPING: StrategyDefinition = {
  name: 'patient-timer',
  summary: 'releases what has waited long enough, on a sweep',
  create: () => ({
    onArrival: (view, model) => ({ action: 'set-timer', model, at: view.now, reason: 'at once' }),
    onTimer: releaseAfterPatience,
  }),
};

const ONE_REQUEST: TraceConfig = {
  process: 'trace',
  file: 'test',
  sha256: '',
  columns: { time: 't_s', model: null },
  times: Float64Array.of(1.5),
  models: null,
  lengths: null,
};

describe('after the last arrival', () => {
  const parts: ScenarioParts = {
    arrivals: ONE_REQUEST,
    preload: [0],
    durationSeconds: 10,
    drainSeconds: 10,
    rules: { writeResults: false, timerPollSeconds: 1 },
  };

  it.each([POLLING, SWEEPING])('$name still decides', (strategy) => {
    const [batch] = eventsOf(runFast(buildScenario(parts), strategy), 'batch');
    expect(batch?.releasedAt).toBeGreaterThanOrEqual(1.5 + PATIENCE);
    expect(batch?.releasedAt).toBeLessThan(1.5 + PATIENCE + 1);
  });
});
