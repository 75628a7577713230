import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../src/timing/check-profile.js';
import { h100, readProfile, SINGLE_SERVER } from './support.js';

/** A profile with the batch times and swap times given as flow YAML. */
function profile(batch: string, swap = '{ load: { mean: 1 } }', rest = ''): string {
  return `
gpu: { memoryGiB: 10 }
${rest}
models:
  only:
    weightsGiB: 1
    bestBatch: 1
    off: { batch: { profiled: ${batch} }, swap: { profiled: ${swap} } }
`;
}

function problems(yaml: string): string[] {
  return checkProfile(readProfile(yaml)).map(
    ({ path, expected, got }) => `${path.slice(-3).join('.')}: expected ${expected}, got ${got}`,
  );
}

describe('checkProfile', () => {
  it('accepts the built-in profile and the smallest one', () => {
    expect(checkProfile(h100())).toEqual([]);
    expect(checkProfile(readProfile(SINGLE_SERVER))).toEqual([]);
  });

  it.each([
    ['{}', 'off.batch.profiled: expected a line (a, b) or a table, got neither'],
    ['{ a: 0, b: 0 }', 'off.batch.profiled: expected a or b above 0, got both 0'],
    [
      '{ a: 1, table: [{ size: 1, mean: 1 }] }',
      'off.batch.profiled: expected either a line (a, b, cv, ratio) or a table, got both',
    ],
    [
      '{ b: 1, beyond: linear }',
      'batch.profiled.beyond: expected nothing: a line holds for every size, got linear',
    ],
    [
      '{ table: [{ size: 4, mean: 1 }, { size: 4, mean: 2 }] }',
      'table.1.size: expected above the size before it (4), got 4',
    ],
    [
      '{ table: [{ size: 1, mean: 4 }, { size: 2, mean: 0.4 }] }',
      'table.1.mean: expected a mean not below that of size 1 (4) by more than the sd, got 0.4',
    ],
    [
      '{ beyond: linear, table: [{ size: 1, mean: 4 }] }',
      'batch.profiled.table: expected at least two sizes to draw a line through (beyond: linear), got one',
    ],
    [
      '{ a: 1, family: gamma }',
      'batch.profiled.family: expected constant, or a cv above 0, got gamma without one',
    ],
    [
      '{ a: 1, cv: 0.2, family: constant }',
      'batch.profiled.cv: expected 0 for the constant family, got 0.2',
    ],
    [
      '{ a: 1, cv: 0.5, family: exponential }',
      'batch.profiled.cv: expected 1 or nothing for the exponential family, got 0.5',
    ],
    [
      '{ a: 1, cv: 2, family: normal }',
      'batch.profiled.cv: expected sd ≤ 0.99 × mean: a normal duration has no negative values, got 2',
    ],
    [
      '{ family: normal, table: [{ size: 1, mean: 1 }] }',
      'batch.profiled.family: expected constant, or an sd above 0, got normal without one',
    ],
    [
      '{ a: 1, cv: 0.1, ratio: { buckets: [{ quantiles: [1, 2] }] } }',
      'off.batch.profiled: expected either measured ratios (ratio) or a family and a cv, got both',
    ],
    [
      '{ a: 1, ratio: { buckets: [{ quantiles: [1, 2] }, { quantiles: [1, 2] }] } }',
      'buckets.0.upTo: expected a largest size, except in the last bucket, got none',
    ],
    [
      '{ a: 1, ratio: { buckets: [{ upTo: 8, quantiles: [1, 2] }] } }',
      'buckets.0.upTo: expected none in the last bucket: a line has no end, got 8',
    ],
    [
      '{ a: 1, ratio: { buckets: [{ upTo: 8, quantiles: [1, 2] }, { upTo: 8, quantiles: [1, 2] }, { quantiles: [1, 2] }] } }',
      'buckets.1.upTo: expected above that of the bucket before it (8), got 8',
    ],
    [
      '{ a: 1, ratio: { buckets: [{ quantiles: [1, 0.9, 2] }] } }',
      '0.quantiles.1: expected at least the one before (1), got 0.9',
    ],
    [
      '{ a: 1, ratio: { buckets: [{ quantiles: [0, 0] }] } }',
      'buckets.0.quantiles: expected a greatest ratio above 0, got 0',
    ],
    [
      '{ a: 0, ratio: { buckets: [{ quantiles: [1, 2] }] } }',
      'off.batch.profiled: expected a or b above 0, got both 0',
    ],
  ])('refuses batch times %s', (batch, problem) => {
    expect(problems(profile(batch))).toEqual([problem]);
  });

  it.each([
    [
      '{ family: constant, load: { mean: 2, sd: 1 } }',
      'profiled.load.sd: expected 0 for the constant family, got 1',
    ],
    [
      '{ family: exponential, load: { mean: 2, sd: 1 } }',
      'profiled.load.sd: expected the mean (2) or nothing for the exponential family, got 1',
    ],
    [
      '{ load: { mean: 2 }, unload: { mean: 0.1, sd: 3 } }',
      'profiled.unload.sd: expected sd ≤ 10 × mean, got 3',
    ],
    [
      '{ load: { mean: 2 }, firstLoad: { mean: 0, sd: 1 } }',
      'profiled.firstLoad.sd: expected sd 0 when the mean is 0, got 1',
    ],
  ])('refuses swap times %s', (swap, problem) => {
    expect(problems(profile('{ a: 1 }', swap))).toEqual([problem]);
  });

  it('takes a normal spread of just 0.99 of the mean, as it says', () => {
    const swap = '{ family: normal, load: { mean: 3, sd: 2.97 } }';
    expect(problems(profile('{ a: 1, cv: 0.99, family: normal }', swap))).toEqual([]);
    expect(problems(profile('{ a: 1, cv: 0.9901, family: normal }', swap))).toHaveLength(1);
  });

  it.each([
    [
      'first: { mean: 1 }, returning: { mean: 1, after: { onyl: { mean: 1 } } }, otherwise: { mean: 1 }',
      'returning.after.onyl: expected a model of this profile, got onyl',
    ],
    [
      'family: constant, first: { mean: 1, sd: 1 }, returning: { mean: 1 }, otherwise: { mean: 1 }',
      'history.first.sd: expected 0 for the constant family, got 1',
    ],
    [
      'first: { mean: 1 }, returning: { mean: 1 }, otherwise: { mean: 1, after: { only: { mean: 1, sd: 11 } } }',
      'after.only.sd: expected sd ≤ 10 × mean, got 11',
    ],
  ])('refuses swap times by history { %s }', (history, problem) => {
    const swap = `{ load: { mean: 1 } }, history: { ${history} }`;
    expect(problems(profile('{ a: 1 }', swap))).toEqual([problem]);
  });

  it('takes a mean that falls within the noise of the measurement', () => {
    const noisy =
      '{ table: [{ size: 1, mean: 1.37, sd: 0.18 }, { size: 2, mean: 1.31, sd: 0.02 }] }';
    expect(problems(profile(noisy))).toEqual([]);
    const exponential = noisy
      .replaceAll(/, sd: [0-9.]+/g, '')
      .replace('{', '{ family: exponential,');
    expect(problems(profile(exponential))).toEqual([]);
  });

  it('names sources and models that are not there, with the nearest that is', () => {
    const rest = `
sources: { bench: our benchmark }
write: { baseSeconds: 1, source: bensh }
busyLoop: { inferenceRate: 0.5, loadExtraSeconds: { onyl: 3 } }
`;
    const batch = '{ a: 1, sourceOf: { a: paper, z: bench } }';
    const issues = checkProfile(readProfile(profile(batch, undefined, rest)));
    expect(issues).toEqual([
      {
        in: 'profile',
        path: ['busyLoop', 'loadExtraSeconds', 'onyl'],
        expected: 'a model of this profile',
        got: 'onyl',
        hint: 'did you mean "only"?',
      },
      {
        in: 'profile',
        path: ['write', 'source'],
        expected: 'a name under sources',
        got: 'bensh',
        hint: 'did you mean "bench"?',
      },
      {
        in: 'profile',
        path: ['models', 'only', 'off', 'batch', 'profiled', 'sourceOf', 'a'],
        expected: 'a name under sources',
        got: 'paper',
      },
      {
        in: 'profile',
        path: ['models', 'only', 'off', 'batch', 'profiled', 'sourceOf', 'z'],
        expected: 'a number of this group',
        got: 'z',
      },
    ]);
  });

  it('refuses a best batch that does not fit in memory', () => {
    const yaml = SINGLE_SERVER.replace('bestBatch: 1', 'bestBatch: 9\n    maxBatch: 8');
    expect(problems(yaml)).toEqual(['models.only.bestBatch: expected at most maxBatch (8), got 9']);
  });

  it('refuses a profile without models', () => {
    expect(problems('{ gpu: { memoryGiB: 1 }, models: {} }')).toEqual([
      'models: expected at least one model, got none',
    ]);
  });

  it('finds every problem at once, in both modes and every form', () => {
    const bad = '{ a: 1, b: 0, cv: 1, family: constant }';
    const mode = `{ batch: { profiled: ${bad}, in-experiment: ${bad} },
      swap: { profiled: { load: { mean: 1 }, family: gamma }, in-experiment: { load: { mean: 1 }, family: gamma },
      disk: { diskGiBPerSecond: 1, cv: 0, family: normal, uncached: { first: 1, returning: 0, otherwise: 1 } } } }`;
    const yaml = `{ gpu: { memoryGiB: 1 }, models: { m: { weightsGiB: 1, bestBatch: 1, off: ${mode}, cc: ${mode} } } }`;
    expect(problems(yaml)).toHaveLength(10);
  });
});
