import { Kernel } from '../../../src/kernel/kernel.js';
import { ProcessorSharingNode } from '../../../src/serving/nodes/processor-sharing.js';

/** Requests in order of arrival: when they come, and what they need alone, s. */
export interface Requests {
  readonly arrivals: readonly number[];
  readonly sizes: readonly number[];
}

/** When requests are done, and how much work was there just before each came, s. */
export interface Served {
  readonly done: number[];
  readonly workBefore: number[];
  readonly inServiceBefore: number[];
}

/** What one node does with requests. */
export function servedByNode({ arrivals, sizes }: Requests): Served {
  const kernel = new Kernel();
  const done: number[] = [];
  const workBefore: number[] = [];
  const inServiceBefore: number[] = [];
  const node = new ProcessorSharingNode<number>(kernel, (request) => {
    done[request] = kernel.now;
  });
  let next = 0;
  const arrival = kernel.alarm(1, () => {
    workBefore.push(node.unfinishedSeconds);
    inServiceBefore.push(node.inService);
    node.add(next, sizes[next] as number);
    next++;
    if (next < arrivals.length) arrival.set(arrivals[next] as number);
  });
  arrival.set(arrivals[0] as number);
  kernel.runUntil(Number.POSITIVE_INFINITY);
  return { done, workBefore, inServiceBefore };
}

/** The same by taking from each request in service its share of the time to the next event. */
export function servedSlowly({ arrivals, sizes }: Requests): Served {
  const done: number[] = [];
  const workBefore: number[] = [];
  const inServiceBefore: number[] = [];
  const left = new Map<number, number>();
  let now = 0;
  const pass = (seconds: number): void => {
    const share = seconds / left.size;
    for (const [request, work] of left) left.set(request, work - share);
    now += seconds;
  };
  const serveUntil = (time: number): void => {
    while (left.size > 0) {
      const [first, least] = [...left].reduce((a, b) => (b[1] < a[1] ? b : a));
      if (now + least * left.size > time) break;
      pass(least * left.size);
      left.delete(first);
      done[first] = now;
    }
    if (left.size > 0 && time > now) pass(time - now);
    now = Math.max(now, time);
  };
  arrivals.forEach((time, request) => {
    serveUntil(time);
    workBefore.push([...left.values()].reduce((sum, work) => sum + work, 0));
    inServiceBefore.push(left.size);
    left.set(request, sizes[request] as number);
  });
  serveUntil(Number.MAX_VALUE);
  return { done, workBefore, inServiceBefore };
}
