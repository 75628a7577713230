import { ChunkedFloats } from './chunked-floats.js';
import { LogHistogram } from './log-histogram.js';
import { interpolatedQuantiles, quantilesOf } from './quantiles.js';

/** Keeps the latencies of several models, to answer for quantiles at the end. */
export interface LatencyKeeper {
  /** Where the latencies of a model go, one `push` for each. */
  of(model: number): { push(latencySeconds: number): void };
  /** Quantiles (type 7) of one model's latencies; NaN when there are none. */
  quantiles(model: number, probabilities: readonly number[]): Float64Array;
  /** Quantiles of the latencies of all models together. */
  overallQuantiles(probabilities: readonly number[]): Float64Array;
}

/** Keeps every latency: 8 bytes each, exact quantiles. */
export class ExactLatencies implements LatencyKeeper {
  readonly #perModel: readonly ChunkedFloats[];

  constructor(models: number) {
    this.#perModel = Array.from({ length: models }, () => new ChunkedFloats());
  }

  of(model: number): ChunkedFloats {
    return this.#perModel[model] as ChunkedFloats;
  }

  quantiles(model: number, probabilities: readonly number[]): Float64Array {
    return quantilesOf(this.of(model).chunks(), probabilities);
  }

  overallQuantiles(probabilities: readonly number[]): Float64Array {
    return quantilesOf(
      this.#perModel.flatMap((values) => values.chunks()),
      probabilities,
    );
  }
}

/** Keeps counts in buckets: 51 kB a model, quantiles within 0.4 %. */
export class LatencyHistograms implements LatencyKeeper {
  readonly #perModel: readonly LogHistogram[];

  constructor(models: number) {
    this.#perModel = Array.from({ length: models }, () => new LogHistogram());
  }

  of(model: number): LogHistogram {
    return this.#perModel[model] as LogHistogram;
  }

  quantiles(model: number, probabilities: readonly number[]): Float64Array {
    return quantilesIn(this.of(model), probabilities);
  }

  overallQuantiles(probabilities: readonly number[]): Float64Array {
    const all = new LogHistogram();
    for (const histogram of this.#perModel) all.merge(histogram);
    return quantilesIn(all, probabilities);
  }
}

function quantilesIn(histogram: LogHistogram, probabilities: readonly number[]): Float64Array {
  return interpolatedQuantiles(histogram.length, probabilities, (ranks) =>
    histogram.valuesAt(ranks),
  );
}
