import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../../../src/serving/batch/harness.js';
import { findStrategy } from '../../../../src/serving/batch/strategies/registry.js';
import type {
  Decision,
  StrategyDefinition,
  StrategyOptions,
} from '../../../../src/serving/batch/strategies/strategy.js';

const [A, B, C] = [0, 1, 2];

/** Loads of 4 ± 1 s, unloads of nothing, batches of 1 + 0.1·n s; SLA 60 s. */
function harness(name: string, options: Partial<StrategyOptions> = {}): StrategyHarness {
  const strategy = findStrategy(name) as StrategyDefinition;
  return new StrategyHarness(strategy, { models: ['a', 'b', 'c'], options });
}

/** `count` requests of `model` at `time`. */
function arrive(test: StrategyHarness, model: string, time: number, count = 1): void {
  for (let i = 0; i < count; i++) test.arrive(model, time);
}

/** Decisions without their reasons. */
function plain(decisions: readonly Decision[]): object[] {
  return decisions.map(({ reason: _, ...decision }) => decision);
}

function idleAt(test: StrategyHarness, time: number): object[] {
  test.advanceTo(time);
  return plain(test.idle());
}

const load = (model: number) => [{ action: 'load', model }];
const release = (model: number, count: number) => [{ action: 'release', model, count }];
const drop = (model: number, count: number) => [{ action: 'drop', model, count }];

describe('edf', () => {
  it('loads the model with the earliest deadline, then serves all that waits for it', () => {
    const test = harness('edf');
    arrive(test, 'b', 1);
    arrive(test, 'a', 2, 3);
    expect(idleAt(test, 3)).toEqual(load(B));
    arrive(test, 'b', 4, 2);
    expect(idleAt(test, 5)).toEqual(release(B, 3));
  });

  it('prefers the resident model at equal deadlines', () => {
    const test = harness('edf');
    arrive(test, 'a', 1);
    arrive(test, 'b', 1);
    test.setResident('b', 1);
    expect(idleAt(test, 2)).toEqual(release(B, 1));
  });

  it('serves at most the cap, and the late too', () => {
    const test = harness('edf', { batchCap: 2 });
    test.setResident('a', 0);
    arrive(test, 'a', 0, 3);
    expect(idleAt(test, 100)).toEqual(release(A, 2));
  });
});

describe.each(['greedy', 'edf'])('%s', (name) => {
  it('serves no more than has a duration, where memory sets no limit and the table ends', () => {
    const strategy = findStrategy(name) as StrategyDefinition;
    const believed = {
      loadSeconds: () => ({ mean: 4, sd: 1 }),
      unloadSeconds: () => ({ mean: 0, sd: 0 }),
      batchSeconds: (_model: number, size: number) => (size > 32 ? Number.POSITIVE_INFINITY : 3),
      bestBatch: () => 32,
      maxBatch: () => Number.POSITIVE_INFINITY,
    };
    const test = new StrategyHarness(strategy, { models: ['a'], believed });
    test.setResident('a', 0);
    arrive(test, 'a', 1, 48);
    expect(idleAt(test, 2)).toEqual(release(A, 32));
  });
});

