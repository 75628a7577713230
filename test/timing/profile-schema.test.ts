import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { profileSchema } from '../../src/timing/profile-schema.js';
import { readProfile, SINGLE_SERVER } from './support.js';

/** Paths of the schema's complaints about the smallest profile with one text replaced. */
function paths(from: string, to: string): string[] {
  const result = profileSchema.safeParse(parse(SINGLE_SERVER.replace(from, to)));
  return result.success ? [] : result.error.issues.map(({ path }) => path.join('.'));
}

describe('profileSchema', () => {
  it('fills in defaults', () => {
    const document = readProfile(`${SINGLE_SERVER}\nwrite: {}\nbusyLoop: {}\n`);
    expect(document.gpu).toEqual({ memoryGiB: 10, reserveGiB: 0 });
    expect(document.write).toEqual({ baseSeconds: 0, perRequestSeconds: 0 });
    expect(document.busyLoop).toEqual({ inferenceRate: 1 });
  });

  it.each([
    ['memoryGiB: 10', 'memoryGiB: 0', 'gpu.memoryGiB'],
    ['memoryGiB: 10', 'memoryGiB: .nan', 'gpu.memoryGiB'],
    ['memoryGiB: 10', 'memoryGiB: 80 GB', 'gpu.memoryGiB'],
    ['memoryGiB: 10', 'memoryGB: 10, memoryGiB: 10', 'gpu'],
    ['weightsGiB: 1', 'weightsGiB: -1', 'models.only.weightsGiB'],
    ['bestBatch: 1', 'bestBatch: 1.5', 'models.only.bestBatch'],
    ['bestBatch: 1', 'bestBatch: 1e12', 'models.only.bestBatch'],
    ['bestBatch: 1', 'bestBatch: 1\n    tokens: { input: 9 }', 'models.only.tokens.output'],
    ['bestBatch: 1', 'bestBatch: 1\n    tokens: { output: 0 }', 'models.only.tokens.output'],
    ['a: 1,', 'a: 1e300,', 'models.only.off.batch.profiled.a'],
    ['a: 1,', 'a: -1,', 'models.only.off.batch.profiled.a'],
    ['exponential', 'weibull', 'models.only.off.batch.profiled.family'],
    ['{ mean: 0 }', '3', 'models.only.off.swap.profiled.load'],
    ['load: { mean: 0 }', 'unload: { mean: 0 }', 'models.only.off.swap.profiled.load'],
    ['a: 1, family: exponential', 'table: []', 'models.only.off.batch.profiled.table'],
    [
      'a: 1, family: exponential',
      'table: [{ size: 0, mean: 1 }]',
      'models.only.off.batch.profiled.table.0.size',
    ],
  ])('refuses %s → %s at %s', (from, to, path) => {
    expect(paths(from, to)).toEqual([path]);
  });
});
