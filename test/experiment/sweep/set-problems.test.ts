import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { setProblems } from '../../../src/experiment/sweep/set-problems.js';
import { sweepOf } from './small-sweep.js';

const SWEEP = await sweepOf({
  set: '{ durationSeconds: 60 }',
  axes: '[{ path: tee.mode, values: [off, cc] }, { path: \'sla["seconds"]\', values: [60] }, { name: v, variants: { x: { drainSeconds: 3 } } }]',
  overrides: '[{ name: o, where: { tee.mode: cc }, set: { strategy.timerSigmas: 2 } }]',
});

const problemsOf = (...sets: string[]) => setProblems(sets, SWEEP).map(formatIssue);

describe('setProblems', () => {
  it('lets pass what the sweep says nothing of, or says for all cells', () => {
    expect(problemsOf('arrivals.rate=9', 'durationSeconds=5', 'strategy.name=fcfs')).toEqual([]);
  });

  it('refuses what an axis or an override sets, however the path is written', () => {
    const expected = '--set: expected a path that no axis or override sets, got';
    expect(problemsOf('tee.mode=cc', 'tee["mode"]=cc', 'tee={mode: cc}')).toEqual([
      `${expected} tee.mode`,
      `${expected} tee.mode`,
      `${expected} tee beside tee.mode`,
    ]);
    expect(problemsOf('strategy.timerSigmas=1', 'drainSeconds=1')).toEqual([
      `${expected} strategy.timerSigmas`,
      `${expected} drainSeconds`,
    ]);
  });

  it('refuses what all cells have alike by an axis: the column says what it is', () => {
    expect(problemsOf('sla.seconds=5')).toHaveLength(1);
  });

  it("refuses a number of replications that is not the sweep's", () => {
    expect(problemsOf('replications=3')).toEqual([
      '--set: expected a path of the scenario, got replications (the sweep has its own; sealsim sweep takes --replications)',
    ]);
  });
});
