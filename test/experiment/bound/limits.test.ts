import { describe, expect, it } from 'vitest';
import { boundProblems } from '../../../src/experiment/bound/limits.js';
import { buildScenario } from '../../support/scenario-builder.js';

describe('what the bound holds for', () => {
  it('is one GPU: several are refused, however models are placed', () => {
    const pinned = { kind: 'pinned', gpusOf: [[0, 1]] } as const;
    for (const placement of [{ kind: 'free' } as const, pinned]) {
      const [issue, ...others] = boundProblems(buildScenario({ gpus: 2, placement }));
      expect(others).toEqual([]);
      expect(issue).toMatchObject({ path: 'server.gpus', got: '2' });
    }
    expect(boundProblems(buildScenario({}))).toEqual([]);
  });
});
