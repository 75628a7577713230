import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { PARETO_WIDTH, paretoFigure } from '../../../src/report/pareto/pareto-figure.js';
import type { ParetoReport } from '../../../src/report/pareto/report.js';
import { group, type MadeUp, madeUpRun, statistic } from '../../analysis/pareto/made-up-runs.js';
import { reportOf } from './made-up-report.js';

const renderer = new FigureRenderer(figureFonts());

async function drawn(report: ParetoReport) {
  const figure = paretoFigure(report);
  if (figure === null) throw new Error('no figure');
  const pdf = { title: '', created: new Date(0) };
  const { files, warnings } = await renderer.render(figure, {
    widthPoints: PARETO_WIDTH,
    formats: ['svg'],
    pdf,
  });
  return { figure, warnings, svg: String(files.get('svg')) };
}

/** What a server with so many replicas might do: a curve for each, all near one another. */
function curve(replicas: number, tensor: number, more: MadeUp = {}): readonly Measurement[] {
  return [1, 8, 32, 64, 128, 256].map((concurrency) => {
    const tpotSeconds = (0.01 + (0.0004 * concurrency) / replicas) * Math.sqrt(4 / tensor);
    const outputTokensPerSecond = (0.9 * concurrency) / tpotSeconds;
    const serving = [group('replica', replicas, tensor)];
    return madeUpRun({ concurrency, tpotSeconds, outputTokensPerSecond, serving, ...more });
  });
}

const NINETEEN = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((replicas) => [
  ...curve(replicas, 2),
  ...curve(replicas, 4),
  ...(replicas <= 3 ? curve(replicas, 8) : []),
]);
const MODES = (['off', 'cc'] as const).flatMap((teeMode) =>
  (['measured', 'simulated'] as const).flatMap((origin, at) =>
    curve(1, 2 + 2 * at, { teeMode, origin }),
  ),
);

describe('the Pareto figure', () => {
  it('shows 19 configurations without overlaps, each in the legend', async () => {
    const { svg, warnings, figure } = await drawn(reportOf(NINETEEN));
    expect(warnings).toEqual([]);
    for (const name of ['1×TP2', '8×TP2', '1×TP4', '8×TP4', '3×TP8', 'Pareto front']) {
      expect(svg).toContain(`>${name}<`);
    }
    expect(figure.caption).toContain('of 114 runs.');
  });

  it('says of each run at which concurrency it was, as far as there is room', async () => {
    const { svg, figure } = await drawn(reportOf(curve(2, 4)));
    for (const concurrency of [1, 8, 32, 64, 128, 256]) expect(svg).toContain(`>${concurrency}<`);
    expect(figure.caption).not.toContain('had no room');
    const crowded = Array.from({ length: 40 }, (_, at) =>
      madeUpRun({
        serving: [group('replica', at + 1, 2)],
        tpotSeconds: 0.02 + at * 1e-5,
        outputTokensPerSecond: 800 * (at + 1),
      }),
    );
    const { figure: full, warnings } = await drawn(reportOf(crowded));
    expect(warnings).toEqual([]);
    expect(full.caption).toMatch(/\d+ numbers had no room beside their points\./);
  });

  it('begins both axes at zero', () => {
    const spec = paretoFigure(reportOf(curve(2, 4)))?.spec as {
      concat: { layer: { encoding?: { x?: { scale?: { domain: number[] } } } }[] }[];
    };
    const domains = spec.concat[0]?.layer.flatMap(
      ({ encoding }) => encoding?.x?.scale?.domain ?? [],
    );
    expect(domains?.filter((_, at) => at % 2 === 0).every((low) => low === 0)).toBe(true);
    expect(domains?.length).toBeGreaterThan(0);
  });

  it('has a panel for each scenario and TEE modes and origins in one', async () => {
    const other = curve(1, 2, { model: 'another', teeMode: 'off', origin: 'measured' });
    const { svg, warnings, figure } = await drawn(reportOf([...MODES, ...other]));
    expect(warnings).toEqual([]);
    expect(svg).toContain('1: another, H100, ISL 1000, OSL 100');
    expect(svg).toContain('2: llama, H100, ISL 1000, OSL 100');
    expect(svg).toContain('>1×TP2, CC on, measured<');
    expect(figure.caption).toContain('Hollow points and dashed lines: CC on; filled: CC off.');
    expect(figure.caption).toContain('Small points and dotted lines: simulated; large: measured.');
  });

  it('takes any two metrics, in units that fit', async () => {
    const runs = [10, 20, 40].map((seconds, at) => {
      const latencies = { ...madeUpRun().latencies, e2e: statistic(seconds) };
      return madeUpRun({ latencies, outputTokensPerSecond: 100 * (at + 1) });
    });
    const { svg, warnings } = await drawn(
      reportOf(runs, { x: 'e2e.mean', y: 'outputTokensPerSecond' }),
    );
    expect(warnings).toEqual([]);
    expect(svg).toContain('mean E2E latency, s');
  });

  it('labels runs without a concurrency by the rate that was offered', async () => {
    const load = { concurrency: null, inputTokens: 1000, outputTokens: 100 };
    const rates = [2, Number.POSITIVE_INFINITY].map((requestsPerSecond) =>
      madeUpRun({
        load: { ...load, requestsPerSecond },
        outputTokensPerSecond: requestsPerSecond === 2 ? 200 : 900,
      }),
    );
    const { svg, warnings } = await drawn(reportOf(rates));
    expect(warnings).toEqual([]);
    expect(svg).toContain('>2/s<');
    expect(svg).toContain('>∞/s<');
  });

  it('says which TEE mode all runs of a scenario have, where that is one', () => {
    const cc = paretoFigure(reportOf(curve(1, 2, { teeMode: 'cc' })));
    expect(cc?.caption).toContain('Scenario: 1 llama, H100, ISL 1000, OSL 100, CC on.');
    const unknown = paretoFigure(reportOf(curve(1, 2)));
    expect(unknown?.caption).toContain('Scenario: 1 llama, H100, ISL 1000, OSL 100. A line');
  });

  it('is none where no run has a place on both axes', () => {
    expect(paretoFigure(reportOf([madeUpRun({ serving: [] })]))).toBeNull();
  });
});
