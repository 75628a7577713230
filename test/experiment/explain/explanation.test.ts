import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, recordedPaths, runsOf } from '../../../src/experiment/explain/explain.js';
import {
  explainMetric,
  type Factor,
  isNotable,
  type MetricExplanation,
} from '../../../src/experiment/explain/explanation.js';
import { mediate, mediationPaths } from '../../../src/experiment/explain/mediation.js';
import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import type { Metric } from '../../../src/experiment/sweep/types.js';
import { holds } from '../../support/property.js';
import { buildScenario } from '../../support/scenario-builder.js';

const FACTORS = ['a', 'b', 'c'].map((name) => ({ name, label: name.toUpperCase() }));
const CASES = 200;

function metricAt(path: string): Metric {
  const [metric] = resolveMetrics([path], ['one']);
  if (metric === undefined) throw new Error(`no metric ${path}`);
  return metric;
}

const LATENCY = metricAt('latencySeconds.mean');

/** Explains one metric from its value by replication and coalition. */
function explained(games: readonly (readonly number[])[], metric = LATENCY): MetricExplanation {
  const values = games.map((game) => game.map((value) => [value]));
  const players = Math.log2(games[0]?.length ?? 1);
  return explainMetric(metric, FACTORS.slice(0, players), runsOf(values, [metric.path]));
}

/** The game that adds `effects` to `base`. */
function additive(base: number, effects: readonly number[]): readonly number[] {
  return Array.from({ length: 2 ** effects.length }, (_, mask) =>
    effects.reduce((sum, effect, at) => sum + (mask & (1 << at) ? effect : 0), base),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

describe('an explanation', () => {
  it('gives back additive effects, the largest first, with intervals of Student t', () => {
    const { effects, interactions, from, to, total, n } = explained([
      additive(10, [1, -5, 0]),
      additive(12, [1.25, -5, 0]),
    ]);
    expect(effects.map(({ factor }) => factor.name)).toEqual(['b', 'a', 'c']);
    expect(effects.map(({ effect }) => effect.mean)).toEqual([-5, 1.125, 0]);
    // Mean 1.125, sd √2 / 8, n = 2: the 97.5 % quantile of Student t with 1 degree of freedom is 12.7062.
    expect(effects[1]?.effect.ci95?.[0]).toBeCloseTo(1.125 - 12.7062 / 8, 4);
    expect(effects[0]?.effect.ci95).toBeNull();
    expect([from.mean, to.mean, total.mean, n]).toEqual([11, 7.125, -3.875, 2]);
    expect(effects.map(({ share }) => share)).toEqual([-5 / -3.875, 1.125 / -3.875, -0]);
    for (const { effect } of interactions) expect(effect.mean).toBeCloseTo(0, 12);
  });

  it('says what a factor does alone and what it does last', () => {
    // Either of two is enough.
    const { effects } = explained([[0, 6, 6, 6]]);
    expect(effects.map(({ alone, last, effect }) => [alone.mean, last.mean, effect.mean])).toEqual([
      [6, 0, 3],
      [6, 0, 3],
    ]);
  });

  it('has effects that sum to the total, and intervals only with replications', () => {
    const games = fc.array(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 8, maxLength: 8 }),
      { minLength: 1, maxLength: 6 },
    );
    holds(
      games,
      (each) => {
        const { effects, total, interactions } = explained(each);
        expect(sum(effects.map(({ effect }) => effect.mean))).toBeCloseTo(total.mean, 9);
        const alone = effects.map((effect) => effect.alone.mean);
        const pairs = interactions.map(({ effect }) => effect.mean);
        expect(sum([...alone, ...pairs])).toBeCloseTo(total.mean, 9);
        if (each.length === 1) expect(total.ci95).toBeNull();
      },
      CASES,
    );
  });

  it('leaves out replications in which a coalition has no such figure', () => {
    const { n, total, effects } = explained([
      [0, 1, 2, 3],
      [0, Number.NaN, 2, 9],
      [0, 1, 2, 3],
    ]);
    expect([n, total.mean, sum(effects.map(({ effect }) => effect.mean))]).toEqual([2, 3, 3]);
    expect(explained([[0, Number.NaN]])).toMatchObject({ n: 0, total: { mean: Number.NaN } });
  });

  it('tells interactions of more than a quarter of the total', () => {
    // Together the two first do 4 of 10 more than apart; the third only adds.
    const { interactions } = explained([
      additive(0, [3, 3, 0]).map((worth, mask) => worth + ((mask & 3) === 3 ? 4 : 0)),
    ]);
    const notable = interactions.filter(isNotable);
    expect(notable.map(({ factors }) => factors.map(({ name }) => name))).toEqual([['a', 'b']]);
    expect(notable[0]?.effect.mean).toBeCloseTo(4, 12);
    expect(notable[0]?.share).toBeCloseTo(0.4, 12);
  });

  it.each([
    [0.25, false],
    [-0.25, false],
    [-0.26, true],
    [Number.NaN, false],
  ])('calls an interaction of %d of the total notable: %s', (share, notable) => {
    const effect = { mean: 1, ci95: null, n: 1 };
    const [one, other] = FACTORS as [Factor, Factor];
    expect(isNotable({ factors: [one, other], effect, share })).toBe(notable);
  });

  it('has no shares of a total that cannot be told from 0, but interactions that can', () => {
    const { total, effects, interactions } = explained([
      [10, 14, 14, 10],
      [10, 14.1, 14.1, 10.5],
      [10, 13.9, 13.9, 9.6],
    ]);
    expect(total.ci95?.map(Math.sign)).toEqual([-1, 1]);
    expect([...effects, ...interactions].map(({ share }) => share)).toEqual([
      ...[Number.NaN, Number.NaN, Number.NaN],
    ]);
    expect(interactions.map(isNotable)).toEqual([true]);
  });

  it.each([
    ['latencySeconds.p95', true],
    ['perModel.one.latencySeconds.mean', true],
    ['sla.attainmentProcessed', true],
    ['published.meanLatencySeconds', true],
    ['sla.attainmentReceived', false],
    ['perModel.one.sla.attainmentReceived', false],
    ['throughput.requestsPerSecond', false],
  ])('knows whether %s is of processed requests only: %s', (path, isConditional) => {
    expect(explained([[1, 2]], metricAt(path)).isConditional).toBe(isConditional);
  });
});

