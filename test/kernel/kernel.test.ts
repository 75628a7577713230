import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { Kernel } from '../../src/kernel/kernel.js';

const time = fc.integer({ min: 0, max: 5 });
const rank = fc.integer({ min: 0, max: 3 });

describe('the order of events', () => {
  it('is by time, then rank, then the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, rank), { maxLength: 40 }), (events) => {
        const kernel = new Kernel();
        const fired: number[] = [];
        events.forEach(([at, of], index) => {
          kernel.alarm(of, () => fired.push(index)).set(at);
        });
        while (kernel.step());
        const expected = events
          .map(([at, of], index) => ({ at, of, index }))
          .sort((a, b) => a.at - b.at || a.of - b.of || a.index - b.index);
        expect(fired).toEqual(expected.map((event) => event.index));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with a list that is searched, when alarms are moved and cancelled while it runs', () => {
    type Step = readonly [alarm: number, delay: number | null];
    const steps = fc.array(
      fc.tuple(fc.nat(5), fc.option(fc.integer({ min: 0, max: 4 }))) as fc.Arbitrary<Step>,
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, fc.nat(3), (script, perEvent) => {
        expect(playOnKernel(script, perEvent + 1)).toEqual(playOnList(script, perEvent + 1));
      }),
      { numRuns: 500 },
    );
  });
});

/** Each firing carries out the next `perEvent` steps of the script: set or cancel an alarm. */
function playOnKernel(
  script: readonly (readonly [number, number | null])[],
  perEvent: number,
): string[] {
  const kernel = new Kernel();
  const log: string[] = [];
  let next = 0;
  const act = (): void => {
    for (const [which, delay] of script.slice(next, next + perEvent)) {
      if (delay === null) alarms[which]?.cancel();
      else alarms[which]?.set(kernel.now + delay);
    }
    next += perEvent;
  };
  const alarms = [0, 1, 2, 3, 4, 5].map((which) =>
    kernel.alarm(which % 3, () => {
      log.push(`${which}@${kernel.now}`);
      act();
    }),
  );
  act();
  while (kernel.step());
  return log;
}

function playOnList(
  script: readonly (readonly [number, number | null])[],
  perEvent: number,
): string[] {
  let now = 0;
  let next = 0;
  let sequence = 0;
  const log: string[] = [];
  const pending = new Map<number, { at: number; sequence: number }>();
  const act = (): void => {
    for (const [which, delay] of script.slice(next, next + perEvent)) {
      pending.delete(which);
      if (delay !== null) pending.set(which, { at: now + delay, sequence: sequence++ });
    }
    next += perEvent;
  };
  act();
  while (pending.size > 0) {
    const [first] = [...pending].sort(
      ([a, x], [b, y]) => x.at - y.at || (a % 3) - (b % 3) || x.sequence - y.sequence,
    );
    if (first === undefined) break;
    now = first[1].at;
    pending.delete(first[0]);
    log.push(`${first[0]}@${now}`);
    act();
  }
  return log;
}

describe('an alarm', () => {
  it('fires once at the time it was last set to', () => {
    const kernel = new Kernel();
    const fired: number[] = [];
    const alarm = kernel.alarm(0, () => fired.push(kernel.now));
    alarm.set(3);
    alarm.set(1);
    alarm.set(2);
    expect(alarm.time).toBe(2);
    while (kernel.step());
    expect(fired).toEqual([2]);
    expect(alarm.pending).toBe(false);
    expect(alarm.time).toBeNaN();
  });

  it('does not fire once cancelled, and cancelling twice does nothing', () => {
    const kernel = new Kernel();
    const alarm = kernel.alarm(0, () => expect.unreachable());
    alarm.set(1);
    alarm.cancel();
    alarm.cancel();
    expect(kernel.step()).toBe(false);
    expect(kernel.pending).toBe(0);
  });

  it('may set itself again while it fires', () => {
    const kernel = new Kernel();
    let left = 5;
    const alarm = kernel.alarm(0, () => {
      if (--left > 0) alarm.set(kernel.now);
    });
    alarm.set(0);
    while (kernel.step());
    expect(kernel.fired).toBe(5);
  });

  it.each([Number.NaN, -1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    'refuses the time %s',
    (at) => {
      expect(() => new Kernel().alarm(0, () => {}).set(at)).toThrow(InvariantError);
    },
  );

  it('refuses a time before now', () => {
    const kernel = new Kernel();
    kernel.runUntil(10);
    const alarm = kernel.alarm(0, () => {});
    expect(() => alarm.set(9.999)).toThrow(InvariantError);
    expect(() => alarm.set(10)).not.toThrow();
  });
});

describe('running', () => {
  it('until a time fires what is due by then, moves the clock there, and leaves the rest', () => {
    const kernel = new Kernel();
    const fired: number[] = [];
    for (const at of [1, 2, 3]) kernel.alarm(0, () => fired.push(at)).set(at);
    kernel.runUntil(2);
    expect([fired, kernel.now, kernel.pending]).toEqual([[1, 2], 2, 1]);
    kernel.runUntil(2.5);
    expect([fired, kernel.now, kernel.pending]).toEqual([[1, 2], 2.5, 1]);
  });

  it('refuses to go back', () => {
    const kernel = new Kernel();
    kernel.runUntil(2);
    expect(() => kernel.runUntil(1)).toThrow(InvariantError);
    expect(() => kernel.runUntil(Number.NaN)).toThrow(InvariantError);
  });

  it('keeps two kernels apart', () => {
    const one = new Kernel();
    const two = new Kernel();
    one.alarm(0, () => {}).set(1);
    two.runUntil(5);
    expect([one.now, one.pending, two.now, two.pending]).toEqual([0, 1, 5, 0]);
  });

  it('survives half a million alarms that are all cancelled', () => {
    const kernel = new Kernel();
    const alarms = Array.from({ length: 5e5 }, () => kernel.alarm(0, () => expect.unreachable()));
    alarms.forEach((alarm, at) => {
      alarm.set(at);
    });
    for (const alarm of alarms) alarm.cancel();
    expect([kernel.pending, kernel.step()]).toEqual([0, false]);
  });

  it('holds no more than live events call for when an alarm is moved a million times', () => {
    const kernel = new Kernel();
    const far = kernel.alarm(0, () => {});
    const near = kernel.alarm(0, () => {});
    near.set(0);
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 1e6; i++) far.set(1e9 + i);
    expect(kernel.pending).toBe(2);
    // A million dead events would take over 50 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
  });
});
