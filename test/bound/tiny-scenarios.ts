import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/types.js';
import { type Style, seconds } from '../support/arbitrary-style.js';
import { buildScenario } from '../support/scenario-builder.js';
import { model } from '../support/timing-arbitrary.js';

/** Scenarios of at most a dozen recorded requests for three models, one of which fits at a time. */
export function tinyScenarios(...styles: readonly Style[]): fc.Arbitrary<Scenario> {
  const among: readonly Style[] = styles.length > 0 ? styles : ['grid', 'free'];
  return fc.constantFrom(...among).chain((style) =>
    fc
      .record({
        models: fc.array(model(style), { minLength: 3, maxLength: 3 }),
        slaSeconds: fc.array(seconds(style, 4, 20), { minLength: 3, maxLength: 3 }),
        requests: fc.array(fc.tuple(seconds(style, 0, 25), fc.nat(2)), {
          minLength: 1,
          maxLength: 12,
        }),
        drainSeconds: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), seconds(style, 0, 15)),
        batchLimit: fc.constantFrom<'none' | 'profile' | number>('none', 'profile', 1, 2, 3),
        writeResults: fc.boolean(),
        preload: fc.constantFrom([], [], [1]),
      })
      .map(({ requests, batchLimit, writeResults, ...parts }) =>
        buildScenario({
          ...parts,
          durationSeconds: 26,
          arrivals: recorded(requests),
          rules: { batchLimit, writeResults },
          write: { baseSeconds: 0.25, perRequestSeconds: 0.25 },
        }),
      ),
  );
}

function recorded(requests: readonly (readonly [number, number])[]) {
  const inOrder = [...requests].sort(([a], [b]) => a - b);
  return {
    process: 'trace',
    file: 'tiny.csv',
    sha256: '',
    columns: { time: 't_s', model: 'model' },
    times: Float64Array.from(inOrder, ([time]) => time),
    models: Uint16Array.from(inOrder, ([, index]) => index),
    lengths: null,
  } as const;
}
