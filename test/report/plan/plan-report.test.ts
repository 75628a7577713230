import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/planning/plan.js';
import { problemOf } from '../../../src/planning/plan.js';
import { singleTypesOf } from '../../../src/planning/singles.js';
import type { Fleet, PlanOutcome } from '../../../src/planning/types.js';
import { planFigure } from '../../../src/report/plan/plan-figure.js';
import { planJson } from '../../../src/report/plan/plan-json.js';
import { planText } from '../../../src/report/plan/plan-text.js';
import type { PlanReport } from '../../../src/report/plan/report.js';

const PLAN: Plan = {
  name: 'two-buckets',
  file: 'plan.yaml',
  source: null,
  workload: {
    rows: { label: 'input tokens', buckets: ['0–10'], edges: [0, 10] },
    columns: { label: 'output tokens', buckets: ['0–10', '10–20'], edges: [0, 10, 20] },
    shares: [[0.5, 0.5]],
    rate: 4,
  },
  gpus: [
    {
      name: 'A',
      off: { costPerHour: 1, throughput: [[1, 1]] },
      cc: null,
      least: 0,
      most: 3,
      slo: null,
      source: null,
    },
    {
      name: 'B',
      off: { costPerHour: 3, throughput: [[2, 2]] },
      cc: null,
      least: 0,
      most: Number.POSITIVE_INFINITY,
      slo: '120 ms per token',
      source: null,
    },
  ],
  sliceFactor: 4,
  headroom: 0,
  packing: 'pooled',
  budgetPerHour: null,
  orientation: 'aligned',
  outside: null,
  remarks: ['a remark'],
  inputs: [],
};
const FLEET: Fleet = {
  counts: [2, 1],
  costPerHour: 5,
  loads: [2, 1],
  assigned: [
    [4, 0],
    [0, 4],
  ],
  servedRate: 4,
  instanceLoads: null,
};

function reportOf(outcome: PlanOutcome): PlanReport {
  const problem = problemOf(PLAN, 'off');
  const solved = { outcome, solveSeconds: 0.5 };
  const singles = singleTypesOf(problem);
  const mode = { mode: 'off', problem, solved, singles, leftOut: [] } as const;
  return { plan: PLAN, modes: [mode], loadSeconds: 0.04, timeLimitSeconds: 60 };
}

describe('the text of a plan', () => {
  it('has the fleet, who serves what, and what fleets of one kind would be', () => {
    const text = planText(reportOf({ status: 'optimal', fleet: FLEET }));
    expect(text).toMatch(/cheapest fleet, proved to be the best/);
    expect(text).toMatch(/^A +2 +1 +2\.00 +2\.0000 +100\.0$/m);
    expect(text).toMatch(/^0–10 +A +B$/m);
    expect(text).toMatch(/^A alone +– +– +4\.0000 +– +needs 4, 3 available$/m);
    // (6 − 5) / 6
    expect(text).toMatch(/^B alone +2 +6\.00 +2\.0000 +16\.67$/m);
    expect(text).toContain('note: a remark');
  });

  it('says how far from the best a plan may be for which time ran out', () => {
    const text = planText(reportOf({ status: 'time-limit', fleet: FLEET, bound: 4.5, gap: 0.1 }));
    expect(text).toContain(
      'stopped by --time-limit, at most 10 % from the best (none is better than 4.5)',
    );
    const none = planText(reportOf({ status: 'time-limit', fleet: null, bound: null, gap: null }));
    expect(none).toContain('no fleet found: stopped by --time-limit, nothing is proved');
  });

  it('says what a bucket misses', () => {
    const shortfalls = [{ row: 0, column: 1, unserved: 0.25, limit: 'availability' }] as const;
    const text = planText(reportOf({ status: 'infeasible', shortfalls }));
    expect(text).toContain('output tokens 10–20: 25.0 % of it stays without a GPU');
  });
});

describe('a plan as data', () => {
  it('has null, not 0, where there is no fleet', () => {
    const json = planJson(reportOf({ status: 'infeasible', shortfalls: [] }));
    expect(json).toMatchObject({ counts: null, cost: null, ccPremium: null });
  });
});

describe('the heat map', () => {
  it('shows the kinds of GPU that are rented, each with its share of every bucket', () => {
    const idle = {
      ...FLEET,
      counts: [2, 0],
      assigned: [
        [4, 0],
        [4, 0],
      ],
    };
    const both = planFigure(reportOf({ status: 'optimal', fleet: FLEET }));
    const one = planFigure(reportOf({ status: 'optimal', fleet: idle }));
    const panels = (figure: typeof both): readonly object[] =>
      figure === null ? [] : (Reflect.get(figure.spec, 'concat') as object[]);
    expect(panels(both)).toHaveLength(2);
    expect(panels(one)).toHaveLength(1);
    expect(JSON.stringify(panels(both)[1])).toContain('{"x":"0–10","y":"0–10","value":0}');
    expect(both?.caption).toContain('4 requests/s: CC off 5 $/h');
  });

  it('is not drawn without a fleet', () => {
    expect(planFigure(reportOf({ status: 'infeasible', shortfalls: [] }))).toBeNull();
  });
});
