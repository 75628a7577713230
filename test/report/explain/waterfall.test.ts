import { describe, expect, it } from 'vitest';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { waterfallFigure, waterfallPage } from '../../../src/report/explain/waterfall.js';
import type { FigureSpec } from '../../../src/report/figures/figure.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { sampleExplanation } from './sample-explanation.js';

const report = sampleExplanation();
const renderer = new FigureRenderer(figureFonts());

interface Step {
  readonly step: string;
  readonly before: number;
  readonly after: number;
  readonly direction: string | null;
}

function stepsOf(figure: FigureSpec | null): readonly (readonly Step[])[] {
  const { concat } = (figure ?? { spec: {} }).spec as { concat: { data: { values: Step[] } }[] };
  return concat.map(({ data }) => data.values);
}

function directionsOf(steps: readonly Step[] = []): Readonly<Record<string, string | null>> {
  return Object.fromEntries(steps.slice(1, -1).map(({ step, direction }) => [step, direction]));
}

describe('the waterfall', () => {
  it('leads from one end to the other without a gap', () => {
    for (const steps of stepsOf(waterfallFigure(report))) {
      expect(steps.map(({ step }) => step)[0]).toBe('from');
      for (const [at, { before }] of steps.slice(1).entries()) {
        expect(before).toBeCloseTo(steps[at]?.after ?? Number.NaN, 10);
      }
    }
  });

  it('knows what is better', () => {
    const [attainment, latency] = stepsOf(waterfallFigure(report));
    expect(directionsOf(attainment)).toEqual({ 'write time': 'worse', SLA: 'better' });
    expect(directionsOf(latency)).toEqual({ 'write time': 'worse', SLA: null });
  });

  it('says in its caption what it shows', () => {
    expect(waterfallFigure(report)?.caption).toContain(
      'from as it is to sla.seconds=90, server.profile=slow. Bars: Shapley values of 2 factors ' +
        'over 4 combinations; points: the two ends; 2 replications, with 95 % intervals. ' +
        'Where bars meet is a sum, not a setting that was simulated',
    );
    const fewer = report.metrics.map((metric, at) => ({ ...metric, n: 2 - at }));
    expect(waterfallFigure({ ...report, metrics: fewer })?.caption).toContain(
      'the difference in on time / received; mean latency (n = 1) comes from',
    );
  });

  it.each([1, 2])('is drawn without overlaps for %d metrics', async (count) => {
    const shown = { ...report, metrics: report.metrics.slice(0, count) };
    const figure = waterfallFigure(shown);
    if (figure === null) throw new Error('no figure');
    const { widthPoints } = waterfallPage(shown);
    const pdf = { title: '', created: new Date(0) };
    const { warnings, files } = await renderer.render(figure, {
      widthPoints,
      formats: ['svg'],
      pdf,
    });
    expect(warnings).toEqual([]);
    expect(files.get('svg')).toContain('write time');
  });

  it('is none when nothing is defined', () => {
    const metrics = report.metrics.map((metric) => ({ ...metric, n: 0 }));
    expect(waterfallFigure({ ...report, metrics })).toBeNull();
  });
});
