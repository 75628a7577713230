import { type Estimate, estimateMean } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { largestSize } from '../../metrics/sample.js';
import type { Metric } from '../sweep/types.js';
import { estimateMediation, type Mediation, mediationPaths, type Served } from './mediation.js';
import { type Game, pairInteractions, shapleyValues } from './shapley.js';

/** What a factor is called. */
export interface Factor {
  readonly name: string;
  readonly label: string;
}

/** The metrics of every coalition in every replication. */
export interface Runs {
  /** How many replications of all coalitions are there, ≥ 1. */
  readonly replications: number;
  /** The metric at `path` in one replication, by coalition; NaN where it is not defined. */
  game(replication: number, path: string): Game;
}

/** The difference of a metric between two settings, and where it comes from. */
export interface MetricExplanation {
  readonly metric: Metric;
  /** Whether it is a figure of processed requests only: losing old requests improves it. */
  readonly isConditional: boolean;
  /** Replications in which it was defined in every coalition: what all estimates are of. */
  readonly n: number;
  readonly from: Estimate;
  readonly to: Estimate;
  /** `to` − `from`. */
  readonly total: Estimate;
  /** The largest first. They sum to `total`. */
  readonly effects: readonly FactorEffect[];
  /** Every pair of factors, the largest first; none with a single factor. */
  readonly interactions: readonly Interaction[];
  /** Of received attainment only. */
  readonly mediation: Mediation | null;
}

export interface FactorEffect {
  readonly factor: Factor;
  /** Its Shapley value. */
  readonly effect: Estimate;
  /** Of the total; NaN if that cannot be told from 0. */
  readonly share: number;
  /** What it does alone, everything else as in `from`. */
  readonly alone: Estimate;
  /** What it does last, everything else as in `to` already. */
  readonly last: Estimate;
}

export interface Interaction {
  readonly factors: readonly [Factor, Factor];
  /** The Shapley–Taylor index of order 2. */
  readonly effect: Estimate;
  /** Of the total, with its sign; NaN if that cannot be told from 0. */
  readonly share: number;
}

/** Interactions above this share of the total have to be told with it. */
const NOTABLE_SHARE = 0.25;

/**
 * Whether a reader must not take the effects for independent of one another: by the share, or by
 * the interval where there is no total to have a share of.
 */
export function isNotable({ effect, share }: Interaction): boolean {
  if (!Number.isNaN(share)) return Math.abs(share) > NOTABLE_SHARE;
  return effect.ci95 !== null && isTold(effect);
}

/** Whether a difference can be told from none; with a single replication nobody knows. */
export function isTold({ mean, ci95 }: Estimate): boolean {
  return ci95 === null ? mean !== 0 : ci95[0] > 0 || ci95[1] < 0;
}

/** Explains a metric's difference between two settings that differ in `factors`. */
export function explainMetric(
  metric: Metric,
  factors: readonly Factor[],
  runs: Runs,
): MetricExplanation {
  const all = Array.from({ length: runs.replications }, (_, each) => each);
  const defined = all.filter((each) => runs.game(each, metric.path).every(Number.isFinite));
  const games = defined.map((each) => runs.game(each, metric.path));
  // A difference is as exact as what it is taken of.
  const scale = largestSize(games.flat());
  const estimate = (of: (game: Game) => number): Estimate => estimateMean(games.map(of), scale);
  const total = estimate((game) => worth(game, -1) - worth(game, 0));
  return {
    metric,
    isConditional: isConditional(metric.path),
    n: defined.length,
    from: estimateFigure(
      metric.path,
      games.map((game) => worth(game, 0)),
    ),
    to: estimateFigure(
      metric.path,
      games.map((game) => worth(game, -1)),
    ),
    total,
    effects: effectsOf(factors, games, total, estimate),
    interactions: interactionsOf(factors, games, total, scale),
    mediation: mediationOf(metric.path, defined, runs),
  };
}

/** What the coalition at this position is worth; −1: that of all factors. */
function worth(game: Game, position: number): number {
  return game.at(position) ?? Number.NaN;
}

function effectsOf(
  factors: readonly Factor[],
  games: readonly Game[],
  total: Estimate,
  estimate: (of: (game: Game) => number) => Estimate,
): readonly FactorEffect[] {
  const values = new Map(games.map((game) => [game, shapleyValues(game)]));
  const effects = factors.map((factor, position) => {
    const bit = 1 << position;
    const effect = estimate((game) => values.get(game)?.[position] ?? Number.NaN);
    return {
      factor,
      effect,
      share: shareOf(effect, total),
      alone: estimate((game) => worth(game, bit) - worth(game, 0)),
      last: estimate((game) => worth(game, -1) - worth(game, game.length - 1 - bit)),
    };
  });
  return effects.sort(bySize);
}

function interactionsOf(
  factors: readonly Factor[],
  games: readonly Game[],
  total: Estimate,
  scale: number,
): readonly Interaction[] {
  const perGame = games.map(pairInteractions);
  const pairs = perGame[0] ?? [];
  const interactions = pairs.flatMap((pair, position) => {
    const [one, other] = [factors[pair.first], factors[pair.second]];
    if (one === undefined || other === undefined) return [];
    const values = perGame.map((found) => found[position]?.value ?? Number.NaN);
    const effect = estimateMean(values, scale);
    return [{ factors: [one, other] as const, effect, share: shareOf(effect, total) }];
  });
  return interactions.sort(bySize);
}

function mediationOf(path: string, defined: readonly number[], runs: Runs): Mediation | null {
  const paths = mediationPaths(path);
  if (paths === null) return null;
  const served = (replication: number, position: number): Served => ({
    processed: worth(runs.game(replication, paths.processed), position),
    received: worth(runs.game(replication, paths.received), position),
    onTimeOfProcessed: worth(runs.game(replication, paths.onTimeOfProcessed), position),
  });
  return estimateMediation(defined.map((each) => [served(each, 0), served(each, -1)] as const));
}

function shareOf({ mean }: Estimate, total: Estimate): number {
  return isTold(total) ? mean / total.mean : Number.NaN;
}

function bySize(a: { readonly effect: Estimate }, b: { readonly effect: Estimate }): number {
  return Math.abs(b.effect.mean) - Math.abs(a.effect.mean);
}

const CONDITIONAL = [
  'latencySeconds.',
  'sla.attainmentProcessed',
  'published.meanLatencySeconds',
  'published.p95LatencySeconds',
  'published.slaProcessed',
];

function isConditional(path: string): boolean {
  return CONDITIONAL.some((part) => path.startsWith(part) || path.includes(`.${part}`));
}