describe('edf+drop', () => {
  it('drops what would be late even if it were served next, swap included', () => {
    const test = harness('edf+drop');
    arrive(test, 'a', 0, 2);
    // 54.95 + 4 + 1.1 > 60.
    expect(idleAt(test, 54.95)).toEqual(drop(A, 2));
  });

  it('still serves it a moment earlier', () => {
    const test = harness('edf+drop');
    arrive(test, 'a', 0, 2);
    // 54.75 + 4 + 1.2 < 60, and no third would be on time.
    expect(idleAt(test, 54.75)).toEqual(load(A));
  });

  it('still serves it if no swap is needed', () => {
    const test = harness('edf+drop');
    test.setResident('a', 0);
    arrive(test, 'a', 0, 2);
    expect(idleAt(test, 54.95)).toEqual(release(A, 2));
  });

  it('gives it up earlier when it allows for slow loads', () => {
    const test = harness('edf+drop', { slackSigmas: 1 });
    arrive(test, 'a', 0, 2);
    expect(idleAt(test, 54.75)).toEqual(drop(A, 2));
  });

  it('gives up one that would make a large batch a small one', () => {
    const test = harness('edf+drop');
    test.setResident('a', 0);
    arrive(test, 'a', 0);
    arrive(test, 'a', 30, 20);
    // In time for the first: 58.5 + 1 + 0.1·4; without it all 20 fit.
    expect(idleAt(test, 58.5)).toEqual([...drop(A, 1), ...release(A, 20)]);
  });

  it('gives up nothing for a batch of a model that is not served yet', () => {
    const test = harness('edf+drop');
    test.setResident('a', 0);
    arrive(test, 'a', 0);
    arrive(test, 'b', 0.5);
    arrive(test, 'b', 30, 20);
    // After a load the first of b leaves room for 9; the other 20 fit without it.
    expect(idleAt(test, 54.5)).toEqual(release(A, 1));
  });

  it('keeps it when the others fit beside it', () => {
    const test = harness('edf+drop');
    test.setResident('a', 0);
    arrive(test, 'a', 0);
    arrive(test, 'a', 30, 3);
    expect(idleAt(test, 58.5)).toEqual(release(A, 4));
  });

  it('serves the earliest deadline of those that are left', () => {
    const test = harness('edf+drop');
    arrive(test, 'a', 0);
    arrive(test, 'c', 10);
    arrive(test, 'b', 20);
    expect(idleAt(test, 59)).toEqual([...drop(A, 1), ...load(C)]);
  });
});

describe('edf+stay', () => {
  function staying(now: number): object[] {
    const test = harness('edf+stay');
    test.setResident('a', 0);
    arrive(test, 'b', 0);
    arrive(test, 'a', 20, 10);
    return idleAt(test, now);
  }

  it('stays while the other can still be on time after one more batch', () => {
    // 52.8 + 2 (batch of a) + 4 + 1.1 < 60.
    expect(staying(52.8)).toEqual(release(A, 10));
  });

  it('goes when it could not', () => {
    expect(staying(53)).toEqual(load(B));
  });

  it('goes when the resident model has nothing to do', () => {
    const test = harness('edf+stay');
    test.setResident('a', 0);
    arrive(test, 'b', 0);
    expect(idleAt(test, 1)).toEqual(load(B));
  });

  it('serves the earliest deadline where several are resident: between them there is no swap', () => {
    const strategy = findStrategy('edf+stay') as StrategyDefinition;
    const test = new StrategyHarness(strategy, { models: ['a', 'b', 'c'], residentModels: 2 });
    test.setResident('a', 0);
    test.setResident('b', 0);
    arrive(test, 'b', 1);
    arrive(test, 'a', 2, 5);
    expect(idleAt(test, 3)).toEqual(release(B, 1));
  });
});

describe('least-slack', () => {
  function between(other: number): object[] {
    const test = harness('least-slack');
    test.setResident('a', 0);
    arrive(test, 'a', 1);
    arrive(test, 'b', other);
    return idleAt(test, 8);
  }

  it('begins a swap early though the deadline is later', () => {
    expect(between(4.9)).toEqual(load(B));
  });

  it('does not when the deadline is later by more than the swap', () => {
    expect(between(5.1)).toEqual(release(A, 1));
  });
});

