import type { RunKey } from '../random/types.js';
import type { ModelIndex, Seconds } from '../units.js';
import type { ModelMix, SimpleArrivals, SuperpositionConfig, WorkloadConfig } from './config.js';
import { type ModelSource, RandomModels, RecordedModels } from './model-mix.js';
import { BurstyArrivals } from './processes/bursty.js';
import { ConstantArrivals } from './processes/constant.js';
import { GammaArrivals } from './processes/gamma.js';
import { PiecewiseArrivals } from './processes/piecewise.js';
import { PoissonArrivals } from './processes/poisson.js';
import { RampArrivals } from './processes/ramp.js';
import { TraceArrivals } from './processes/trace-replay.js';
import type { ArrivalProcess, ArrivalSource } from './types.js';

/**
 * The requests of a run, in time order, all before `durationSeconds`. They depend on the
 * workload and the key alone: every strategy and TEE mode gets the same ones, arrival times do
 * not depend on the mix, and two rates of one process are one set of points on two clocks.
 */
export function createArrivals(config: WorkloadConfig, key: RunKey): ArrivalSource {
  const { arrivals, durationSeconds } = config;
  if (arrivals.process === 'superposition') {
    return new SuperposedArrivals(createMembers(arrivals, durationSeconds, key));
  }
  return createSimple(arrivals, config.mix, durationSeconds, key, '');
}

function createMembers(
  superposition: SuperpositionConfig,
  durationSeconds: Seconds,
  key: RunKey,
): MarkedArrivals[] {
  return superposition.of.map((member, number) =>
    createSimple(member.arrivals, member.mix, durationSeconds, key, `/${number}`),
  );
}

/** @param suffix tells the streams of the members of a superposition apart. */
function createSimple(
  arrivals: SimpleArrivals,
  mix: ModelMix,
  durationSeconds: Seconds,
  key: RunKey,
  suffix: string,
): MarkedArrivals {
  const recorded = arrivals.process === 'trace' ? arrivals.models : null;
  const models =
    recorded === null
      ? new RandomModels(mix, key.stream(`models${suffix}`))
      : new RecordedModels(recorded);
  return new MarkedArrivals(createProcess(arrivals, key, suffix), models, durationSeconds);
}

function createProcess(config: SimpleArrivals, key: RunKey, suffix: string): ArrivalProcess {
  const gaps = () => key.stream(`arrivals${suffix}`);
  switch (config.process) {
    case 'poisson':
      return new PoissonArrivals(config, gaps());
    case 'gamma':
      return new GammaArrivals(config, gaps());
    case 'constant':
      return new ConstantArrivals(config);
    case 'bursty':
      return new BurstyArrivals(config, gaps(), key.stream(`arrivals${suffix}/periods`));
    case 'ramp':
      return new RampArrivals(config, gaps());
    case 'piecewise':
      return new PiecewiseArrivals(config, gaps());
    case 'trace':
      return new TraceArrivals(config);
  }
}

/** The arrivals of one process, each marked with its model. */
class MarkedArrivals implements ArrivalSource {
  time: Seconds = 0;
  model: ModelIndex = 0;
  readonly #process: ArrivalProcess;
  readonly #models: ModelSource;
  readonly #end: Seconds;

  constructor(process: ArrivalProcess, models: ModelSource, end: Seconds) {
    this.#process = process;
    this.#models = models;
    this.#end = end;
  }

  advance(): boolean {
    const time = this.#process.next();
    if (!(time < this.#end)) return false;
    this.time = time;
    this.model = this.#models.next();
    return true;
  }
}

/** Several sources merged in time order; at one time, in the order they are listed. */
class SuperposedArrivals implements ArrivalSource {
  time: Seconds = 0;
  model: ModelIndex = 0;
  readonly #members: readonly MarkedArrivals[];
  /** Time of each member's next request; Infinity when it has no more. */
  readonly #next: Float64Array;

  constructor(members: readonly MarkedArrivals[]) {
    this.#members = members;
    this.#next = new Float64Array(members.length);
    for (let i = 0; i < members.length; i++) this.#advanceMember(i);
  }

  advance(): boolean {
    const earliest = this.#earliest();
    const time = this.#next[earliest] as number;
    // Also when there is no member at all: the time is then undefined.
    if (!(time < Number.POSITIVE_INFINITY)) return false;
    this.time = time;
    this.model = (this.#members[earliest] as MarkedArrivals).model;
    this.#advanceMember(earliest);
    return true;
  }

  #earliest(): number {
    const next = this.#next;
    let earliest = 0;
    for (let i = 1; i < next.length; i++) {
      if ((next[i] as number) < (next[earliest] as number)) earliest = i;
    }
    return earliest;
  }

  #advanceMember(i: number): void {
    const member = this.#members[i] as MarkedArrivals;
    this.#next[i] = member.advance() ? member.time : Number.POSITIVE_INFINITY;
  }
}
