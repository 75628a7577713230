import fc from 'fast-check';
import type { BeliefConfig } from '../../src/timing/belief/config.js';

/** Any beliefs: where they come from, how wrong they are, how fast they learn. */
export function beliefs(): fc.Arbitrary<BeliefConfig> {
  const factor = fc.constantFrom(0.5, 0.8, 1, 1.5);
  return fc.record({
    times: fc.constantFrom('profiled', 'actual'),
    loadFactor: factor,
    unloadFactor: factor,
    batchFactor: factor,
    noise: fc.record({ cv: fc.constantFrom(0, 0.3, 1) }),
    learning: fc.record({ weight: fc.constantFrom(0, 0.1, 0.5, 1) }),
  });
}
