import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Game,
  pairInteractions,
  playersOf,
  shapleyValues,
} from '../../../src/experiment/explain/shapley.js';
import { holds } from '../../support/property.js';

const CASES = 200;

/** The game that `worth` describes by the players in a coalition. */
function gameOf(players: number, worth: (members: readonly number[]) => number): Game {
  return Array.from({ length: 2 ** players }, (_, mask) => worth(membersOf(mask, players)));
}

function membersOf(mask: number, players: number): readonly number[] {
  return Array.from({ length: players }, (_, player) => player).filter(
    (player) => (mask & (1 << player)) !== 0,
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const worthOf = (game: Game, mask: number): number => game[mask] ?? Number.NaN;
const totalOf = (game: Game): number => worthOf(game, game.length - 1) - worthOf(game, 0);

/** Integers, so that sums are exact but for the weights. */
const games = fc.integer({ min: 1, max: 6 }).chain((players) =>
  fc.array(fc.integer({ min: -1000, max: 1000 }), {
    minLength: 2 ** players,
    maxLength: 2 ** players,
  }),
);

/** Slow: what each player adds, in the mean over all orders, written out. */
function meanOverOrders(game: Game): readonly number[] {
  const players = playersOf(game);
  const orders = ordersOf(Array.from({ length: players }, (_, player) => player));
  const added = Array.from({ length: players }, () => 0);
  for (const order of orders) {
    let mask = 0;
    for (const player of order) {
      const before = worthOf(game, mask);
      mask |= 1 << player;
      added[player] = (added[player] ?? 0) + worthOf(game, mask) - before;
    }
  }
  return added.map((total) => total / orders.length);
}

function ordersOf(players: readonly number[]): readonly (readonly number[])[] {
  if (players.length === 0) return [[]];
  return players.flatMap((player) =>
    ordersOf(players.filter((each) => each !== player)).map((rest) => [player, ...rest]),
  );
}

/** Slow: every dividend (Harsanyi) of three players or more shared equally among its pairs. */
function sharedDividends(game: Game, first: number, second: number): number {
  const players = playersOf(game);
  const bits = (1 << first) | (1 << second);
  return sum(
    game.map((_, mask) => {
      if ((mask & bits) !== bits) return 0;
      const size = membersOf(mask, players).length;
      return dividend(game, mask) / ((size * (size - 1)) / 2);
    }),
  );
}

function dividend(game: Game, mask: number): number {
  return sum(
    game.map((worth, part) => {
      if ((part & ~mask) !== 0) return 0;
      const missing = membersOf(mask ^ part, playersOf(game)).length;
      return missing % 2 === 0 ? worth : -worth;
    }),
  );
}

/** Equal one by one, up to rounding. */
function expectClose(actual: readonly number[], expected: readonly number[], digits = 9): void {
  expect(actual.length).toBe(expected.length);
  for (const [at, value] of actual.entries()) {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, digits);
  }
}

describe('Shapley values', () => {
  it('are the coefficients of a linear game', () => {
    const coefficients = [3, -2, 0.5, 0];
    const game = gameOf(4, (members) => 7 + sum(members.map((at) => coefficients[at] ?? 0)));
    expectClose(shapleyValues(game), coefficients, 14);
  });

  it('share what only all together achieve', () => {
    const game = gameOf(5, (members) => (members.length === 5 ? 10 : 0));
    expectClose(shapleyValues(game), [2, 2, 2, 2, 2], 14);
  });

  it('of the glove game are 2/3, 1/6, 1/6: one left glove, two right ones', () => {
    const game = gameOf(3, (members) => (members.includes(0) && members.length > 1 ? 1 : 0));
    expectClose(shapleyValues(game), [2 / 3, 1 / 6, 1 / 6], 14);
  });

  it('of the airport game share each part of the runway among those who need it', () => {
    const costs = [1, 4, 10];
    const game = gameOf(3, (members) => Math.max(0, ...members.map((at) => costs[at] ?? 0)));
    expectClose(shapleyValues(game), [1 / 3, 1 / 3 + 3 / 2, 1 / 3 + 3 / 2 + 6], 14);
  });

  it('sum to the total (efficiency)', () => {
    holds(games, (game) => expectClose([sum(shapleyValues(game))], [totalOf(game)]), CASES);
  });

  it('of a player that changes nothing are exactly zero (dummy)', () => {
    const withDummy = games.map((game) => [...game, ...game]);
    holds(
      withDummy,
      (game) => {
        expect(shapleyValues(game).at(-1)).toBe(0);
      },
      CASES,
    );
  });

  it('are equal for players that do the same (symmetry)', () => {
    // The worth depends on who is in it only through how many.
    const bySize = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 7 });
    holds(
      bySize,
      (worths) => {
        const game = gameOf(worths.length - 1, (members) => worths[members.length] ?? 0);
        const values = shapleyValues(game);
        expectClose(
          values,
          Array.from(values, () => totalOf(game) / values.length),
        );
      },
      CASES,
    );
  });

  it('of a sum of games are the sums of theirs (additivity)', () => {
    const pairs = games.chain((game) =>
      fc.tuple(
        fc.constant(game),
        fc.array(fc.integer({ min: -1000, max: 1000 }), {
          minLength: game.length,
          maxLength: game.length,
        }),
      ),
    );
    holds(
      pairs,
      ([one, other]) => {
        const both = shapleyValues(one.map((worth, mask) => worth + worthOf(other, mask)));
        const others = shapleyValues(other);
        expectClose(
          both,
          shapleyValues(one).map((value, at) => value + (others[at] ?? 0)),
        );
      },
      CASES,
    );
  });

  it('are means over all orders of the players', () => {
    holds(games, (game) => expectClose(shapleyValues(game), meanOverOrders(game)), CASES / 4);
  });

  it('want a number for every coalition', () => {
    expect(() => shapleyValues([1, 2, 3])).toThrow('a number for every coalition');
  });
});

describe('interactions of pairs', () => {
  it('are zero where effects simply add', () => {
    const game = gameOf(4, (members) => sum(members.map((at) => 2 ** at)));
    for (const { value } of pairInteractions(game)) expect(value).toBeCloseTo(0, 12);
  });

  it('are the whole of what only two achieve together', () => {
    const game = gameOf(3, (members) => (members.includes(0) && members.includes(2) ? 5 : 0));
    const pairs = pairInteractions(game);
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(pairs.map(({ value }) => value)).toEqual([0, 5, 0]);
  });

  it('and what each player does alone sum to the total', () => {
    holds(
      games,
      (game) => {
        const alone = Array.from(
          { length: playersOf(game) },
          (_, player) => worthOf(game, 1 << player) - worthOf(game, 0),
        );
        const pairs = pairInteractions(game).map(({ value }) => value);
        expect(sum([...alone, ...pairs])).toBeCloseTo(totalOf(game), 9);
      },
      CASES,
    );
  });

  it('share every dividend of more players among the pairs in it', () => {
    holds(
      games,
      (game) => {
        for (const { first, second, value } of pairInteractions(game)) {
          expect(value).toBeCloseTo(sharedDividends(game, first, second), 8);
        }
      },
      CASES / 4,
    );
  });

  it('need two players', () => {
    expect(pairInteractions([1, 2])).toEqual([]);
  });
});
