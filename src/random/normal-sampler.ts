import type { UniformStream } from './types.js';

const LAYERS = 128;
/** Where the tail begins, and the area of each layer, for 128 layers. */
const TAIL_FROM = 3.442619855899;
const LAYER_AREA = 9.91256303526217e-3;

/** Right edge of each layer, from the widest; the first is that of a box as large as base and tail. */
const EDGES = layerEdges();
/** The part of each layer's width that lies under the curve over the whole height of the layer. */
const INNER = Float64Array.from(
  { length: LAYERS },
  (_, i) => (EDGES[i + 1] as number) / (EDGES[i] as number),
);

/**
 * Draws standard normals by the ziggurat of G. Marsaglia and W. W. Tsang (2000) in the form of
 * J. Doornik, "An improved ziggurat method to generate normal random samples" (2005). One
 * uniform gives both layer (7 bits) and position (46 bits) in 98.8 % of draws.
 */
export class NormalSampler {
  readonly #stream: UniformStream;

  constructor(stream: UniformStream) {
    this.#stream = stream;
  }

  next(): number {
    for (;;) {
      const scaled = this.#stream.next() * LAYERS;
      const layer = Math.floor(scaled);
      const position = 2 * (scaled - layer) - 1;
      const x = position * (EDGES[layer] as number);
      if (Math.abs(position) < (INNER[layer] as number)) return x;
      if (layer === 0) return position < 0 ? -this.#drawTail() : this.#drawTail();
      if (this.#isUnderCurve(layer, x)) return x;
    }
  }

  #isUnderCurve(layer: number, x: number): boolean {
    const outer = EDGES[layer] as number;
    const inner = EDGES[layer + 1] as number;
    const low = Math.exp(-0.5 * (outer * outer - x * x));
    const high = Math.exp(-0.5 * (inner * inner - x * x));
    return low + this.#stream.next() * (high - low) < 1;
  }

  /** Marsaglia's tail method: exponential proposals beyond the start of the tail. */
  #drawTail(): number {
    for (;;) {
      const beyond = -Math.log(1 - this.#stream.next()) / TAIL_FROM;
      const height = -Math.log(1 - this.#stream.next());
      if (2 * height >= beyond * beyond) return TAIL_FROM + beyond;
    }
  }
}

function layerEdges(): Float64Array {
  const edges = new Float64Array(LAYERS + 1);
  let density = Math.exp(-0.5 * TAIL_FROM * TAIL_FROM);
  edges[0] = LAYER_AREA / density;
  edges[1] = TAIL_FROM;
  for (let i = 2; i < LAYERS; i++) {
    const previous = edges[i - 1] as number;
    density += LAYER_AREA / previous;
    edges[i] = Math.sqrt(-2 * Math.log(density));
  }
  return edges;
}
