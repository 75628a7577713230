import type { MeasuredCase, RunReplay } from './replay-run.js';
import { replayRun } from './replay-run.js';
import type { ReplaySettings, ServerSource } from './settings.js';

/** Measured runs over the same models, each with its figures. */
export interface MeasuredCases {
  readonly models: readonly string[];
  readonly cases: readonly MeasuredCase[];
}

/**
 * Replays every run on the server that `serverOf` gives for it. Work that can be watched and
 * stopped between two runs: yields the share done, in (0, 1].
 */
export function* replayAll(
  { models, cases }: MeasuredCases,
  serverOf: ServerSource,
  settings: ReplaySettings,
): Generator<number, readonly RunReplay[]> {
  const replays: RunReplay[] = [];
  for (const measured of cases) {
    replays.push(replayRun(measured, models, serverOf(measured.run), settings));
    yield replays.length / cases.length;
  }
  return replays;
}
