import { type Estimate, estimateMean } from '../../metrics/estimate.js';
import type { Better } from '../../metrics/figures.js';
import { type Knee, kneeOf, LEAST_LOADS } from '../../metrics/knee.js';
import { type Cell, type CellMode, MODES } from './cells.js';
import { valuesOf } from './compare.js';
import { OUTPUT_RATE, PERFORMANCE, type Quantity, REQUEST_RATE } from './quantity.js';
import { PEAK_SHARE, type Reach, reachOf } from './reach.js';
import { type Series, type SeriesAxis, seriesAlong } from './series.js';
import { type Effect, effectOf, medianOf } from './spread.js';

/** What load a curve is drawn against. */
export interface LoadAxis extends SeriesAxis {
  readonly name: 'concurrency' | 'request rate' | 'most concurrent';
  readonly unit: string;
  load(cell: Cell): number | null;
}

/** One curve in one TEE mode. */
export interface SaturationCurve {
  readonly series: Series<LoadAxis>;
  readonly mode: CellMode;
  readonly quantity: Quantity;
  /** By ascending load. */
  readonly points: readonly { readonly load: number; readonly estimate: Estimate }[];
  /** Null: no bend that noise could not make. */
  readonly knee: Knee | null;
  /** Why there can be no knee; null: it was looked for. */
  readonly noKnee: string | null;
  /** Of rates: the highest mean and what comes near it. Null for latencies. */
  readonly peak: Peak | null;
}

export interface Peak {
  readonly load: number;
  readonly estimate: Estimate;
  readonly values: readonly number[];
  /** The least load whose mean reaches 95 % of the peak. */
  readonly reach: Reach;
}

/** A series of loads in both modes. */
export interface Saturation {
  readonly series: Series<LoadAxis>;
  readonly curves: readonly SaturationCurve[];
  /** Of the peak throughput with the TEE on against off. */
  readonly peakEffect: Effect | null;
}

function axisOf(
  name: LoadAxis['name'],
  unit: string,
  varies: SeriesAxis['varies'],
  load: LoadAxis['load'],
  leastRatio = 1,
): LoadAxis {
  const place = (cell: Cell): string | null => {
    const at = load(cell);
    return at !== null && at > 0 && Number.isFinite(at) ? String(at) : null;
  };
  const areApart = (cells: readonly Cell[]): boolean => {
    const loads = cells.map((cell) => load(cell) ?? Number.NaN);
    return Math.max(...loads) >= leastRatio * Math.min(...loads);
  };
  return { name, unit, varies, load, place, areApart };
}

/** What was counted, not set, is a load only if it differs by at least this factor. */
const COUNTED_APART = 2;

/** In the order in which they are tried. */
const AXES: readonly LoadAxis[] = [
  axisOf('concurrency', 'requests', ['concurrency'], ({ key }) => key.concurrency),
  axisOf('request rate', 'requests/s', ['requestsPerSecond'], ({ key }) => key.requestsPerSecond),
  axisOf('most concurrent', 'requests', [], mostConcurrentOf, COUNTED_APART),
];

/** The median over runs; null where one does not say it. */
function mostConcurrentOf({ runs }: Cell): number | null {
  const most = MODES.flatMap((mode) => runs[mode]).map(({ mostConcurrent }) => mostConcurrent);
  const known = most.filter((each) => each !== null);
  return known.length === most.length && known.length > 0 ? medianOf(known) : null;
}

const [E2E] = PERFORMANCE.filter(({ name }) => name === 'e2e_mean_s');

/**
 * Series of loads, each with its throughput and its latency: where they bend (`kneeOf` on the
 * logarithm of the load, as loads are mostly doubled: on a linear axis all but the last two points
 * would share the first quarter), the highest throughput, and the least load that comes near it.
 */
export function saturationOf(cells: readonly Cell[]): readonly Saturation[] {
  let rest = cells;
  const found: Saturation[] = [];
  for (const axis of AXES) {
    const series = seriesAlong(rest, axis);
    const taken = new Set(series.flatMap((each) => each.cells));
    rest = rest.filter((cell) => !taken.has(cell));
    found.push(...series.map(saturation));
  }
  return found;
}

function saturation(series: Series<LoadAxis>): Saturation {
  const curves = MODES.flatMap((mode) => curvesOf(series, mode));
  const peakIn = (wanted: CellMode): SaturationCurve | undefined =>
    curves.find(({ mode, peak }) => mode === wanted && peak !== null);
  const [off, cc] = [peakIn('off'), peakIn('cc')];
  const same = off?.quantity === cc?.quantity;
  return {
    series,
    curves,
    peakEffect: same ? effectOf(off?.peak?.values ?? [], cc?.peak?.values ?? []) : null,
  };
}

/** Throughput in tokens, or in requests where tokens are not known; and latency. */
function curvesOf(series: Series<LoadAxis>, mode: CellMode): readonly SaturationCurve[] {
  const output = curveOf(series, mode, OUTPUT_RATE, 'higher');
  const rate = output ?? curveOf(series, mode, REQUEST_RATE, 'higher');
  const latency = E2E === undefined ? null : curveOf(series, mode, E2E, 'lower');
  return [rate, latency].filter((curve) => curve !== null);
}

/** Null: fewer than two loads say it. */
function curveOf(
  series: Series<LoadAxis>,
  mode: CellMode,
  quantity: Quantity,
  better: Better,
): SaturationCurve | null {
  const at = series.cells
    .map((cell) => ({
      load: series.axis.load(cell) ?? Number.NaN,
      values: valuesOf(cell.runs[mode], quantity),
    }))
    .filter(({ values }) => values.length > 0)
    .sort((a, b) => a.load - b.load);
  if (at.length < 2) return null;
  const loads = at.map(({ load }) => load);
  const values = at.map((each) => each.values);
  const points = at.map((each) => ({ load: each.load, estimate: estimateMean(each.values) }));
  const noKnee = at.length < LEAST_LOADS ? `fewer than ${LEAST_LOADS} loads` : null;
  return {
    ...{ series, mode, quantity, points, noKnee },
    knee: noKnee === null ? kneeOnLogAxis(loads, values, better) : null,
    peak: better === 'higher' ? peakOf(loads, values) : null,
  };
}

function kneeOnLogAxis(
  loads: readonly number[],
  values: readonly (readonly number[])[],
  better: Better,
): Knee | null {
  const logs = loads.map(Math.log2);
  const knee = kneeOf({ loads: logs, values }, better);
  if (knee === null) return null;
  // By position, not by 2 to its power, which rounding would move.
  const back = (log: number): number => loads[logs.indexOf(log)] ?? Number.NaN;
  const interval = knee.interval;
  return {
    at: back(knee.at),
    interval: interval === null ? null : [back(interval[0]), back(interval[1])],
    n: knee.n,
  };
}

function peakOf(loads: readonly number[], values: readonly (readonly number[])[]): Peak {
  const reach = reachOf(loads, values, PEAK_SHARE);
  const there = values[reach.peakAt] ?? [];
  return {
    load: loads[reach.peakAt] ?? Number.NaN,
    estimate: estimateMean(there),
    values: there,
    reach,
  };
}
