import type { Scenario } from '../scenario/types.js';

type Arrivals = Scenario['workload']['arrivals'];
type SimpleArrivals = Exclude<Arrivals, { process: 'superposition' }>;
type Trace = Extract<Arrivals, { process: 'trace' }>;
type Column = Float64Array | Uint16Array | Int32Array;

/**
 * Moves the traces of scenarios into memory that threads share, so that posting a scenario to a
 * worker copies nothing large. A trace that several scenarios have is copied once.
 */
export class SharedTraces {
  readonly #copies = new WeakMap<Column, Column>();

  /** The same scenario, its traces in shared memory; itself when it has none. */
  share(scenario: Scenario): Scenario {
    const { workload } = scenario;
    const arrivals = this.#arrivals(workload.arrivals);
    return arrivals === workload.arrivals
      ? scenario
      : { ...scenario, workload: { ...workload, arrivals } };
  }

  #arrivals(arrivals: Arrivals): Arrivals {
    if (arrivals.process !== 'superposition') return this.#simple(arrivals);
    const of = arrivals.of.map((member) => ({
      ...member,
      arrivals: this.#simple(member.arrivals),
    }));
    const isChanged = of.some((member, at) => member.arrivals !== arrivals.of[at]?.arrivals);
    return isChanged ? { ...arrivals, of } : arrivals;
  }

  #simple(arrivals: SimpleArrivals): SimpleArrivals {
    if (arrivals.process !== 'trace') return arrivals;
    const { times, models, lengths } = arrivals;
    return {
      ...arrivals,
      times: this.#recall(times, sharedFloats),
      models: models && this.#recall(models, sharedIndices),
      lengths: lengths && this.#lengths(lengths),
    };
  }

  #lengths({ input, output }: NonNullable<Trace['lengths']>): Trace['lengths'] {
    return {
      input: input && this.#recall(input, sharedIntegers),
      output: output && this.#recall(output, sharedIntegers),
    };
  }

  #recall<T extends Column>(column: T, copy: (column: T) => T): T {
    // What stands beside a column is its copy, of the same type.
    const known = this.#copies.get(column) as T | undefined;
    if (known !== undefined) return known;
    const made = copy(column);
    this.#copies.set(column, made);
    // What is shared already needs no other copy.
    this.#copies.set(made, made);
    return made;
  }
}

function sharedFloats(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

function sharedIndices(column: Uint16Array): Uint16Array {
  const copy = new Uint16Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

function sharedIntegers(column: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