describe('swap-amortising', () => {
  function between(others: number, options: Partial<StrategyOptions> = {}): object[] {
    const test = harness('swap-amortising', options);
    test.setResident('a', 0);
    arrive(test, 'a', 1);
    arrive(test, 'b', 1, others);
    return idleAt(test, 2);
  }

  it('stays while a batch here brings more per second than a swap and a batch there', () => {
    // 1 / 1.1 = 0.909; 4 / (4 + 1.4) = 0.741.
    expect(between(4)).toEqual(release(A, 1));
  });

  it('swaps when there is enough to pay for it', () => {
    // 6 / (4 + 1.6) = 1.071.
    expect(between(6)).toEqual(load(B));
  });

  it('serves the model that it loaded, though another would be worth more by then', () => {
    const test = harness('swap-amortising');
    arrive(test, 'b', 1, 5);
    expect(idleAt(test, 1)).toEqual(load(B));
    arrive(test, 'c', 2, 60);
    expect(idleAt(test, 5)).toEqual(release(B, 5));
    arrive(test, 'b', 6, 5);
    expect(idleAt(test, 7)).toEqual(load(C));
  });

  it('counts requests by their weights', () => {
    expect(between(6, { weights: { a: 1.2 } })).toEqual(release(A, 1));
    expect(between(4, { weights: { b: 1.3 } })).toEqual(load(B));
  });

  it('counts only those that can be on time', () => {
    const test = harness('swap-amortising');
    test.setResident('a', 0);
    arrive(test, 'b', 0, 20);
    arrive(test, 'a', 50);
    // After 4 s of loading there is time for a batch of 3.
    expect(idleAt(test, 54.65)).toEqual(release(A, 1));
  });
});

describe('max-pressure', () => {
  it('serves the greatest backlog times rate, whatever a swap takes', () => {
    const test = harness('max-pressure');
    test.setResident('a', 0);
    arrive(test, 'a', 1, 2);
    arrive(test, 'b', 1, 3);
    expect(idleAt(test, 2)).toEqual(load(B));
  });

  it('stays for a frame that grows with the backlog, and then looks again', () => {
    const test = harness('max-pressure', { batchCap: 2 });
    arrive(test, 'a', 1, 8);
    expect(idleAt(test, 2)).toEqual(load(A));
    arrive(test, 'b', 3, 30);
    expect(idleAt(test, 6)).toEqual(release(A, 2));
    // The frame lasts until 2 + 4 + 8^0.7 = 10.29 s.
    expect(idleAt(test, 10.2)).toEqual(release(A, 2));
    expect(idleAt(test, 10.4)).toEqual(load(B));
  });

  it('ends a frame when nothing of its model is left', () => {
    const test = harness('max-pressure');
    arrive(test, 'a', 1, 8);
    expect(idleAt(test, 2)).toEqual(load(A));
    expect(idleAt(test, 6)).toEqual(release(A, 8));
    arrive(test, 'b', 6.5);
    expect(idleAt(test, 7)).toEqual(load(B));
  });

  it('weighs the backlog', () => {
    const test = harness('max-pressure', { weights: { a: 10 } });
    test.setResident('b', 0);
    arrive(test, 'a', 1, 2);
    arrive(test, 'b', 1, 3);
    expect(idleAt(test, 2)).toEqual(load(A));
  });
});

