import type { Estimate } from '../../metrics/estimate.js';

/** An estimate as fields of a row of a figure's data. */
export interface IntervalRow {
  /** Null where it was defined in no replication: nothing is drawn there. */
  readonly value: number | null;
  /** The ends of the 95 % interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Replications in which it was defined. */
  readonly n: number;
}

/** @param factor as `shownMetric` gives it. */
export function intervalRow({ mean, ci95, n }: Estimate, factor = 1): IntervalRow {
  return {
    value: Number.isFinite(mean) ? mean * factor : null,
    low: ci95 === null ? null : ci95[0] * factor,
    high: ci95 === null ? null : ci95[1] * factor,
    n,
  };
}

/** What points with intervals are drawn from. The rows have the fields of `IntervalRow`. */
export interface IntervalMarks {
  /** Where the value runs along. */
  readonly along: 'x' | 'y';
  /** Vega-Lite's `scale`, `axis` and `title` of the value's position. */
  readonly value: object;
  /** Encodings of the other position, its offset, and the colour: for the line and the point. */
  readonly both: object;
  /** Encodings of the point alone: its shape. */
  readonly point: object;
  /** Whether the points are hollow, where two metrics stand side by side. */
  readonly hollow?: boolean;
}

const HOLLOW = { type: 'point', filled: false, fill: 'white', strokeWidth: 1 };

/**
 * Layers: a line from end to end of the interval, and over it a point at the value. Rows without
 * an interval get the point, rows without a value nothing.
 */
export function intervalLayers({
  along,
  value,
  both,
  point,
  hollow = false,
}: IntervalMarks): readonly object[] {
  const position = (field: string): object => ({ ...value, field, type: 'quantitative' });
  return [
    {
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'rule', strokeWidth: 1.1 },
      encoding: { ...both, [along]: position('low'), [`${along}2`]: { field: 'high' } },
    },
    {
      transform: [{ filter: 'isValid(datum.value)' }],
      mark: hollow ? HOLLOW : { type: 'point', filled: true },
      encoding: { ...both, ...point, [along]: position('value') },
    },
  ];
}
