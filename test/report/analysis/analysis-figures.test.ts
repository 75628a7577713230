import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { analyzeTee, type TeeAnalysis } from '../../../src/analysis/tee/analyze.js';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { analysisFigures } from '../../../src/report/analysis/figures/all.js';
import { doublingScale } from '../../../src/report/analysis/figures/axes.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { PAGE_WIDTHS } from '../../../src/report/figures/theme.js';
import { madeMeasurements } from '../../analysis/made-measurements.js';

const { runs: made } = madeMeasurements(3);
const renderer = new FigureRenderer(figureFonts());
const page = { columns: 2, widthPoints: PAGE_WIDTHS[2] } as const;

function analysisOf(runs: readonly Measurement[]): TeeAnalysis {
  const prices = { off: 7, cc: 7, currency: 'EUR' };
  return analyzeTee(runs, { prices, slaSeconds: 9, idleWatts: null });
}

/** As many copies under long names of their own. */
function copies(count: number, of: readonly Measurement[]): readonly Measurement[] {
  return Array.from({ length: count }, (_, at) =>
    of.map((run) => ({
      ...run,
      id: `${at} ${run.id}`,
      condition: `${run.condition}_mixtral-8x22b-instruct-v0.1_awq-marlin-w4a16_variant-${at}`,
      model: `mistralai/Mixtral-8x22B-Instruct-v0.1-AWQ-variant-${at}`,
    })),
  ).flat();
}

async function drawn(runs: readonly Measurement[]) {
  const figures = analysisFigures(analysisOf(runs), page);
  const warnings: string[] = [];
  for (const { figure } of figures) {
    const options = { widthPoints: page.widthPoints, formats: [] };
    const pdf = { title: '', created: new Date(0) };
    warnings.push(...(await renderer.render(figure, { ...options, pdf })).warnings);
  }
  return { figures, warnings };
}

const of = (experiment: string) => made.filter((run) => run.experiment === experiment);
const [small] = [made.filter(({ condition }) => condition === 'llama-3.1-8b')];

describe('figures of an analysis', () => {
  it.each<[string, readonly Measurement[], number]>([
    ['three conditions, loads and lengths', made, 5],
    ['one condition', small ?? [], 3],
    ['twelve conditions of long names', copies(12, small ?? []), 3],
    ['two curves of long names', copies(2, of('saturation')), 4],
    ['two series of lengths of long names', copies(2, of('sequence_length')), 4],
    ['single repetitions', made.filter(({ repetition }) => repetition === 0), 5],
    ['no mode said', made.map((run) => ({ ...run, teeMode: null })), 4],
  ])('of %s have no labels that overlap', async (_, runs, count) => {
    const { figures, warnings } = await drawn(runs);
    expect(figures).toHaveLength(count);
    expect(warnings).toEqual([]);
  });

  it('say what their lines are, and of how many repetitions', async () => {
    const captions = new Map(
      analysisFigures(analysisOf(made), page).map(({ name, figure }) => [name, figure.caption]),
    );
    expect(captions.get('tee-throughput')).toContain('one population standard deviation');
    expect(captions.get('tee-throughput')).toContain('5 repetitions of each');
    expect(captions.get('saturation')).toContain('CC off 64 [32, 128]; CC on 64 [32, 128]');
    expect(captions.get('energy')).toContain('95 % intervals');
    expect(captions.get('operations')).toContain('No bar: not known');
    const single = analysisFigures(
      analysisOf(made.filter(({ repetition }) => repetition === 0)),
      page,
    );
    for (const { figure } of single)
      expect(figure.caption).not.toMatch(/with 95 % intervals \(Welch/);
  });

  it('are none without data', () => {
    expect(analysisFigures(analysisOf([]), page)).toEqual([]);
  });
});

describe('an axis of doubled loads', () => {
  it('labels what has room, the first always', () => {
    const loads = [1, 10, 32, 64, 128, 256];
    const ticks = (length: number) => Reflect.get(doublingScale(loads, length).ticks, 'values');
    expect(ticks(400)).toEqual(loads);
    expect(ticks(60)[0]).toBe(1);
    expect(ticks(60).length).toBeLessThan(loads.length);
  });
});
