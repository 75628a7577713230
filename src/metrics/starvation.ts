import type { Fraction } from '../units.js';
import { estimateMean } from './estimate.js';
import { meanOf } from './sample.js';

/**
 * A model is starved when its attainment over received requests is below this share of the
 * best-served model's. It is the floor that `attainmentFloor` is meant for: who gets less than two
 * fifths of what another gets is not served late but instead of. No attainment above 0.4 can be
 * starved, whatever the best is, so a second, absolute limit would say nothing more.
 */
export const STARVATION_SHARE: Fraction = 0.4;

/** What the requests of one model got. */
export interface ModelAttainments {
  readonly model: string;
  /** Attainment over received requests in each replication; NaN where it received none. */
  readonly attainments: readonly Fraction[];
}

/** A model that is starved, beside the one that is served best. */
export interface StarvedModel {
  readonly model: string;
  /** Means over the replications in which both models received requests. */
  readonly attainmentReceived: Fraction;
  readonly best: string;
  readonly bestAttainmentReceived: Fraction;
  /** The first of the two means / the second, below `STARVATION_SHARE`. */
  readonly share: number;
  /** In how many replications both received requests. */
  readonly n: number;
}

/**
 * The models that are starved beside the one with the highest mean attainment (of several, the
 * first). Chance is kept apart: with x a model's attainment and y the best one's in the same
 * replication, the upper end of the 95 % interval of the mean of x − 0.4·y has to be below 0. One
 * replication, and equal ones, are judged by that mean itself. Never starved is a model that
 * received nothing, and none is where no request of any model is on time.
 */
export function starvedModels(models: readonly ModelAttainments[]): readonly StarvedModel[] {
  const best = bestServed(models);
  return models.flatMap((each) => {
    const found = best === null ? null : beside(each, best);
    return found === null ? [] : [found];
  });
}

function bestServed(models: readonly ModelAttainments[]): ModelAttainments | null {
  const served = models
    .map((model) => ({ model, mean: meanOf(model.attainments.filter(Number.isFinite)) }))
    .filter(({ mean }) => Number.isFinite(mean));
  const most = Math.max(...served.map(({ mean }) => mean));
  return served.find(({ mean }) => mean === most)?.model ?? null;
}

/** @returns null if the model is not starved. */
function beside(each: ModelAttainments, best: ModelAttainments): StarvedModel | null {
  const pairs = each.attainments
    .map((own, replication) => ({ own, most: best.attainments[replication] ?? Number.NaN }))
    .filter(({ own, most }) => Number.isFinite(own) && Number.isFinite(most));
  if (pairs.length === 0) return null;
  const excess = estimateMean(
    pairs.map(({ own, most }) => own - STARVATION_SHARE * most),
    1,
  );
  const upper = excess.ci95 === null ? excess.mean : excess.ci95[1];
  if (!(upper < 0)) return null;
  const attainmentReceived = meanOf(pairs.map(({ own }) => own));
  const bestAttainmentReceived = meanOf(pairs.map(({ most }) => most));
  return {
    model: each.model,
    attainmentReceived,
    best: best.model,
    bestAttainmentReceived,
    share: attainmentReceived / bestAttainmentReceived,
    n: pairs.length,
  };
}
