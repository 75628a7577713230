import { describe, expect, it } from 'vitest';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { tornadoCsv } from '../../../src/report/tornado/tornado-csv.js';
import { TORNADO_WIDTH, tornadoFigure } from '../../../src/report/tornado/tornado-figure.js';
import { tornadoJson } from '../../../src/report/tornado/tornado-json.js';
import { tornadoTable } from '../../../src/report/tornado/tornado-table.js';
import { readStrictTable } from '../../support/strict-csv.js';
import { sampleTornado } from './sample-tornado.js';

describe('the table of a tornado', () => {
  it('has the largest effect of each metric first, and says what is none', () => {
    expect(tornadoTable(sampleTornado())).toMatchInlineSnapshot(`
      "sample
      3 ranges, each at both ends, the others as they are; n = 2, with 95 % intervals.

      on time / received, %: base 62.0 [35.7, 87.4]
                                        low  base  high  at low  at base  at high  swing
      tee.coldStart.attestationSeconds    0     –    60    62.0     62.0     33.0  −29.0  [−41.7, −16.3]
      strategy.timerSigmas                0     1     3    51.5     62.0     52.5   +1.0    no variation     both ends the same way
      tee.effects.load.ratio            2.5     3   2.7    64.0     62.0     61.5   −2.5     [−8.9, 3.9]  swing not distinguishable

      mean latency, s: base 10.50 [4.15, 16.85]
                                        low  base  high  at low  at base  at high   swing
      tee.coldStart.attestationSeconds    0     –    60   10.50    10.50    25.75  +15.25  [12.07, 18.43]
      strategy.timerSigmas                0     1     3   14.60    10.50    14.55   −0.05   [−0.69, 0.59]  both ends the same way
      tee.effects.load.ratio            2.5     3   2.7    9.40    10.50    10.80   +1.40    [0.13, 2.67]

      swing: at high less at low, on the same random draws. The largest difference between low, base
      and high comes first. Ranges are taken one at a time: what two do together is not in here.

      tee.coldStart.attestationSeconds: not set in the scenario, so that the base has the default
      tee.effects.load.ratio: the base, 3, lies outside of 2.5 to 2.7
      tee.effects.load.ratio: range (Someone.)
      "
    `);
  });

  it('of a single replication has no intervals, and says how to get them', () => {
    const single = tornadoTable(sampleTornado(1));
    expect(single).toContain('n = 1: no intervals (--replications 20 gives them)');
    expect(single).not.toContain('[');
  });
});

describe('the CSV of a tornado', () => {
  it('has a row for each range of each metric, ranked', () => {
    const rows = readStrictTable(tornadoCsv(sampleTornado()));
    expect(rows.map(({ metric, rank, path, finding }) => [metric, rank, path, finding])).toEqual([
      ['attainment_received', '1', 'tee.coldStart.attestationSeconds', 'told'],
      ['attainment_received', '2', 'strategy.timerSigmas', 'turns'],
      ['attainment_received', '3', 'tee.effects.load.ratio', 'swing-not-distinguishable'],
      ['latency_mean_s', '1', 'tee.coldStart.attestationSeconds', 'told'],
      ['latency_mean_s', '2', 'strategy.timerSigmas', 'turns'],
      ['latency_mean_s', '3', 'tee.effects.load.ratio', 'told'],
    ]);
    const [row] = rows;
    expect(row).toMatchObject({ low: '0', base: '', high: '60', n: '2' });
    expect(Number(row?.['swing'])).toBeCloseTo(-0.29, 12);
    expect(Number(row?.['low_effect'])).toBe(0);
    expect(row?.['low_effect_ci95_low']).toBe('');
  });
});

describe('the JSON of a tornado', () => {
  it('has the ranges as numbers, and effects by metric', () => {
    const json = JSON.parse(JSON.stringify(tornadoJson(sampleTornado())));
    expect(json.ranges[1]).toEqual({
      path: 'tee.effects.load.ratio',
      low: 2.5,
      high: 2.7,
      base: 3,
      about: 'range (Someone.)',
    });
    expect(json.ranges[0].base).toBeNull();
    const [effect] = json.metrics['latencySeconds.mean'].effects;
    expect(effect).toMatchObject({ path: 'tee.coldStart.attestationSeconds', finding: 'told' });
    expect(json.notes).toHaveLength(3);
  });
});

describe('the figure of a tornado', () => {
  interface Bar {
    readonly end: string;
    readonly base: number;
    readonly value: number;
    readonly text: string;
  }

  function barsOf(count: number): readonly (readonly Bar[])[] {
    const { spec } = tornadoFigure(sampleTornado(count)) ?? { spec: {} };
    return (spec as { concat: { data: { values: Bar[] } }[] }).concat.map(
      ({ data }) => data.values,
    );
  }

  it('has two bars for each range, from the base to what an end makes of it, in percent', () => {
    const [attainment, latency] = barsOf(2);
    expect(attainment).toHaveLength(6);
    expect(attainment?.map(({ base }) => base)).toEqual(Array(6).fill(expect.closeTo(62, 9)));
    expect(attainment?.slice(0, 2).map(({ value, text }) => [value, text])).toEqual([
      [expect.closeTo(62, 9), '0: 0.0'],
      [expect.closeTo(33, 9), '60: −29.0'],
    ]);
    expect(latency?.[1]?.value).toBeCloseTo(25.75, 9);
  });

  it('says in its caption what is not told, and where ranges come from', () => {
    const { caption } = tornadoFigure(sampleTornado()) ?? { caption: '' };
    expect(caption).toContain('at both ends of 3 ranges, one at a time');
    expect(caption).toContain('strategy.timerSigmas: both ends the same way (mean latency).');
    expect(caption).toContain('tee.effects.load.ratio: range (Someone.)');
  });

  it('is none where nothing is defined', () => {
    const { metrics, ...rest } = sampleTornado();
    const undefined_ = metrics.map((each) => {
      return { ...each, base: { mean: Number.NaN, ci95: null, n: 0 } };
    });
    expect(tornadoFigure({ ...rest, metrics: undefined_ })).toBeNull();
  });

  it.each([1, 2])('is drawn without overlaps for %d replications', async (count) => {
    const figure = tornadoFigure(sampleTornado(count));
    if (figure === null) throw new Error('no figure');
    const { warnings, files } = await new FigureRenderer(figureFonts()).render(figure, {
      widthPoints: TORNADO_WIDTH,
      formats: ['svg'],
      pdf: { title: '', created: new Date(0) },
    });
    expect(warnings).toEqual([]);
    expect(files.get('svg')).toContain('at the low end');
  });
});
