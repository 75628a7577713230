import { describe, expect, it } from 'vitest';
import { ABLATIONS, findAblation } from '../../../src/calibrate/replay/ablation/ablations.js';
import { replayAblation } from '../../../src/calibrate/replay/ablation/replay-ablation.js';
import { REPLAY_FIGURES } from '../../../src/calibrate/replay/figures.js';
import { replayAll } from '../../../src/calibrate/replay/replay-all.js';
import { ablationTable } from '../../../src/calibrate/replay/report/ablation-text.js';
import { accuracyCsv } from '../../../src/calibrate/replay/report/accuracy-csv.js';
import { evaluationText } from '../../../src/calibrate/replay/report/evaluation.js';
import { evaluationJson } from '../../../src/calibrate/replay/report/evaluation-json.js';
import { percent, signedPercent } from '../../../src/calibrate/replay/report/numbers.js';
import { replayCsv, replayRows } from '../../../src/calibrate/replay/report/replay-csv.js';
import { replayFigure } from '../../../src/calibrate/replay/report/replay-figure.js';
import { replayText } from '../../../src/calibrate/replay/report/replay-text.js';
import { teacherText } from '../../../src/calibrate/replay/report/teacher-text.js';
import { SINCERE_REPLAY } from '../../../src/calibrate/replay/settings.js';
import {
  figuresOf,
  MODELS,
  measuredRun,
  replayOf,
  requestsAt,
  shippedServer,
} from './small-data.js';

const arrivals = requestsAt(Array.from({ length: 900 }, (_, at) => at / 3 + (at % 7) / 50));
const replays = [
  replayOf([0.5, 0.6, 0.7], 0.62, { id: 'a', requests: arrivals }),
  replayOf([0.3, 0.4, 0.5], 0.44, { id: 'b', teeMode: 'cc', requests: arrivals }),
];

