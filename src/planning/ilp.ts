/** An integer program: minimise cost · x, lower ≤ A·x ≤ upper, and bounds on x. */
export interface IntegerProgram {
  readonly columns: readonly IlpColumn[];
  readonly rows: readonly IlpRow[];
}

export interface IlpColumn {
  readonly cost: number;
  readonly lower: number;
  /** Infinity: none. */
  readonly upper: number;
  readonly isInteger: boolean;
}

export interface IlpRow {
  /** −Infinity: none. */
  readonly lower: number;
  readonly upper: number;
  readonly entries: readonly (readonly [column: number, coefficient: number])[];
}

/** What a solver says of a program. */
export interface IlpSolution {
  readonly status: 'optimal' | 'infeasible' | 'time-limit';
  /** By column; null: none was found. Integers may be off by the solver's tolerance. */
  readonly values: Float64Array | null;
  /** The least that the objective can be, as far as the solver has proved; null: nothing. */
  readonly bound: number | null;
  /** Without loading the library. */
  readonly seconds: number;
}

/** Solves integer programs to proven optimality, or until the time is over. */
export interface IlpSolver {
  solve(program: IntegerProgram, timeLimitSeconds: number): Promise<IlpSolution>;
}