describe('sla-select-batch', () => {
  it('goes on with the resident model at once', () => {
    const test = harness('sla-select-batch');
    test.setResident('a', 0);
    arrive(test, 'a', 1, 2);
    expect(idleAt(test, 1)).toEqual(release(A, 2));
  });

  it('puts a swap off until the oldest request says that it is time', () => {
    const test = harness('sla-select-batch');
    arrive(test, 'a', 1);
    arrive(test, 'a', 3);
    const [timer] = idleAt(test, 3);
    expect(timer).toMatchObject({ action: 'set-timer', model: A });
    // 61 − 4 − 1.2, a millisecond early.
    expect(test.timerOf(A)).toBeCloseTo(55.799, 9);
    expect(idleAt(test, 55.799)).toEqual(load(A));
  });

  it('counts the visits of those that are later but cannot wait', () => {
    const test = harness('sla-select-batch');
    arrive(test, 'b', 1);
    arrive(test, 'a', 1.5, 5);
    test.advanceTo(2);
    test.idle();
    // a must begin by 61.5 − 5.5 = 56, so b, which takes 5.1 s, by 50.9 and not by 55.9.
    expect(test.timerOf(B)).toBeCloseTo(50.899, 9);
  });

  it('swaps when an allowed size is there that fits the time that is left', () => {
    const test = harness('sla-select-batch', { allowedSizes: [2, 8] });
    arrive(test, 'a', 1, 7);
    expect(idleAt(test, 2)).toMatchObject([{ action: 'set-timer' }]);
    arrive(test, 'a', 3);
    expect(idleAt(test, 3)).toEqual(load(A));
  });

  it('needs only a smaller size when a larger one would be late', () => {
    const test = harness('sla-select-batch', { allowedSizes: [2, 400] });
    arrive(test, 'a', 1, 7);
    // The cap is 64, so the size is that: 1 + 6.4 s; from 61 − 4 − 7.4 on it would be late.
    expect(idleAt(test, 49)).toMatchObject([{ action: 'set-timer' }]);
    expect(idleAt(test, 49.7)).toEqual(load(A));
  });

  it('leaves the resident model when another cannot wait for one more batch', () => {
    const test = harness('sla-select-batch');
    test.setResident('a', 0);
    arrive(test, 'b', 0);
    arrive(test, 'a', 20, 10);
    expect(idleAt(test, 52.8)).toEqual(release(A, 10));
    arrive(test, 'a', 52.9, 10);
    expect(idleAt(test, 53)).toEqual(load(B));
  });

  it('serves the most per second when not all can be on time', () => {
    const test = harness('sla-select-batch');
    arrive(test, 'a', 0, 3);
    arrive(test, 'b', 0.5, 18);
    // Neither can wait for the other; for b's 18 there is time, as for a size of 16.
    expect(idleAt(test, 53)).toEqual(load(B));
  });

  it('serves whose timer has expired while the other may still get better', () => {
    const test = harness('sla-select-batch');
    arrive(test, 'a', 0, 3);
    arrive(test, 'b', 0.5, 9);
    // As before, but 9 are no full size.
    expect(idleAt(test, 53)).toEqual(load(A));
  });
});

describe('clockwork', () => {
  it('makes visits in the order of their ends when all can be on time', () => {
    const test = harness('clockwork');
    arrive(test, 'b', 0, 3);
    arrive(test, 'a', 8, 9);
    expect(idleAt(test, 20)).toEqual(load(B));
  });

  it('leaves out the visit that serves fewest when not all can be', () => {
    const test = harness('clockwork');
    arrive(test, 'b', 0, 3);
    arrive(test, 'a', 1, 9);
    // b until 59.3 at the earliest, and then a would need 5.9 s.
    expect(idleAt(test, 54)).toEqual(load(A));
  });

  it('leaves out the visit that serves fewest though its end is the later one', () => {
    const test = harness('clockwork');
    arrive(test, 'a', 0, 9);
    arrive(test, 'b', 0.5, 3);
    expect(idleAt(test, 53)).toEqual(load(A));
  });

  it('leaves out the longest of those that serve equally many', () => {
    const test = harness('clockwork');
    test.setResident('a', 0);
    arrive(test, 'b', 0, 3);
    arrive(test, 'a', 2, 3);
    // a would be late after b, and b's visit is the longer by its swap.
    expect(idleAt(test, 54.5)).toEqual(release(A, 3));
  });

  it('does not give up one that is in time for both', () => {
    const test = harness('clockwork');
    test.setResident('a', 0);
    arrive(test, 'b', 0, 3);
    arrive(test, 'a', 6, 3);
    // b until 59.8 s, and after another load a until 65.1 s.
    expect(idleAt(test, 54.5)).toEqual(load(B));
  });
});
