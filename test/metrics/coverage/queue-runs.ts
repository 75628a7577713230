import type { Fact } from '../../../src/events/facts.js';
import { drawExponential } from '../../../src/random/gamma-sampler.js';
import { createRunKey } from '../../../src/random/run-key.js';
import type { RunKey, UniformStream } from '../../../src/random/types.js';
import { fcfs } from '../../../src/serving/batch/strategies/fcfs.js';
import { simulate } from '../../../src/simulate.js';
import { buildScenario } from '../../support/scenario-builder.js';

/** A single server with exponential gaps and services of mean 1, observed over its first customers. */
export interface Queue {
  /** Arrivals per mean service: the load. */
  readonly load: number;
  readonly customers: number;
  /**
   * `stationary`: the first wait is drawn from the stationary law (0 with probability 1 − load,
   * else exponential at rate 1 − load), so that every customer's latency is exponential at that
   * rate and means over customers are known exactly, whatever their number.
   */
  readonly start: 'empty' | 'stationary';
}

const SERVICE = { form: 'line', a: 1, b: 0, cv: 1, family: 'exponential' } as const;
const CUSTOMER = 0;
/** Served before the first customer for as long as that has to wait. */
const OBSTACLE = 1;

/** The latencies of one replication, in order of arrival. */
export type LatencySource = (queue: Queue, seed: string, replication: number) => Float64Array;

/** By the simulator. */
export const simulated: LatencySource = (queue, seed, replication) => {
  const { arrivals, firstWait } = drawCustomers(queue, createRunKey(seed, replication));
  const obstacles = firstWait > 0 ? 1 : 0;
  const times = new Float64Array(obstacles + queue.customers);
  times.set(arrivals, obstacles);
  const models = new Uint16Array(times.length).fill(CUSTOMER);
  if (obstacles === 1) models[0] = OBSTACLE;
  const scenario = buildScenario({
    seed,
    rules: { writeResults: false },
    preload: [CUSTOMER, OBSTACLE],
    memory: { residentModels: 2 },
    models: [
      { batch: SERVICE },
      { batch: { form: 'line', a: firstWait, b: 0, cv: 0, family: 'constant' } },
    ],
    strategy: 'fcfs',
    durationSeconds: (times.at(-1) ?? 0) + 1,
    arrivals: {
      process: 'trace',
      file: 'customers',
      sha256: '',
      columns: { time: '', model: '' },
      times,
      models,
      lengths: null,
    },
  });
  const latencies = new Float64Array(queue.customers);
  let served = 0;
  const observe = (fact: Fact): void => {
    if (fact.kind !== 'batch' || fact.model !== CUSTOMER) return;
    latencies[served++] = fact.completedAt - (fact.requests.arrivals[0] as number);
  };
  simulate({ scenario, strategy: fcfs, replication, observers: [{ observe }] });
  return latencies;
};

/** The same from the same draws by Lindley's recursion, a fraction of the work. */
export const byRecursion: LatencySource = (queue, seed, replication) => {
  const key = createRunKey(seed, replication);
  const { arrivals, firstWait } = drawCustomers(queue, key);
  const draws = key.keyed('batch');
  let wait = firstWait;
  return arrivals.map((arrival, at) => {
    const latency = wait - Math.log(1 - draws.at(CUSTOMER, at));
    wait = Math.max(0, latency - ((arrivals[at + 1] ?? 0) - arrival));
    return latency;
  });
};

interface Customers {
  readonly arrivals: Float64Array;
  readonly firstWait: number;
}

function drawCustomers({ load, customers, start }: Queue, key: RunKey): Customers {
  const firstWait = start === 'empty' ? 0 : drawFirstWait(load, key.stream('start'));
  const gaps = key.stream('gaps');
  const arrivals = new Float64Array(customers);
  for (let at = 1; at < customers; at++) {
    arrivals[at] = (arrivals[at - 1] as number) + drawExponential(gaps) / load;
  }
  return { arrivals, firstWait };
}

function drawFirstWait(load: number, stream: UniformStream): number {
  return stream.next() < load ? drawExponential(stream) / (1 - load) : 0;
}

/** The latency that a share `p` of all customers stay below, in the long run. */
export function latencyQuantile(load: number, p: number): number {
  return -Math.log(1 - p) / (1 - load);
}
