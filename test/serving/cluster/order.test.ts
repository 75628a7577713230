import { describe, expect, it } from 'vitest';
import { WaitingRequests } from '../../../src/serving/batch/waiting.js';
import {
  type Askable,
  arrangeForIdle,
  arrangeForModel,
} from '../../../src/serving/cluster/order.js';

/** A GPU: busy with so many released batches, or free (−1); and what is in its memory. */
function gpu(number: number, released: number, ...models: number[]): Askable {
  return {
    number,
    isFree: released < 0,
    releasedBatches: Math.max(0, released),
    hasModel: (model) => models.includes(model),
  };
}

const FREE = -1;

function forModel(servers: Askable[], model: number, waiting = new WaitingRequests(3)): number[] {
  arrangeForModel(servers, model, waiting);
  return servers.map((server) => server.number);
}

describe('the order in which GPUs that share queues are asked about a model', () => {
  it('is: free with the model, free, busy by fewest released batches, by number', () => {
    const servers = [
      gpu(0, 2, 1),
      gpu(1, 0),
      gpu(2, FREE),
      gpu(3, FREE, 1),
      gpu(4, 0, 1),
      gpu(5, FREE, 1),
    ];
    expect(forModel(servers, 1)).toEqual([3, 5, 2, 1, 4, 0]);
  });

  it('begins with the GPU that loads the model for what waits', () => {
    const waiting = new WaitingRequests(3);
    waiting.keep(1, 2);
    expect(forModel([gpu(0, FREE, 1), gpu(1, 0), gpu(2, 0)], 1, waiting)[0]).toBe(2);
  });
});

describe('the order in which what waits is offered to free GPUs', () => {
  it('begins with those that have the model with the oldest request', () => {
    const waiting = new WaitingRequests(3);
    waiting.enqueue(2, 0, 1);
    waiting.enqueue(0, 1, 2);
    const servers = [gpu(0, FREE, 0), gpu(1, FREE), gpu(2, FREE, 2)];
    arrangeForIdle(servers, waiting);
    expect(servers.map((server) => server.number)).toEqual([2, 0, 1]);
  });

  it('leaves out what is kept for a GPU', () => {
    const waiting = new WaitingRequests(3);
    waiting.enqueue(2, 0, 1);
    waiting.enqueue(0, 1, 2);
    waiting.keep(2, 7);
    const servers = [gpu(1, FREE, 2), gpu(2, FREE, 0)];
    arrangeForIdle(servers, waiting);
    expect(servers.map((server) => server.number)).toEqual([2, 1]);
    expect(waiting.offeredTo(1)).toBe(1);
    expect(waiting.offeredTo(7)).toBe(2);
  });
});
