/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const ONE: Complex = { re: 1, im: 0 };

/** Below this size a power series replaces a formula that would cancel. */
const SERIES_BELOW = 0.1;
const SERIES_TERMS = 16;

export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function subtract(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

export function multiply(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

export function divide(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

export function scale(a: Complex, factor: number): Complex {
  return { re: a.re * factor, im: a.im * factor };
}

export function exponential(a: Complex): Complex {
  const size = Math.exp(a.re);
  return { re: size * Math.cos(a.im), im: size * Math.sin(a.im) };
}

/** (1 − e^{−a}) / a, and 1 at 0. */
export function decayMean(a: Complex): Complex {
  if (Math.hypot(a.re, a.im) >= SERIES_BELOW) {
    return divide(subtract(ONE, exponential(scale(a, -1))), a);
  }
  let term = ONE;
  let sum = ONE;
  for (let n = 2; n < SERIES_TERMS; n++) {
    term = multiply(term, scale(a, -1 / n));
    sum = add(sum, term);
  }
  return sum;
}

/** ln(1 + a) / a on the principal branch, and 1 at 0. */
export function logMean(a: Complex): Complex {
  if (Math.hypot(a.re, a.im) >= SERIES_BELOW) {
    const shifted = add(ONE, a);
    const size = Math.log(Math.hypot(shifted.re, shifted.im));
    return divide({ re: size, im: Math.atan2(shifted.im, shifted.re) }, a);
  }
  let power = ONE;
  let sum = ONE;
  for (let n = 1; n < SERIES_TERMS; n++) {
    power = multiply(power, scale(a, -1));
    sum = add(sum, scale(power, 1 / (n + 1)));
  }
  return sum;
}
