import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/errors.js';
import { Kernel } from '../../../src/kernel/kernel.js';
import { ProcessorSharingNode } from '../../../src/serving/nodes/processor-sharing.js';
import { holds } from '../../support/property.js';
import { type Requests, servedByNode, servedSlowly } from './support.js';

/** Up to 60 requests; times in quarters, so that events coincide, or any. */
const requests: fc.Arbitrary<Requests> = fc
  .array(
    fc.oneof(
      fc.record({
        gap: fc.integer({ min: 0, max: 12 }).map((quarters) => quarters / 4),
        size: fc.integer({ min: 1, max: 16 }).map((quarters) => quarters / 4),
      }),
      fc.record({
        gap: fc.double({ min: 0, max: 4, noNaN: true }),
        size: fc.double({ min: 1e-3, max: 6, noNaN: true }),
      }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn) => {
    let now = 0;
    const arrivals = drawn.map(({ gap }) => {
      now += gap;
      return now;
    });
    return { arrivals, sizes: drawn.map(({ size }) => size) };
  });

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, at) => {
    const wanted = expected[at] as number;
    const off = Math.abs(value - wanted);
    expect(off, `${value} for ${wanted}`).toBeLessThanOrEqual(1e-9 * Math.max(1, wanted));
  });
}

describe('a node that shares itself equally', () => {
  it('lets two equal requests take twice as long', () => {
    const { done } = servedByNode({ arrivals: [0, 0], sizes: [1, 1] });
    expect(done).toEqual([2, 2]);
  });

  it('serves a late small request in twice its time, and the first without loss of work', () => {
    // Alone for 1 s, then half of the time each; the small one leaves at 3, the first at 5.
    const { done } = servedByNode({ arrivals: [0, 1], sizes: [4, 1] });
    expect(done).toEqual([5, 3]);
  });

  it('does what a step-by-step simulation of the fluid does', () => {
    holds(requests, (drawn) => {
      const [fast, slow] = [servedByNode(drawn), servedSlowly(drawn)];
      expectClose(fast.done, slow.done);
      expectClose(fast.workBefore, slow.workBefore);
    });
  });

  it('has at each arrival the work that a server in order of arrival has (Lindley)', () => {
    holds(requests, ({ arrivals, sizes }) => {
      const { workBefore, done } = servedByNode({ arrivals, sizes });
      let [work, before] = [0, 0];
      const expected = arrivals.map((time, at) => {
        work = Math.max(0, work - (time - before));
        before = time;
        const found = work;
        work += sizes[at] as number;
        return found;
      });
      expectClose(workBefore, expected);
      // Nor is it done with the last of them any sooner or later.
      expectClose([Math.max(...done)], [before + work]);
    });
  });

  it('serves no request faster than alone, and smaller ones of one arrival time first', () => {
    holds(requests, ({ arrivals, sizes }) => {
      const { done } = servedByNode({ arrivals, sizes });
      done.forEach((end, at) => {
        const alone = (arrivals[at] as number) + (sizes[at] as number);
        expect(end).toBeGreaterThanOrEqual(alone - 1e-9 * alone);
        if (arrivals[at + 1] !== arrivals[at]) return;
        const isSmaller = (sizes[at] as number) < (sizes[at + 1] as number);
        if (isSmaller) expect(end).toBeLessThanOrEqual(done[at + 1] as number);
      });
    });
  });

  it('is at work as long as there is work', () => {
    const kernel = new Kernel();
    const node = new ProcessorSharingNode<string>(kernel, () => {});
    node.add('a', 2);
    node.add('b', 1);
    kernel.runUntil(10);
    expect(node.busySeconds).toBe(3);
    expect([node.inService, node.unfinishedSeconds]).toEqual([0, 0]);
  });

  it('refuses a request of no finite size', () => {
    const node = new ProcessorSharingNode<string>(new Kernel(), () => {});
    expect(() => node.add('a', Number.POSITIVE_INFINITY)).toThrow(InvariantError);
    const other = new ProcessorSharingNode<string>(new Kernel(), () => {});
    expect(() => other.add('a', Number.NaN)).toThrow(InvariantError);
  });
});
