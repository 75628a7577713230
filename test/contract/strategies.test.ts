import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../src/serving/batch/harness.js';
import { strategyRegistry } from '../../src/serving/batch/strategies/registry.js';
import type { Decision, StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';

const MODELS = ['a', 'b', 'c'];

/** Something that happens to a server: an arrival, the GPU becoming free, a look, a model loaded. */
const happening = fc.record({
  gap: fc.double({ min: 0, max: 20, noNaN: true }),
  kind: fc.constantFrom('arrive', 'arrive', 'arrive', 'arrive', 'idle', 'poll', 'load'),
  model: fc.constantFrom(...MODELS),
});
const history = fc.array(happening, { minLength: 1, maxLength: 120 });
type History = readonly {
  readonly gap: number;
  readonly kind: string;
  readonly model: string;
}[];

function newHarness(definition: StrategyDefinition): StrategyHarness {
  const options = { sizes: { a: 4, b: 6, c: 8 }, allowedSizes: [2, 4, 8], batchCap: 5 };
  return new StrategyHarness(definition, { models: MODELS, options });
}

/** Plays a history from `start` and returns what was decided, the harness checking each decision. */
function play(definition: StrategyDefinition, happenings: History, start = 0): Decision[] {
  const test = newHarness(definition);
  const decisions: Decision[] = [...test.advanceTo(start)];
  let now = start;
  for (const { gap, kind, model } of happenings) {
    now += gap;
    decisions.push(...test.advanceTo(now), ...happen(test, kind, model, now));
  }
  decisions.push(...test.advanceTo(now + 1000));
  return decisions;
}

function happen(
  test: StrategyHarness,
  kind: string,
  model: string,
  now: number,
): readonly Decision[] {
  switch (kind) {
    case 'arrive':
      return test.arrive(model, now);
    case 'idle':
      return test.idle();
    case 'poll':
      return test.lastLoaded >= 0 ? test.poll() : [];
    default:
      test.setResident(model, now);
      return [];
  }
}

describe.each(strategyRegistry.map((definition) => [definition.name, definition] as const))(
  'the strategy %s',
  (_name, definition) => {
    it('decides only what can be carried out, each with a reason', () => {
      fc.assert(
        fc.property(history, (happenings) => {
          for (const decision of play(definition, happenings)) {
            expect(decision.reason).toMatch(/\S/);
          }
        }),
      );
    });

    it('decides the same for the same history, with nothing kept from another run', () => {
      fc.assert(
        fc.property(history, history, (happenings, other) => {
          const first = play(definition, happenings);
          play(definition, other);
          expect(play(definition, happenings)).toEqual(first);
        }),
      );
    });

    it('does not care when the day began: shifted histories give shifted decisions', () => {
      // Gaps and shifts are multiples of 1/8 s, so that adding them is exact.
      const coarse = fc
        .array(happening, { minLength: 1, maxLength: 60 })
        .map((happenings) =>
          happenings.map((item) => ({ ...item, gap: Math.floor(item.gap * 8) / 8 })),
        );
      fc.assert(
        fc.property(coarse, fc.nat(1000), (happenings, shift) => {
          const plain = play(definition, happenings).map((decision) => timeless(decision, 0));
          const shifted = play(definition, happenings, shift);
          expect(shifted.map((decision) => timeless(decision, shift))).toEqual(plain);
        }),
      );
    });

    it('releases or drops every request it was given at most once, and never one that has not come', () => {
      fc.assert(
        fc.property(history, (happenings) => {
          const test = newHarness(definition);
          let now = 0;
          let arrived = 0;
          let dropped = 0;
          for (const { gap, kind, model } of happenings) {
            now += gap;
            const decisions = [...test.advanceTo(now), ...happen(test, kind, model, now)];
            for (const decision of decisions) {
              if (decision.action === 'drop') dropped += decision.count;
            }
            if (kind === 'arrive') arrived++;
          }
          const known = [0, 1, 2].map((model) => test.waiting(model) + test.released(model));
          expect(known.reduce((sum, count) => sum + count, dropped)).toBe(arrived);
        }),
      );
    });
  },
);

/** A decision with its timer counted from the start of the history, to 9 decimals. */
function timeless(decision: Decision, start: number): Decision {
  if (decision.action !== 'set-timer') return decision;
  return { ...decision, at: Math.round((decision.at - start) * 1e9) / 1e9 };
}
