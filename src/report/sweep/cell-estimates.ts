import type { SweepResults } from '../../experiment/results/types.js';
import { pooledQuantiles, type Resamples } from '../../experiment/statistics/pooled-quantile.js';
import type { Metric } from '../../experiment/sweep/types.js';
import type { Estimate } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { varianceOf } from '../../metrics/sample.js';

/**
 * How an interval was found: `t`, Student's; `logit-t+hall`, of fractions, and
 * `bootstrap+woodruff`, of pooled quantiles, two each of which the farther ends count
 * (`estimateFraction`, `pooledQuantile`).
 */
type Method = 't' | 'logit-t+hall' | 'bootstrap+woodruff';

/** A number of a cell over its replications. */
export interface CellEstimate extends Estimate {
  /** Sample standard deviation (n − 1) over replications; NaN below two, and of no mean. */
  readonly sd: number;
  /** How the interval was found; null where there is none. */
  readonly method: Method | null;
}

/** Mean, standard deviation and 95 % interval of a metric over the cell's finished replications. */
export function estimateCell(
  results: SweepResults,
  cell: number,
  { path, unit }: Metric,
): CellEstimate {
  const values = results.values(cell, path);
  const sd = Math.sqrt(varianceOf(values.filter(Number.isFinite)));
  const method = unit === 'fraction' ? 'logit-t+hall' : 't';
  return { ...withMethod(estimateFigure(path, values), method), sd };
}

/** A quantile of the latencies of all replications of a cell together. */
export interface PooledEstimate {
  readonly name: 'p95' | 'p99';
  readonly column: string;
  readonly estimate: CellEstimate;
}

const POOLED = [
  { name: 'p95', column: 'pooled_latency_p95_s', p: 0.95 },
  { name: 'p99', column: 'pooled_latency_p99_s', p: 0.99 },
] as const;

/**
 * The pooled quantiles of a cell; none if its latencies were not kept.
 * @param resamples drawn once for all cells.
 */
export function pooledEstimates(
  results: SweepResults,
  cell: number,
  resamples: Resamples,
): readonly PooledEstimate[] {
  const latency = results.latency(cell);
  if (latency === null) return [];
  const estimates = pooledQuantiles(
    latency,
    POOLED.map(({ p }) => p),
    resamples,
  );
  return estimates.map((estimate, at) => ({
    ...(POOLED[at] as (typeof POOLED)[number]),
    estimate: { ...withMethod(estimate, 'bootstrap+woodruff'), sd: Number.NaN },
  }));
}

function withMethod(estimate: Estimate, method: Method): Estimate & Pick<CellEstimate, 'method'> {
  return { ...estimate, method: estimate.ci95 === null ? null : method };
}
