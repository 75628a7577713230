/*
 * Ranges of numbers as a person would write them out. Sums of doubles are not: 0.1 + 0.2 prints
 * as 0.30000000000000004. So points are computed on whole multiples of a power of ten.
 */

/** Significant digits of a step that is not a decimal number. */
const STEP_DIGITS = 6;
/** Least significant digits of a point between the ends of a logarithmic range. */
const LEAST_LOG_DIGITS = 3;
/** Rounding may move a point by this share of its distance from the next. */
const LOG_ROUNDING = 1 / 20;
/** Enough for every double. */
const MOST_DIGITS = 17;

/** A double as it prints: `digits · 10^exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa = '', power = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** In units of 10^exponent, which must not be above that of the number. */
function inUnits({ digits, exponent }: Decimal, unit: number): bigint {
  return digits * 10n ** BigInt(exponent - unit);
}

/** The double nearest to `units · 10^exponent`. Adding 0 turns −0 into 0. */
function numberOf(units: bigint, exponent: number): number {
  return Number(`${units}e${exponent}`) + 0;
}

/** How many points `stepped` has: the last one too if it lies on the grid. */
export function countSteps(from: number, to: number, step: number): number {
  const { start, end, width } = grid(from, to, step);
  return Number((end - start) / width) + 1;
}

/** `from`, `from + step`, … up to `to`, in decimal arithmetic. @param step > 0 */
export function stepped(from: number, to: number, step: number): readonly number[] {
  const { start, width, unit } = grid(from, to, step);
  const count = countSteps(from, to, step);
  return Array.from({ length: count }, (_, at) => numberOf(start + BigInt(at) * width, unit));
}

function grid(from: number, to: number, step: number) {
  const decimals = [from, to, step].map(decimalOf);
  const unit = Math.min(...decimals.map(({ exponent }) => exponent));
  const [start = 0n, end = 0n, width = 1n] = decimals.map((decimal) => inUnits(decimal, unit));
  return { start, end, width, unit };
}

/**
 * `count` points from `from` to `to` at equal distances. They are exact where the distance has at
 * most six significant digits, and else rounded to its sixth; the ends are kept.
 * @param count ≥ 2
 */
export function spaced(from: number, to: number, count: number): readonly number[] {
  const [low, high] = [decimalOf(from), decimalOf(to)];
  const ofStep = Math.floor(Math.log10(to / (count - 1) - from / (count - 1)));
  const unit = Math.min(low.exponent, high.exponent, ofStep - STEP_DIGITS + 1);
  const start = inUnits(low, unit);
  const span = inUnits(high, unit) - start;
  const intervals = BigInt(count - 1);
  return Array.from({ length: count }, (_, at) =>
    // Rounded half up.
    numberOf(start + (2n * BigInt(at) * span + intervals) / (2n * intervals), unit),
  );
}

/**
 * `count` points from `from` to `to` at equal ratios. Between the ends they are rounded to three
 * significant digits; to more where that would move a point by over a twentieth of its distance
 * from the next.
 * @param from > 0
 * @param count ≥ 2
 */
export function logSpaced(from: number, to: number, count: number): readonly number[] {
  const [low, high] = [Math.log(from), Math.log(to)];
  const distance = (high - low) / (count - 1);
  // Rounding to k digits moves a number by at most 0.5 · 10^(1 − k) of itself.
  const needed = 1 + Math.ceil(Math.log10(0.5 / (LOG_ROUNDING * distance)));
  const digits = Math.min(MOST_DIGITS, Math.max(LEAST_LOG_DIGITS, needed));
  return Array.from({ length: count }, (_, at) =>
    at === 0
      ? from
      : at === count - 1
        ? to
        : Number(Math.exp(low + at * distance).toPrecision(digits)),
  );
}
