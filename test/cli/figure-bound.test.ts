import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBound } from '../../src/cli/figures/bound-file.js';
import { Invocation } from '../../src/cli/invocation.js';
import { formatIssue, type Issue } from '../../src/errors.js';
import type { SweepColumn } from '../../src/experiment/sweep/types.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';

const at = useTemporaryFolder();

const COLUMNS = ['tee.mode', 'arrivals.rate'].map(
  (name): SweepColumn => ({ name, label: name, unit: null, values: [], numeric: false }),
);

async function read(...lines: readonly string[]) {
  const file = at('bound.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const issues: Issue[] = [];
  const invocation = new Invocation([], [], new Map([['--bound', [file]]]), []);
  const points = await readBound(invocation, COLUMNS, issues);
  return { points, problems: issues.map((issue) => formatIssue(issue).replace(file, 'bound.csv')) };
}

describe('--bound', () => {
  it('takes the rows of all models, as shares, with the columns that the sweep has', async () => {
    const { points, problems } = await read(
      'arrivals.rate,server.swapTimes,tee_mode,model,sla_s,received,bound,feasible',
      '4,disk,cc,,60,400,300,200',
      '4,disk,cc,tiny,60,300,,150',
      '8,disk,off,,,800,800,0',
      '0.001,disk,off,,60,0,0,0',
    );
    expect(problems).toEqual([]);
    const [first, second] = [{ 'arrivals.rate': '4' }, { 'arrivals.rate': '8' }];
    expect(points).toEqual([
      { teeMode: 'cc', slaSeconds: 60, settings: first, upperBound: 0.75, feasible: 0.5 },
      { teeMode: 'off', slaSeconds: null, settings: second, upperBound: 1, feasible: 0 },
    ]);
  });

  it('reports all that is wrong with a file at once, with its line and column', async () => {
    const { points, problems } = await read(
      'tee_mode,model,sla_s,received,bound,feasible',
      'on,,60,10,9,8',
      'cc,,0,10,11,',
      'cc,,60,10,8,9',
    );
    expect(points).toBeNull();
    expect(problems).toEqual([
      'bound.csv:2:1 tee_mode: expected one of off, cc, got "on"',
      'bound.csv:3:5 sla_s: expected seconds: a number > 0, or nothing, got "0"',
      'bound.csv:3:10 bound: expected requests: a whole number ≥ 0, ≤ 10, got "11"',
      'bound.csv:3:13 feasible: expected requests: a whole number ≥ 0, got nothing',
      'bound.csv:4:13 feasible: expected requests: a whole number ≥ 0, ≤ 8, got "9"',
    ]);
  });

  it('names the columns that are missing, and refuses a file without rows', async () => {
    const { problems } = await read('tee_mode,model,sla_s,received,upper', 'cc,,60,4,3');
    expect(problems.join('\n')).toContain('a column named bound');
    expect(problems.join('\n')).toContain('a column named feasible');
    const empty = await read('tee_mode,model,sla_s,received,bound,feasible');
    expect(empty.problems).toEqual(['bound.csv:1:1: expected a row for each bound, got none']);
  });

  it('is no bound when it is not given, and a problem when there is no such file', async () => {
    const issues: Issue[] = [];
    expect(await readBound(new Invocation([], [], new Map(), []), COLUMNS, issues)).toBeNull();
    expect(issues).toEqual([]);
    const missing = new Invocation([], [], new Map([['--bound', [at('missing.csv')]]]), []);
    expect(await readBound(missing, COLUMNS, issues)).toBeNull();
    expect(issues.map(formatIssue)).toEqual([expect.stringContaining('missing.csv')]);
  });
});
