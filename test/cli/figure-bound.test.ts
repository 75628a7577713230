import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBound } from '../../src/cli/figures/bound-file.js';
import { Invocation } from '../../src/cli/invocation.js';
import { formatIssue, type Issue } from '../../src/errors.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';

const at = useTemporaryFolder();

async function read(...lines: readonly string[]) {
  const file = at('bound.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const issues: Issue[] = [];
  const invocation = new Invocation([], [], new Map([['--bound', [file]]]), []);
  const points = await readBound(invocation, issues);
  return { points, problems: issues.map((issue) => formatIssue(issue).replace(file, 'bound.csv')) };
}

describe('--bound', () => {
  it('takes rows with one mode and rate together, whatever the order of columns', async () => {
    const { points, problems } = await read(
      'rate,tee_mode,received,feasible,upper_bound,process',
      '4,cc,4800,0.5,0.75,gamma',
      '8,off,9600,0.125,0.25,gamma',
      '4.0,cc,4700,0.25,0.25,ramp',
    );
    expect(problems).toEqual([]);
    expect(points).toEqual([
      { teeMode: 'cc', load: 4, upperBound: 0.5, feasible: 0.375 },
      { teeMode: 'off', load: 8, upperBound: 0.25, feasible: 0.125 },
    ]);
  });

  it('reports all that is wrong with a file at once, with its line and column', async () => {
    const { points, problems } = await read(
      'tee_mode,rate,upper_bound,feasible',
      'on,4,0.9,0.8',
      'cc,0,1.5,',
      'cc,4,0.8,0.9',
    );
    expect(points).toBeNull();
    expect(problems).toEqual([
      'bound.csv:2:1 tee_mode: expected one of off, cc, got "on"',
      'bound.csv:3:4 rate: expected requests/s: a number > 0, got "0"',
      'bound.csv:3:6 upper_bound: expected a share of the received requests: a number ≥ 0, ≤ 1, got "1.5"',
      'bound.csv:3:10 feasible: expected a share of the received requests: a number ≥ 0, ≤ 1, got nothing',
      'bound.csv:4:10 feasible: expected at most the upper bound, 0.8, got "0.9"',
    ]);
  });

  it('names the columns that are missing, and refuses a file without rows', async () => {
    const { problems } = await read('tee_mode,rate,upper', 'cc,4,0.9');
    expect(problems.join('\n')).toContain('a column named upper_bound');
    expect(problems.join('\n')).toContain('a column named feasible');
    const empty = await read('tee_mode,rate,upper_bound,feasible');
    expect(empty.problems).toEqual(['bound.csv:1:1: expected a row for each bound, got none']);
  });

  it('is no bound when it is not given, and a problem when there is no such file', async () => {
    const issues: Issue[] = [];
    expect(await readBound(new Invocation([], [], new Map(), []), issues)).toBeNull();
    expect(issues).toEqual([]);
    const missing = new Invocation([], [], new Map([['--bound', [at('missing.csv')]]]), []);
    expect(await readBound(missing, issues)).toBeNull();
    expect(issues.map(formatIssue)).toEqual([expect.stringContaining('missing.csv')]);
  });
});
