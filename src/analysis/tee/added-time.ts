import { t95 } from '../../metrics/estimate.js';
import { meanOf, varianceOf } from '../../metrics/sample.js';
import { chiSquareCdf } from '../../random/statistics.js';
import { leastSquares } from '../least-squares.js';
import type { MeasuredMode } from '../measurement.js';
import type { Cell } from './cells.js';
import { type Comparison, valuesOf } from './compare.js';
import type { Quantity } from './quantity.js';
import type { Interval } from './spread.js';

/** With fewer lengths a line through them proves nothing. */
const LEAST_LENGTHS = 3;

/** A length of requests, and what the TEE does there. */
export interface LengthPoint {
  readonly cell: Cell;
  /** Nominal, else the mean over requests of all its runs; null: not known. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly comparisons: readonly Comparison[];
}

/** What a term of the added time is in proportion to. */
export type TermName = 'fixed' | 'per input token' | 'per output token';

/** A term of the added time, s or s per token. */
export interface Term {
  readonly name: TermName;
  readonly value: number;
  readonly standardError: number;
  /** 95 %, Student's t; null where it rests on fewer than one degree of freedom. */
  readonly interval: Interval | null;
}

/** Time that the TEE adds to a request: fixed + per input token + per output token. */
export interface AddedTimeFit {
  readonly quantity: Quantity;
  /** Empty: no fit, and `reason` says why. */
  readonly terms: readonly Term[];
  readonly reason: string | null;
  /** Of the fit's residuals being as large by chance; null where repetitions give no scale. */
  readonly pValue: number | null;
  readonly lengths: number;
}

/** The added time at one length, and what its variance is in proportion to. */
interface Added {
  readonly input: number;
  readonly output: number;
  readonly seconds: number;
  readonly variance: number;
}

/**
 * Fits the means' difference on − off by weighted least squares. The noise of a run is taken to be
 * in proportion to its time: one coefficient of variation for each mode, pooled over lengths, which
 * repetitions measure far better than the spread at each length by itself. Where residuals are
 * larger than that explains, standard errors grow with them (R. Birge, Phys. Rev. 40 (1932) 207);
 * without repetitions residuals are all there is.
 * @param byOutput whether the time can depend on the tokens that are written.
 */
export function fitAddedTime(
  points: readonly LengthPoint[],
  quantity: Quantity,
  byOutput: boolean,
): AddedTimeFit {
  const noise = noiseOf(points, quantity);
  const added = points.flatMap((point) => addedAt(point, quantity, noise));
  const blank = { quantity, terms: [], pValue: null, lengths: added.length };
  const names = termsOf(added, byOutput);
  if (added.length < LEAST_LENGTHS) {
    return { ...blank, reason: `fewer than ${LEAST_LENGTHS} lengths with both modes` };
  }
  if (names.length === 1) return { ...blank, reason: 'one length only' };
  const fit = leastSquares(
    added.map((each) => names.map((name) => factorOf(each, name))),
    added.map(({ seconds }) => seconds),
    added.map(({ variance }) => 1 / variance),
  );
  if (fit === null) {
    return { ...blank, reason: 'input and output lengths vary together: no telling them apart' };
  }
  const scaled = fit.freedom > 0 ? Math.sqrt(fit.chiSquare / fit.freedom) : Number.NaN;
  const repeated = noise.freedom > 0;
  const stretch = repeated ? Math.max(1, fit.freedom > 0 ? scaled : 1) : scaled;
  const freedom = repeated ? noise.freedom : fit.freedom;
  const terms = names.map((name, at): Term => {
    const value = fit.coefficients[at] ?? Number.NaN;
    const standardError = (fit.standardErrors[at] ?? Number.NaN) * stretch;
    const reach = freedom > 0 ? t95(freedom) * standardError : Number.NaN;
    const interval = Number.isFinite(reach) ? ([value - reach, value + reach] as const) : null;
    return { name, value, standardError, interval };
  });
  const pValue = repeated && fit.freedom > 0 ? 1 - chiSquareCdf(fit.chiSquare, fit.freedom) : null;
  return { ...blank, terms, reason: null, pValue };
}

/** Those that lengths tell apart. */
function termsOf(added: readonly Added[], byOutput: boolean): readonly TermName[] {
  const differ = (length: (each: Added) => number): boolean =>
    new Set(added.map(length)).size > 1 && added.every((each) => Number.isFinite(length(each)));
  const input = differ((each) => each.input);
  const output = byOutput && differ((each) => each.output);
  return [
    'fixed',
    ...(input ? (['per input token'] as const) : []),
    ...(output ? (['per output token'] as const) : []),
  ];
}

function factorOf({ input, output }: Added, name: TermName): number {
  if (name === 'fixed') return 1;
  return name === 'per input token' ? input : output;
}

/** Squares of the coefficient of variation by mode. */
interface Noise extends Readonly<Record<MeasuredMode, number>> {
  /** Of the two together; 0: no repetitions, and each square is 1. */
  readonly freedom: number;
}

function noiseOf(points: readonly LengthPoint[], quantity: Quantity): Noise {
  const pooled = (mode: MeasuredMode): { readonly square: number; readonly freedom: number } => {
    const samples = points
      .map(({ cell }) => valuesOf(cell.runs[mode], quantity))
      .filter((values) => values.length > 1);
    const freedom = samples.reduce((sum, values) => sum + values.length - 1, 0);
    const squares = samples.reduce(
      (sum, values) => sum + ((values.length - 1) * varianceOf(values)) / meanOf(values) ** 2,
      0,
    );
    return { square: squares / freedom, freedom };
  };
  const [off, cc] = [pooled('off'), pooled('cc')];
  const isKnown = off.square > 0 && cc.square > 0;
  if (!isKnown) return { off: 1, cc: 1, freedom: 0 };
  return { off: off.square, cc: cc.square, freedom: off.freedom + cc.freedom };
}

function addedAt(
  { cell, inputTokens, outputTokens }: LengthPoint,
  quantity: Quantity,
  noise: Noise,
): readonly Added[] {
  const off = valuesOf(cell.runs.off, quantity);
  const cc = valuesOf(cell.runs.cc, quantity);
  if (off.length === 0 || cc.length === 0) return [];
  const [meanOff, meanCc] = [meanOf(off), meanOf(cc)];
  return [
    {
      input: inputTokens ?? Number.NaN,
      output: outputTokens ?? Number.NaN,
      seconds: meanCc - meanOff,
      variance: (noise.off * meanOff ** 2) / off.length + (noise.cc * meanCc ** 2) / cc.length,
    },
  ];
}
