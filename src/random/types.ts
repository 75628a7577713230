/** A sequential stream of uniform draws, for exogenous randomness (arrivals, model mix). */
export interface UniformStream {
  /** The next draw, 53 bits, in [0, 1). */
  next(): number;
}

/** Draws keyed by what they belong to, for endogenous randomness. A pure function of its key. */
export interface KeyedUniform {
  /** The draw of (run, purpose, a, b), 53 bits, in (0, 1): safe to invert. `a`, `b`: integers ≥ 0. */
  at(a: number, b: number): number;
}

/** The key of a run: (seed, replication). All randomness of the run derives from it. */
export interface RunKey {
  stream(name: string): UniformStream;
  keyed(purpose: string): KeyedUniform;
}