function finish<Result>(work: Generator<number, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('percent', () => {
  it.each([
    [0.01626, '1.63', '+1.63'],
    [-0.01626, '−1.63', '−1.63'],
    [-0.000001, '0.00', '0.00'],
    [Number.NaN, '–', '–'],
  ])('of %d', (value, plain, signed) => {
    expect([percent(value), signedPercent(value)]).toEqual([plain, signed]);
  });
});

describe('the text of a replay', () => {
  const text = replayText(replays);

  it('has every figure in every table, groups by setting, and says how many paths there are', () => {
    expect(text).toContain('2 runs, 3 seeds each; 1 arrival paths');
    for (const { label } of REPLAY_FIGURES) {
      expect(text.match(new RegExp(`^${label}  `, 'gm')) ?? []).toHaveLength(3);
    }
    for (const title of ['strategy', 'pattern', 'TEE mode', 'mean, SLA', 'off / cc, 1 pairs']) {
      expect(text).toMatch(new RegExp(`^${title}`, 'm'));
    }
  });

  it('says how many runs each class of ranks would have if the simulator were right', () => {
    expect(text).toMatch(/^expected of a right simulator +0\.5 +0\.5 +0\.5 +0\.5$/m);
  });

  it('writes errors in percent of the measured value, and in points for shares', () => {
    // |0.6 − 0.62| / 0.62 and |0.4 − 0.44| / 0.44; |0.6 − 0.62| and |0.4 − 0.44|.
    expect(text).toMatch(/^throughput +% +6\.16 +8\.50 +9\.09 /m);
    expect(text).toMatch(/^lost +points +3\.00 +3\.80 +4\.00 /m);
  });
});

describe('the text of an evaluation', () => {
  const header = { data: 'mine', profile: 'my-gpu', swapTimes: 'disk', seed: '1', cells: 2 };
  const evaluation = { crossValidated: null, asItIs: replays, teacherForced: null, ablations: [] };

  it('calls no profile fitted on the data, and says why nothing is cross-validated', () => {
    const one = evaluationText({ ...header, cells: 1 }, evaluation);
    expect(one).toContain('WITH PROFILE my-gpu AS IT IS. All runs are in one cell');
    expect(evaluationText(header, evaluation)).toContain(
      'AS IT IS. No run can be predicted from the runs of other cells',
    );
    expect(accuracyCsv(evaluation)).toMatch(/^as-it-is,/m);
    for (const text of [one, accuracyCsv(evaluation)]) expect(text).not.toMatch(/in.sample/i);
  });

  it('names the runs that could not be cross-validated', () => {
    const some = { ...evaluation, crossValidated: replays.slice(0, 1) };
    expect(evaluationText(header, some)).toMatch(/^Left out of it: 1 runs .*\n {2}b$/m);
    expect(evaluationJson(header, some)).toMatchObject({ leftOut: ['b'] });
    const all = { ...evaluation, crossValidated: replays };
    expect(evaluationText(header, all)).not.toContain('Left out');
  });
});

describe('replay.csv', () => {
  it('has a row for every run and figure, with the interval and the signed error', () => {
    const [header, ...lines] = replayCsv(replayRows(replays)).trim().split('\n');
    expect(header).toBe(
      'run,tee_mode,strategy,pattern,nominal_rate_rps,sla_s,figure,unit,predicted,low,high,measured,error,inside',
    );
    expect(lines).toHaveLength(2 * REPLAY_FIGURES.length);
    const row = lines[0]?.split(',') ?? [];
    expect(row.slice(0, 8)).toEqual([
      'a',
      'off',
      'BestBatch+Timer',
      'gamma',
      '4',
      '60',
      'published_overall_throughput_rps',
      'requests/s',
    ]);
    expect(Number(row[12])).toBeCloseTo(0.6 / 0.62 - 1, 12);
    expect(Number(row[9])).toBeLessThan(0.5);
  });
});

describe('the figure of a replay', () => {
  interface Encoding {
    readonly x: { title: string; scale: { domain: number[] } };
    readonly y: { title: string };
    readonly color?: { scale: { range: string[] } };
    readonly shape?: { scale: { range: string[] } };
  }
  const spec = replayFigure(replayRows(replays), 'All runs') as {
    title: { text: string };
    concat: {
      title: { text: string };
      data: { values: Record<string, unknown>[] };
      layer: {
        mark: { type: string };
        data?: { values: Record<string, number>[] };
        encoding: Encoding;
      }[];
    }[];
  };

  it('has a panel per figure with identity line, intervals and points of every run', () => {
    expect(spec.concat.map(({ title }) => title.text)).toEqual(
      REPLAY_FIGURES.map(({ label }) => label),
    );
    for (const { layer, data } of spec.concat) {
      expect(layer.map(({ mark }) => mark.type)).toEqual(['line', 'rule', 'point']);
      expect(data.values).toHaveLength(2);
      for (const end of layer[0]?.data?.values ?? [])
        expect(end['measured']).toBe(end['predicted']);
    }
  });

  it('names units on both axes, shares in percent, and sees every interval', () => {
    const titles = spec.concat.map(({ layer }) => layer[2]?.encoding.y.title);
    expect(titles).toContain('predicted, requests/s');
    expect(titles).toContain('predicted, s');
    expect(titles).toContain('predicted, %');
    const share = spec.concat.find(({ title }) => title.text === 'lost');
    expect(share?.data.values[0]).toMatchObject({ measured: 62, mode: 'CC off' });
    const [low = 0, high = 0] = share?.layer[0]?.encoding.x.scale.domain ?? [];
    for (const value of share?.data.values ?? []) {
      expect(low).toBeLessThanOrEqual(Number(value['low']));
      expect(high).toBeGreaterThanOrEqual(Number(value['high']));
    }
  });

  it('tells CC on from off by colour and by shape', () => {
    const { color, shape } = spec.concat[0]?.layer[2]?.encoding ?? {};
    expect(new Set(color?.scale.range).size).toBe(2);
    expect(new Set(shape?.scale.range).size).toBe(2);
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });
});

describe('ablations', () => {
  const run = measuredRun({ strategy: 'BestBatch+PartialBatch+Timer', requests: arrivals });
  const data = { models: MODELS, cases: [{ run, figures: figuresOf(1) }] };
  const settings = { ...SINCERE_REPLAY, seeds: 2 };
  const serverOf = () => () => shippedServer();

  it('have names of their own and points of the published semantics', () => {
    expect(new Set(ABLATIONS.map(({ name }) => name)).size).toBe(ABLATIONS.length);
    for (const { name, point } of ABLATIONS) {
      expect(point).toBeGreaterThanOrEqual(1);
      expect(point).toBeLessThanOrEqual(12);
      expect(findAblation(name)?.name).toBe(name);
    }
  });

  it.each(['no-busy-loop', 'stop-at-once', 'no-writing', 'lock-lifo'])(
    '%s changes what is predicted, and the table says by how much',
    (name) => {
      const ablation = findAblation(name);
      if (ablation === undefined) throw new Error(name);
      const base = finish(replayAll(data, serverOf(), settings));
      const result = finish(replayAblation(ablation, data, base, serverOf, settings));
      expect(result.runs).toBe(1);
      expect(result.effects.some(({ change }) => change.mean !== 0)).toBe(true);
      expect(ablationTable([result])).toMatch(new RegExp(`^${name} +\\[\\d+\\] +1 `, 'm'));
    },
  );

  it('leave out the runs that they do not concern', () => {
    const ablation = findAblation('timer-own-profile');
    if (ablation === undefined) throw new Error('missing');
    const base = finish(replayAll(data, serverOf(), settings));
    expect(finish(replayAblation(ablation, data, base, serverOf, settings)).runs).toBe(0);
  });
});

describe('the text of teacher-forced runs', () => {
  it('counts identical runs and batches by strategy', () => {
    const errors = Object.fromEntries(REPLAY_FIGURES.map(({ name }) => [name, 0.01]));
    const forced = {
      run: measuredRun(),
      errors: errors as Record<(typeof REPLAY_FIGURES)[number]['name'], number>,
      agreement: {
        identical: false,
        batches: 9,
        ofBatches: 10,
        firstDifference: 9,
        requests: 99,
        ofRequests: 100,
      },
    };
    const text = teacherText([forced]);
    expect(text).toMatch(/^BestBatch\+Timer +1 +0 +10 +90\.0 +99\.0$/m);
    expect(text).toMatch(/^all +1 +0 +10 +90\.0 +99\.0$/m);
    expect(text).toMatch(/^lost +1\.00 +1\.00 +1\.00$/m);
  });
});
