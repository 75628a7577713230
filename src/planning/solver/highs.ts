import highsModule, { type Highs, type ModelData } from 'highs';
import { InvariantError } from '../../errors.js';
import type { IlpSolution, IlpSolver, IntegerProgram } from '../ilp.js';

/** An objective that is better by less is no better: costs have cents. */
const ABSOLUTE_GAP = 1e-7;

/** Its types are those of a CommonJS module; what is imported is an ES module with the loader as default. */
const highsLoader = highsModule as unknown as typeof highsModule.default;

/** Loads HiGHS (https://highs.dev), which solves in this thread and cannot be interrupted there. */
export async function loadHighs(): Promise<IlpSolver> {
  const highs = await highsLoader();
  return {
    solve: (program, timeLimitSeconds) =>
      Promise.resolve(solveWith(highs, program, timeLimitSeconds)),
  };
}

function solveWith(highs: Highs, program: IntegerProgram, timeLimitSeconds: number): IlpSolution {
  const data = modelData(highs, program);
  return highs.withModel(data, (model): IlpSolution => {
    model.options.set({
      output_flag: false,
      // What came before may have used up more than there was.
      time_limit: Math.max(0, timeLimitSeconds),
      mip_rel_gap: 0,
      mip_abs_gap: ABSOLUTE_GAP,
    });
    model.run();
    const status = model.getModelStatus();
    const known = highs.constants.modelStatus;
    const seconds = model.getRunTime();
    // No objective of ours is without a bound.
    if (status === known.infeasible || status === known.unboundedOrInfeasible) {
      return { status: 'infeasible', values: null, bound: null, seconds };
    }
    const isOptimal = status === known.optimal;
    if (!isOptimal && status !== known.timeLimit) {
      throw new InvariantError('the solver ended in a way that no program of ours should', {
        status,
        columns: program.columns.length,
        rows: program.rows.length,
      });
    }
    const hasValues = isOptimal || Number(model.info.get('primal_solution_status')) === 2;
    const bound = Number(model.info.get('mip_dual_bound'));
    return {
      status: isOptimal ? 'optimal' : 'time-limit',
      values: hasValues ? Float64Array.from(model.getSolution().colValue) : null,
      bound: Number.isFinite(bound) ? bound : null,
      seconds,
    };
  });
}

function modelData(highs: Highs, { columns, rows }: IntegerProgram): ModelData {
  const { integer, continuous } = highs.constants.variableType;
  const entries = rows.flatMap((row) => row.entries);
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => {
    starts[at + 1] = (starts[at] ?? 0) + row.entries.length;
  });
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: Float64Array.from(columns, ({ cost }) => cost),
    colLower: Float64Array.from(columns, ({ lower }) => lower),
    colUpper: Float64Array.from(columns, ({ upper }) => upper),
    integrality: Int32Array.from(columns, ({ isInteger }) => (isInteger ? integer : continuous)),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: Int32Array.from(entries, ([column]) => column),
      values: Float64Array.from(entries, ([, coefficient]) => coefficient),
    },
  };
}
