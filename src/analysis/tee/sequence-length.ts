import { meanOf } from '../../metrics/sample.js';
import type { Measurement } from '../measurement.js';
import { type AddedTimeFit, fitAddedTime, type LengthPoint } from './added-time.js';
import { type Cell, keyText, MODES } from './cells.js';
import { type Comparison, compare } from './compare.js';
import { PERFORMANCE, type Quantity } from './quantity.js';
import { type Series, type SeriesAxis, seriesAlong } from './series.js';

/** Lengths under otherwise the same conditions. */
export interface LengthSeries {
  readonly series: Series<SeriesAxis>;
  readonly points: readonly LengthPoint[];
  /** Of TTFT and E2E, where they are known. */
  readonly fits: readonly AddedTimeFit[];
}

/** Mean lengths, which nobody set, make a series only if they differ by at least this factor. */
const COUNTED_APART = 1.5;
/** What is compared at each length. */
const SHOWN = ['ttft_mean_s', 'tpot_mean_s', 'e2e_mean_s', 'output_tokens_per_second'];
/** What it adds time to, and whether that time can depend on the tokens that are written. */
const FITTED = [
  { name: 'ttft_mean_s', byOutput: false },
  { name: 'e2e_mean_s', byOutput: true },
];

const LENGTHS: SeriesAxis = {
  varies: ['inputTokens', 'outputTokens'],
  place: (cell) => {
    const { inputTokens, outputTokens } = lengthsOf(cell);
    return inputTokens === null && outputTokens === null
      ? null
      : keyText({ inputTokens, outputTokens });
  },
  areApart: (cells) => {
    const nominal = cells.every(({ key }) => key.inputTokens !== null || key.outputTokens !== null);
    const lengths = cells.map(lengthsOf);
    return (
      nominal ||
      ratioOf(lengths.map(({ inputTokens }) => inputTokens)) >= COUNTED_APART ||
      ratioOf(lengths.map(({ outputTokens }) => outputTokens)) >= COUNTED_APART
    );
  },
};

/** Of the largest to the smallest; NaN where one is not known. */
function ratioOf(lengths: readonly (number | null)[]): number {
  const known = lengths.map((each) => each ?? Number.NaN);
  return Math.max(...known) / Math.min(...known);
}

/** Series of lengths; what one length says alone is in the other sections. */
export function sequenceLengthOf(cells: readonly Cell[]): readonly LengthSeries[] {
  return seriesAlong(cells, LENGTHS).map((series) => {
    const shown = PERFORMANCE.filter(({ name }) => SHOWN.includes(name));
    const points = series.cells
      .map((cell) => ({ cell, ...lengthsOf(cell), comparisons: comparisonsOf(cell, shown) }))
      .sort(
        (a, b) =>
          byLength(a.inputTokens, b.inputTokens) || byLength(a.outputTokens, b.outputTokens),
      );
    const fits = FITTED.flatMap(({ name, byOutput }) => {
      const quantity = PERFORMANCE.find((each) => each.name === name);
      return quantity === undefined ? [] : [fitAddedTime(points, quantity, byOutput)];
    });
    return { series, points, fits };
  });
}

function comparisonsOf(cell: Cell, shown: readonly Quantity[]): readonly Comparison[] {
  return shown.map((quantity) => compare(cell, quantity));
}

function byLength(a: number | null, b: number | null): number {
  return (a ?? 0) - (b ?? 0);
}

/** Means of texts that are not cut to the token: more digits would be noise. */
const DIGITS = 3;

function lengthsOf({ key, runs }: Cell): Pick<LengthPoint, 'inputTokens' | 'outputTokens'> {
  const all = MODES.flatMap((mode) => runs[mode]);
  return {
    inputTokens: key.inputTokens ?? meanLength(all, ({ inputTokens }) => inputTokens?.mean),
    outputTokens: key.outputTokens ?? meanLength(all, ({ outputTokens }) => outputTokens?.mean),
  };
}

function meanLength(
  runs: readonly Measurement[],
  length: (run: Measurement) => number | null | undefined,
): number | null {
  const known = runs.map(length).filter((each) => each !== null && each !== undefined);
  return known.length === 0 ? null : Number(meanOf(known).toPrecision(DIGITS));
}
