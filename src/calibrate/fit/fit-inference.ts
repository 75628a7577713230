import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex } from '../../units.js';
import { ascending, type Estimate, groupBy, mean, quantileOf, sampleSd } from './estimate.js';
import { fitProportionalLine, type LineFit } from './fit-line.js';
import type { BatchObservation } from './observations.js';

/** Inference times of one model in one mode: (a + b·size) times a measured ratio. */
export interface InferenceFit {
  readonly mode: TeeMode;
  readonly model: ModelIndex;
  readonly a: Estimate;
  readonly b: Estimate;
  readonly r2: number;
  /** sd / mean of the ratio, over all sizes. */
  readonly cv: number;
  readonly n: number;
  readonly outliers: number;
  /** Ascending; the last has no end. */
  readonly buckets: readonly RatioFit[];
}

/** Measured ratios to the line of batches of some sizes. */
export interface RatioFit {
  /** Largest size; Infinity in the last. */
  readonly upTo: number;
  /** Equal steps of probability from 0 to 1; their mean is that of the measurements. */
  readonly quantiles: readonly number[];
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
  /**
   * Whose measurements these are: the model's own in this mode, of both modes, of all models, or
   * those of the nearest bucket that has any of these.
   */
  readonly from: 'own' | 'both modes' | 'all models' | 'next sizes';
}

/** Upper ends of the buckets: around 8, 16, 32, 48 and 64, the sizes that schedulers aim at. */
export const DEFAULT_BUCKETS: readonly number[] = [4, 11, 22, 40, 56];
/** Fewer measurements than this do not make a distribution. */
const LEAST_OF_A_BUCKET = 30;
/** Steps of 5 %. */
const STEPS = 20;

interface Ratio {
  readonly mode: TeeMode;
  readonly model: ModelIndex;
  readonly bucket: number;
  readonly ratio: number;
}

/**
 * Fits inference times from runs without a busy loop. A bucket with fewer than 30 batches borrows
 * the ratios of the same model's other mode, then of all models, each relative to its own line; then
 * those of the nearest bucket.
 */
export function fitInference(
  batches: readonly BatchObservation[],
  bounds: readonly number[] = DEFAULT_BUCKETS,
): InferenceFit[] {
  const clean = batches.filter(({ busyLoop }) => !busyLoop);
  const groups = [...groupBy(clean, ({ mode, model }) => `${mode} ${model}`).values()];
  const fitted = groups.flatMap((group) => {
    const line = fitProportionalLine(group.map(({ size, seconds }) => ({ x: size, y: seconds })));
    return line === undefined ? [] : [{ line, ratios: ratiosOf(group, line, bounds) }];
  });
  const all = fitted.flatMap(({ ratios }) => ratios);
  return fitted.map(({ line, ratios }) => inferenceFit(line, ratios, all, bounds));
}

/** The mean seconds that a fit predicts for a batch. */
export function meanInference({ a, b, buckets }: InferenceFit, size: number): number {
  const ratio = buckets.find(({ upTo }) => size <= upTo)?.mean ?? 1;
  return (a.value + b.value * size) * ratio;
}

function inferenceFit(
  line: LineFit,
  own: readonly Ratio[],
  all: readonly Ratio[],
  bounds: readonly number[],
): InferenceFit {
  const [{ mode, model } = { mode: 'off' as const, model: 0 }] = own;
  const values = own.map(({ ratio }) => ratio);
  const weak = line.n < LEAST_OF_A_BUCKET ? `only ${line.n} batches` : null;
  const estimate = (value: number, standardError: number): Estimate => ({
    value,
    standardError,
    n: line.n,
    weaklyIdentified: weak ?? (standardError > 0.25 * Math.abs(value) ? 'wide error' : null),
  });
  return {
    mode,
    model,
    a: estimate(line.a, line.standardErrorA),
    b: estimate(line.b, line.standardErrorB),
    r2: line.r2,
    cv: sampleSd(values) / mean(values),
    n: line.n,
    outliers: line.outliers,
    buckets: ratioFits(own, all, bounds),
  };
}

function ratioFits(
  own: readonly Ratio[],
  all: readonly Ratio[],
  bounds: readonly number[],
): RatioFit[] {
  const ends = [...bounds, Number.POSITIVE_INFINITY];
  const found = ends.map((upTo, bucket) => ratioFit(upTo, bucket, own, all));
  const known = found.flatMap((fit, bucket) => (fit === undefined ? [] : [{ fit, bucket }]));
  return ends.map((upTo, bucket) => {
    const measured = found[bucket];
    if (measured !== undefined) return measured;
    const [nearest] = known.toSorted(
      (a, b) => Math.abs(a.bucket - bucket) - Math.abs(b.bucket - bucket),
    );
    // Too few batches for any bucket: all of the model's own are the best there is.
    const fit = nearest?.fit ?? describeRatios(own, 'own');
    return { ...fit, upTo, from: nearest === undefined ? 'own' : 'next sizes' };
  });
}

/** The ratios of a bucket, from the nearest kin that have enough; undefined if none do. */
function ratioFit(
  upTo: number,
  bucket: number,
  own: readonly Ratio[],
  all: readonly Ratio[],
): RatioFit | undefined {
  const model = own[0]?.model;
  const here = all.filter((ratio) => ratio.bucket === bucket);
  const candidates = [
    { from: 'own' as const, ratios: own.filter((ratio) => ratio.bucket === bucket) },
    { from: 'both modes' as const, ratios: here.filter((ratio) => ratio.model === model) },
    { from: 'all models' as const, ratios: here },
  ];
  const enough = candidates.find(({ ratios }) => ratios.length >= LEAST_OF_A_BUCKET);
  return enough && { ...describeRatios(enough.ratios, enough.from), upTo };
}

function describeRatios(ratios: readonly Ratio[], from: RatioFit['from']): RatioFit {
  const values = ascending(ratios.map(({ ratio }) => ratio));
  return {
    upTo: Number.POSITIVE_INFINITY,
    quantiles: quantileTable(values),
    mean: mean(values),
    sd: sampleSd(values),
    n: values.length,
    from,
  };
}

/** Quantiles at equal steps; scaled so that straight lines between them keep the mean. */
export function quantileTable(sorted: readonly number[], steps = STEPS): number[] {
  const raw = Array.from({ length: steps + 1 }, (_, k) => quantileOf(sorted, k / steps));
  const inner = raw.slice(1, -1).reduce((sum, value) => sum + value, 0);
  const area = (inner + ((raw[0] ?? 0) + (raw.at(-1) ?? 0)) / 2) / steps;
  const factor = area > 0 ? mean(sorted) / area : 1;
  return raw.map((value) => value * factor);
}

function ratiosOf(
  group: readonly BatchObservation[],
  { a, b }: LineFit,
  bounds: readonly number[],
): Ratio[] {
  return group.map(({ mode, model, size, seconds }) => {
    const position = bounds.findIndex((upTo) => size <= upTo);
    const bucket = position < 0 ? bounds.length : position;
    return { mode, model, bucket, ratio: seconds / (a + b * size) };
  });
}
