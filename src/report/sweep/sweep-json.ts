import type { SweepResults } from '../../experiment/results/types.js';
import { type Effect, effectsOf } from '../../experiment/statistics/effects.js';
import { Resamples } from '../../experiment/statistics/pooled-quantile.js';
import { type RankedGroup, rankingsOf } from '../../experiment/statistics/ranking.js';
import type { SweepDescription } from '../../experiment/store/types.js';
import { estimateCell, pooledEstimates } from './cell-estimates.js';
import { starvedIn } from './starved.js';
import { stoppingOf } from './stopping.js';

/**
 * A sweep's results as data, for one JSON document: what was swept, the estimates of every cell by
 * path of the metric, the paired effects and the rankings. What is not a number is null in it.
 */
export function sweepJson(results: SweepResults): unknown {
  const { description } = results;
  const { name, version, identity, columns, replications, pairing, ranking, metrics } = description;
  const stopping = stoppingOf(results);
  const resamples = new Resamples();
  return {
    sweep: name,
    version,
    identity,
    columns,
    replications,
    pairing,
    ranking,
    metrics,
    cells: description.cells.map(({ marks }, cell) => ({
      at: settingsOf(description, cell),
      marks,
      replications: results.replications(cell),
      stopping: stopping[cell],
      metrics: Object.fromEntries(
        metrics.map((metric) => [metric.path, estimateCell(results, cell, metric)]),
      ),
      starved: starvedIn(results, cell),
      pooledLatencySeconds: Object.fromEntries(
        pooledEstimates(results, cell, resamples).map(({ name: quantile, estimate }) => [
          quantile,
          estimate,
        ]),
      ),
    })),
    effects: effectsOf(results).map((effect) => effectJson(description, effect)),
    rankings: rankingsOf(results).map(rankingJson),
  };
}

function settingsOf(
  { columns, cells }: SweepDescription,
  cell: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map(({ name }, at) => [name, cells[cell]?.values[at] ?? '']));
}

function effectJson(description: SweepDescription, effect: Effect): unknown {
  const { cell, baseline, metric, comparison, ...rest } = effect;
  const { meanA, meanB, ...compared } = comparison;
  return {
    at: settingsOf(description, cell),
    baseline: settingsOf(description, baseline),
    metric: metric.path,
    mean: meanA,
    baselineMean: meanB,
    ...compared,
    ...rest,
  };
}

function rankingJson({ where, metric, ranked, chosen }: RankedGroup): unknown {
  return {
    where,
    metric: metric.path,
    ranked: ranked.map(({ cell: _, ...value }) => value),
    chosen: chosen === null ? null : { value: chosen.value, estimate: chosen.estimate },
  };
}
