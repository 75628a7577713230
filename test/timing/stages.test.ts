import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadStage, StagedSwap } from '../../src/timing/config.js';
import { pipelineSeconds } from '../../src/timing/stages.js';
import { createSwapTimes } from '../../src/timing/swap-times.js';
import { holds } from '../support/property.js';

const FIRST = { first: true, previous: -1, beforePrevious: -1 };

function stage(place: LoadStage['place'], giBPerSecond: number, seconds = 0): LoadStage {
  return { name: place, place, giBPerSecond, seconds };
}

const stages = fc.array(
  fc.record({
    name: fc.constant('any'),
    place: fc.constantFrom<LoadStage['place']>('disk', 'host', 'gpu'),
    giBPerSecond: fc.constantFrom(0.5, 1, 3, 10, Number.POSITIVE_INFINITY),
    seconds: fc.constantFrom(0, 0.5, 2),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Chunk by chunk: a stage takes one as soon as it is free and the stage before has handed it on. */
function chunkByChunk(path: readonly LoadStage[], weightsGiB: number, chunks: number): number {
  const freeAt = path.map(() => 0);
  for (let chunk = 0; chunk < chunks; chunk++) {
    let readyAt = 0;
    path.forEach(({ giBPerSecond }, at) => {
      readyAt = Math.max(readyAt, freeAt[at] as number) + weightsGiB / chunks / giBPerSecond;
      freeAt[at] = readyAt;
    });
  }
  return Math.max(...freeAt) + path.reduce((sum, { seconds }) => sum + seconds, 0);
}

describe('a load path', () => {
  it('takes what its chunks take, moved one by one', () => {
    const cases = fc.tuple(
      stages,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
    );
    holds(cases, ([path, weights, chunks]) => {
      // A little more than the equal part, so that rounding makes no further chunk.
      const chunkGiB = (weights / chunks) * (1 + 1e-12);
      const expected = chunkByChunk(path, weights, chunks);
      expect(pipelineSeconds(path, weights, chunkGiB)).toBeCloseTo(expected, 9);
    });
  });

  it('takes the sum of its stages in series, and less the smaller the chunks are', () => {
    const path = [stage('disk', 2, 1), stage('host', 5), stage('gpu', 4, 0.5)];
    const inChunks = [Number.POSITIVE_INFINITY, 20, 10, 5, 1, 0.01].map((chunkGiB) =>
      pipelineSeconds(path, 20, chunkGiB),
    );
    expect(inChunks[0]).toBeCloseTo(20 / 2 + 1 + 20 / 5 + 20 / 4 + 0.5, 12);
    expect(inChunks[1]).toBe(inChunks[0]);
    expect([...inChunks].sort((a, b) => b - a)).toEqual(inChunks);
    // At last the slowest stage, and the fixed seconds.
    expect(inChunks.at(-1)).toBeCloseTo(20 / 2 + 1.5, 1);
  });
});

const PATH: StagedSwap = {
  form: 'stages',
  stages: [stage('disk', 2, 1), stage('host', 5), stage('gpu', 4)],
  weightsGiB: 20,
  chunkGiB: Number.POSITIVE_INFINITY,
  unload: 0.25,
  cv: 0,
  family: 'constant',
};

describe('loads by stages', () => {
  const times = createSwapTimes(PATH, 0);
  const load = (known: { uncachedShare?: number; readAhead?: number }): number =>
    times.load({ ...FIRST, ...known }, 0.5);

  it('skip the disk for what is in the page cache, and no more', () => {
    expect(load({})).toBe(11 + 4 + 5);
    expect(load({ uncachedShare: 0.5 })).toBe(6 + 4 + 5);
    expect(load({ uncachedShare: 0 })).toBe(4 + 5);
  });

  it('skip all that a prefetch has done, which took as long as that', () => {
    expect(load({ readAhead: 1 })).toBe(5);
    expect(times.prefetch?.seconds(FIRST, 0.5)).toBe(11 + 4);
    expect(times.prefetch?.giB(FIRST)).toBe(20);
    // The page cache has left the host's part.
    expect(times.prefetch?.seconds({ ...FIRST, uncachedShare: 0 }, 0.5)).toBe(4);
    // A quarter of everything before the GPU is done; a stage's fixed time counts while it is needed.
    expect(load({ readAhead: 0.25 })).toBe(7.5 + 1 + 3 + 5);
  });

  it('vary as their cv says, with the same quantile in every stage', () => {
    const varied = createSwapTimes({ ...PATH, cv: 0.3, family: 'lognormal' }, 0);
    const ratio = varied.load(FIRST, 0.9) / times.load(FIRST, 0.9);
    expect(ratio).toBeGreaterThan(1.2);
    const ahead = varied.load({ ...FIRST, readAhead: 1 }, 0.9);
    expect(ahead).toBeCloseTo(5 * ratio, 12);
  });
});
