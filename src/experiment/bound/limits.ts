import type { Issue } from '../../errors.js';
import type { Scenario } from '../../scenario/types.js';
import { fitsInMemory } from '../../serving/batch/config.js';

/** Every pair of models is a state of the bound's program: more than these take too long. */
const MOST_MODELS = 12;

/** What of a scenario the bound does not hold for, as issues; empty if it does. */
export function boundProblems({ models, server, timing }: Scenario): readonly Issue[] {
  const issues: Issue[] = [];
  const refuse = (path: string, expected: string, got: string): void => {
    issues.push({ source: { kind: 'option', option: 'bound' }, path, expected, got });
  };
  const { memory } = server;
  if (server.gpus > 1) {
    refuse('server.gpus', '1: the bound is for one GPU', String(server.gpus));
  }
  const weights = timing.models.map(({ weightsGiB }) => weightsGiB).sort((a, b) => a - b);
  const pair = (weights[0] ?? 0) + (weights[1] ?? Number.POSITIVE_INFINITY);
  if (memory.residentModels > 1 && fitsInMemory(pair, memory)) {
    const got = `room for ${memory.residentModels} at most, and two that fit`;
    refuse('server.gpu.residentModels', 'one model in memory at a time', got);
  }
  if (server.unloadWhenIdle) {
    refuse('server.unloadWhenIdle', 'false: a model stays until another is loaded', 'true');
  }
  if (server.prefetch.to !== 'none') {
    refuse(
      'server.prefetch.to',
      'none: nothing is brought in while the GPU infers',
      server.prefetch.to,
    );
  }
  if ((server.pageCacheGiB ?? 0) > 0) {
    const expected = '0: loads that depend on the last two models loaded at most';
    refuse('server.loadPath.pageCacheGiB', expected, String(server.pageCacheGiB));
  }
  if (models.length > MOST_MODELS) {
    refuse('models', `at most ${MOST_MODELS} models`, String(models.length));
  }
  return issues;
}