describe('losses as a mediator', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const served = fc
    .tuple(fc.integer({ min: 1, max: 1000 }), share, share)
    .map(([received, processed, onTimeOfProcessed]) => ({
      received,
      processed: processed * received,
      onTimeOfProcessed,
    }));

  it('split the change of on time / received exactly', () => {
    holds(
      fc.tuple(served, served),
      ([from, to]) => {
        const attainment = ({ processed, received, onTimeOfProcessed }: typeof from) =>
          (processed / received) * onTimeOfProcessed;
        expect(sum(mediate(from, to))).toBeCloseTo(attainment(to) - attainment(from), 12);
      },
      CASES,
    );
  });

  it('are all of it when nobody of the processed is late', () => {
    const from = { received: 10, processed: 8, onTimeOfProcessed: 1 };
    expect(mediate(from, { ...from, processed: 6 })[0]).toBeCloseTo(-0.2, 14);
    expect(mediate(from, { ...from, processed: 6 })[1]).toBe(0);
  });

  it('are all of it where one end has processed nothing, and nothing where both have not', () => {
    const none = { received: 10, processed: 0, onTimeOfProcessed: Number.NaN };
    const some = { received: 10, processed: 8, onTimeOfProcessed: 0.5 };
    expect(mediate(none, some)).toEqual([0.4, 0]);
    expect(mediate(some, none)).toEqual([-0.4, 0]);
    expect(mediate(none, none)).toEqual([0, 0]);
  });

  it('are told of received attainment alone, that of a model by the model’s own requests', () => {
    expect(mediationPaths('perModel.a.b.sla.attainmentReceived')).toEqual({
      processed: 'perModel.a.b.requests.processed',
      received: 'perModel.a.b.requests.received',
      onTimeOfProcessed: 'perModel.a.b.sla.attainmentProcessed',
    });
    expect(mediationPaths('sla.attainmentProcessed')).toBeNull();
  });

  it('are recorded with the metric, each path once', () => {
    const metrics = ['sla.attainmentReceived', 'sla.attainmentProcessed'].map(metricAt);
    expect(recordedPaths(metrics)).toEqual([
      'sla.attainmentReceived',
      'requests.processed',
      'requests.received',
      'sla.attainmentProcessed',
    ]);
  });

  it('come with the explanation, from one end to the other', () => {
    const metric = metricAt('sla.attainmentReceived');
    const paths = recordedPaths([metric]);
    // Attainment, processed, received, on time of processed; the middle coalitions do not matter.
    const [from, between, to] = [
      [0.6, 80, 100, 0.75],
      [0.5, 1, 1, 1],
      [0.3, 60, 100, 0.5],
    ];
    const values = [[from, between, between, to]] as number[][][];
    const ends = { from: buildScenario({}), to: buildScenario({}) };
    const { metrics } = explain(ends, [], [metric], runsOf(values, paths));
    const { losses, lateness } = metrics[0]?.mediation ?? {};
    expect(losses?.mean).toBeCloseTo(0.625 * -0.2, 14);
    expect(lateness?.mean).toBeCloseTo(0.7 * -0.25, 14);
  });
});
