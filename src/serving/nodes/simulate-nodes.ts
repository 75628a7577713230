import { Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import { createArrivals } from '../../workload/arrivals.js';
import type { ArrivalSource } from '../../workload/types.js';
import { ProcessorSharingNode } from './processor-sharing.js';
import type { RouterDefinition } from './routers/router.js';

/** GPUs as table nodes, and the requests that they are sent. */
export interface NodesRun {
  /** Of each GPU, the position of its type. */
  readonly types: readonly number[];
  /** What a request of a bucket needs alone on a type, s; Infinity: it may not go there. */
  readonly seconds: readonly (readonly Seconds[])[];
  /** What share of a bucket's requests the plan gives to a type, by bucket and type. */
  readonly planned: readonly (readonly number[])[];
  readonly router: RouterDefinition;
  /** Poisson, all buckets together. */
  readonly rate: RequestsPerSecond;
  /** Probability of each bucket; sums to 1. */
  readonly mix: readonly number[];
  /** What happens after this time does not matter. */
  readonly endSeconds: Seconds;
  /** Arrivals and buckets follow from it alone: they are the same whatever the GPUs. */
  readonly key: RunKey;
}

/** A request on its way. */
export interface NodeRequest {
  readonly number: number;
  readonly bucket: number;
  readonly arrival: Seconds;
  /** Position of its GPU; −1: turned away. */
  readonly node: number;
}

/** Is told what happens. */
export interface NodesObserver {
  /** A request came and has been sent to its GPU, or turned away. */
  arrived(request: NodeRequest): void;
  done(request: NodeRequest, at: Seconds): void;
}

/** What can be asked of GPUs between two events. */
export interface NodesState {
  readonly now: Seconds;
  /** How long each GPU has been at work, s. */
  busySeconds(): readonly Seconds[];
}

/** Requests come after those that leave at the same time. */
const ARRIVAL_RANK = 1;

/**
 * Simulates GPUs of which each serves what it is sent by processor sharing.
 * @param stops times at which to pause, ascending; the state is handed out at each, then at the end.
 */
export function* simulateNodes(
  run: NodesRun,
  observer: NodesObserver,
  stops: readonly Seconds[],
): Generator<NodesState, void> {
  const kernel = new Kernel();
  const { key, mix, rate, endSeconds } = run;
  const arrivals = createArrivals(
    {
      arrivals: { process: 'poisson', rate, first: 'gap' },
      mix,
      modelCount: mix.length,
      durationSeconds: endSeconds,
    },
    key,
  );
  const nodes = startNodes(run, kernel, arrivals, observer);
  const state: NodesState = {
    get now() {
      return kernel.now;
    },
    busySeconds: () => nodes.map((node) => node.busySeconds),
  };
  for (const stop of [...stops.filter((time) => time < endSeconds), endSeconds]) {
    kernel.runUntil(stop);
    yield state;
  }
}

function startNodes(
  { types, seconds, planned, router, key }: NodesRun,
  kernel: Kernel,
  arrivals: ArrivalSource,
  observer: NodesObserver,
): readonly ProcessorSharingNode<NodeRequest>[] {
  const done = (request: NodeRequest): void => observer.done(request, kernel.now);
  const nodes = types.map((type) => new TypedNode(type, kernel, done));
  const routing = router.create({ nodes, seconds, planned });
  const draws = key.keyed('route');
  let number = 0;
  const alarm = kernel.alarm(ARRIVAL_RANK, () => {
    const { model: bucket } = arrivals;
    const at = routing.route(bucket, draws.at(number, 0));
    const request = { number, bucket, arrival: kernel.now, node: at };
    number++;
    nodes[at]?.add(request, seconds[types[at] ?? -1]?.[bucket] ?? Number.NaN);
    observer.arrived(request);
    if (arrivals.advance()) alarm.set(arrivals.time);
  });
  if (arrivals.advance()) alarm.set(arrivals.time);
  return nodes;
}

class TypedNode extends ProcessorSharingNode<NodeRequest> {
  readonly type: number;

  constructor(type: number, kernel: Kernel, done: (request: NodeRequest) => void) {
    super(kernel, done);
    this.type = type;
  }
}
