import type { Statistic } from '../../analysis/measurement.js';
import type { ChunkedFloats } from '../../metrics/latency/chunked-floats.js';
import { Moments } from '../../metrics/latency/moments.js';
import { quantilesOf } from '../../metrics/latency/quantiles.js';

/** Those that benchmark reports have a place for. */
const PROBABILITIES = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/**
 * Exact; null of no numbers. The sd is that of the population (n), as in results of vLLM, where a
 * run's own summary has the sample's (n − 1).
 */
export function statisticOf(values: ChunkedFloats): Statistic | null {
  if (values.length === 0) return null;
  const chunks = values.chunks();
  const { mean, sd, count } = momentsOf(chunks);
  const [min = 0, max = 0, ...quantiles] = quantilesOf(chunks, [0, 1, ...PROBABILITIES]);
  return {
    mean,
    sd: count < 2 ? 0 : sd * Math.sqrt((count - 1) / count),
    min,
    max,
    quantiles: PROBABILITIES.map((p, at) => ({ p, value: quantiles[at] ?? Number.NaN })),
  };
}

function momentsOf(chunks: readonly Float64Array[]): Moments {
  const moments = new Moments();
  for (const chunk of chunks) {
    const mean = chunk.reduce((sum, value) => sum + value, 0) / chunk.length;
    const squares = chunk.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    if (chunk.length > 0) moments.addGroup(chunk.length, mean, squares);
  }
  return moments;
}
