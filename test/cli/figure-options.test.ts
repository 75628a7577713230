import { describe, expect, it } from 'vitest';
import { readFigureOptions } from '../../src/cli/figures/options.js';
import { Invocation } from '../../src/cli/invocation.js';
import type { Issue } from '../../src/errors.js';
import { simulatedResults } from '../support/sweep-results.js';

describe('--where', () => {
  it('takes a column of any name, also one that every object has', async () => {
    const { description } = await simulatedResults({
      scenario: 'scenarios/quick-start.yaml',
      sets: ['durationSeconds=10'],
      axes: { 'tee.mode': ['off', 'cc'] },
      replications: 1,
    });
    const columns = description.columns.map((column) => ({ ...column, name: 'constructor' }));
    const issues: Issue[] = [];
    const invocation = new Invocation([], [], new Map([['--where', ['constructor=cc']]]), []);
    const { where } = readFigureOptions(invocation, { ...description, columns }, issues);
    expect(issues).toEqual([]);
    expect(Object.entries(where)).toEqual([['constructor', ['cc']]]);
  });
});
