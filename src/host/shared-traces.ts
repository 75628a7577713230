import type { Scenario } from '../scenario/types.js';

type Arrivals = Scenario['workload']['arrivals'];
type SimpleArrivals = Exclude<Arrivals, { process: 'superposition' }>;
type Times = Extract<Arrivals, { process: 'trace' }>['times'];
type Models = NonNullable<Extract<Arrivals, { process: 'trace' }>['models']>;

/**
 * Moves the traces of scenarios into memory that threads share, so that posting a scenario to a
 * worker copies nothing large. A trace that several scenarios have is copied once.
 */
export class SharedTraces {
  readonly #times = new WeakMap<Times, Times>();
  readonly #models = new WeakMap<Models, Models>();

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
    const times = recall(this.#times, arrivals.times, sharedTimes);
    const models = arrivals.models && recall(this.#models, arrivals.models, sharedModels);
    return { ...arrivals, times, models };
  }
}

function recall<T extends object>(copies: WeakMap<T, T>, column: T, copy: (column: T) => T): T {
  const known = copies.get(column);
  if (known !== undefined) return known;
  const made = copy(column);
  copies.set(column, made);
  // What is shared already needs no other copy.
  copies.set(made, made);
  return made;
}

function sharedTimes(times: Times): Times {
  const copy = new Float64Array(new SharedArrayBuffer(times.byteLength));
  copy.set(times);
  return copy;
}

function sharedModels(models: Models): Models {
  const copy = new Uint16Array(new SharedArrayBuffer(models.byteLength));
  copy.set(models);
  return copy;
}
