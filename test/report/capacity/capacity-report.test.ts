import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/experiment/capacity/answer.js';
import type { Evaluate } from '../../../src/experiment/capacity/search.js';
import type { CapacityPlan } from '../../../src/experiment/capacity/types.js';
import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { capacityCsv } from '../../../src/report/capacity/capacity-csv.js';
import { CAPACITY_PAGE, capacityFigure } from '../../../src/report/capacity/capacity-figure.js';
import { capacityJson } from '../../../src/report/capacity/capacity-json.js';
import { capacityTable } from '../../../src/report/capacity/capacity-table.js';
import type { CapacityReport } from '../../../src/report/capacity/report.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { noisy, planOf, searched } from '../../experiment/capacity/made-up-curve.js';
import { readStrictCsv } from '../../support/strict-csv.js';

async function reportOf(
  evaluate: Evaluate,
  parts: Partial<CapacityPlan> = {},
  values: readonly string[] = [],
): Promise<CapacityReport> {
  const [metric] = resolveMetrics([parts.metric ?? 'throughput.requestsPerSecond'], []);
  if (metric === undefined) throw new Error('no metric');
  const plan = planOf({ ...parts, variants: Math.max(1, values.length) });
  const axes = values.length === 0 ? [] : [{ path: 'tee.mode', values }];
  const cells =
    values.length === 0
      ? [{ index: 0, values: [] }]
      : values.map((value, index) => ({ index, values: [value] }));
  const answer = answerOf(plan, await searched(plan, evaluate));
  return {
    name: 'made up',
    metric,
    path: 'arrivals.rate',
    plan,
    axes,
    cells,
    ...answer,
    cost: null,
  };
}

const dented = (x: number): number => (x > 0.35 && x < 0.65 ? 0.3 : 0.9 - x / 5);

describe('a report on capacity', () => {
  it('says in words what holds where, and where the curve does not run one way', async () => {
    const text = capacityTable(await reportOf(noisy(dented, { own: 0.01 })));
    const [title, , ...lines] = text.split('\n');
    expect(title).toBe('made up: throughput at least 0.5 requests/s, over arrivals.rate');
    expect(lines.slice(0, 5).map((line) => line.trim().split(' ')[0])).toEqual([
      'holds',
      'undecided',
      'fails',
      'undecided',
      'holds',
    ]);
    expect(text).toContain('not monotone here: over arrivals.rate from 0.4 to 1');
    expect(text).toContain('ceases to hold at 0.35');
    expect(text).toContain('begins to hold at 0.64');
    expect(text).toMatch(/\d+ statements, each with\nan error of [\d.e-]+ \(Bonferroni\)/);
  });

  it('says what has no interval, and that nothing crosses', async () => {
    const text = capacityTable(await reportOf(noisy(() => 1)));
    expect(text).toContain('holds on [0, 1]');
    expect(text).toContain('the same in every replication at 0, 0.1, 0.2');
    expect(text).toContain('no crossing in 0..1: it holds wherever it is decided');
  });

  it('shows fractions in percent', async () => {
    const parts = { metric: 'sla.attainmentReceived' };
    const text = capacityTable(
      await reportOf(
        noisy((x) => 0.9 - x * 0.7, { own: 0.01 }),
        parts,
      ),
    );
    expect(text).toContain('made up: on time / received at least 50 %');
    expect(text).toMatch(/\n +0 +(89|90)\.\d +\[8/);
  });

  it('has a row for every value simulated, as many in the table as in the JSON', async () => {
    const report = await reportOf(noisy(dented, { own: 0.01 }), {}, ['off', 'cc']);
    const [head, ...rows] = readStrictCsv(capacityCsv(report));
    expect(head?.slice(0, 3)).toEqual(['tee.mode', 'arrivals.rate', 'metric']);
    const json = JSON.parse(JSON.stringify(capacityJson(report)));
    const points = json.variants.flatMap((variant: { points: object[] }) => variant.points);
    expect(rows).toHaveLength(points.length);
    // Several crossings are no one answer.
    expect(json.variants[0].capacity).toBeNull();
    expect(json.differences[0]).toMatchObject({
      of: { 'tee.mode': 'cc' },
      estimate: null,
      reason: 'one of them has several crossings',
    });
  });

  it('draws what it says, without overlaps, for one variant and for several', async () => {
    const renderer = new FigureRenderer(figureFonts());
    for (const values of [[], ['off', 'cc']]) {
      const report = await reportOf(noisy(dented, { own: 0.05 }), {}, values);
      const figure = capacityFigure(report);
      const { warnings, files } = await renderer.render(figure, {
        widthPoints: CAPACITY_PAGE.widthPoints,
        formats: ['svg'],
        pdf: { title: 'capacity', created: new Date(0) },
      });
      expect(warnings).toEqual([]);
      expect(String(files.get('svg')).includes('CC on')).toBe(values.length > 0);
      expect(figure.caption).toContain('the target, at least 0.5 requests/s');
      expect(figure.caption).toContain('Not monotone here:');
    }
  });
});
