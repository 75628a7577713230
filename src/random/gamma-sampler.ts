import { NormalSampler } from './normal-sampler.js';
import type { UniformStream } from './types.js';

/** A draw from the exponential distribution with mean 1, by inversion. */
export function drawExponential(stream: UniformStream): number {
  // 1 − u is in (0, 1]: the logarithm is finite.
  return -Math.log(1 - stream.next());
}

/**
 * Draws from the gamma distribution with unit scale (mean = shape).
 *
 * G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26
 * (2000), on ziggurat normals. Shape 1 is −ln(1 − u) exactly, one uniform a draw, so that a gamma
 * process of shape 1 is the Poisson process draw for draw. Shapes below 1 are a draw of
 * shape + 1 times U^(1/shape).
 */
export class GammaSampler {
  readonly #stream: UniformStream;
  readonly #normals: NormalSampler;
  readonly #shape: number;
  /** Marsaglia and Tsang's d and c. */
  readonly #d: number;
  readonly #c: number;

  /** @param shape > 0. */
  constructor(shape: number, stream: UniformStream) {
    this.#stream = stream;
    this.#normals = new NormalSampler(stream);
    this.#shape = shape;
    this.#d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    this.#c = 1 / Math.sqrt(9 * this.#d);
  }

  next(): number {
    if (this.#shape === 1) return drawExponential(this.#stream);
    const draw = this.#drawAboveOne();
    if (this.#shape > 1) return draw;
    return draw * Math.exp(-drawExponential(this.#stream) / this.#shape);
  }

  #drawAboveOne(): number {
    const d = this.#d;
    for (;;) {
      const x = this.#normals.next();
      const root = 1 + this.#c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = 1 - this.#stream.next();
      const x2 = x * x;
      // The squeeze accepts 98 % without a logarithm.
      if (u < 1 - 0.0331 * x2 * x2) return d * v;
      if (Math.log(u) < 0.5 * x2 + d * (1 - v + Math.log(v))) return d * v;
    }
  }
}
