import { InvariantError } from '../../errors.js';

/*
 * A game: a number for every coalition of k players. Coalitions are bit masks, player i being bit
 * i, and a game is an array of 2^k numbers. Pure arithmetic: nothing here knows what is explained.
 */

/** A number for every coalition, by its mask. */
export type Game = readonly number[];

/** The number of players of a game. @throws InvariantError if it has not 2^k coalitions. */
export function playersOf(game: Game): number {
  const players = Math.round(Math.log2(game.length));
  if (2 ** players !== game.length) {
    throw new InvariantError('a game needs a number for every coalition', { has: game.length });
  }
  return players;
}

/**
 * What each player contributes (L. S. Shapley, "A value for n-person games", 1953): what it adds
 * to those before it, in the mean over all orders of the players. The contributions sum to
 * game(all) − game(none).
 */
export function shapleyValues(game: Game): readonly number[] {
  const players = playersOf(game);
  const weights = Array.from({ length: players }, (_, size) => weightOf(players, size));
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player;
    let value = 0;
    for (const [mask, without] of game.entries()) {
      if ((mask & bit) !== 0) continue;
      value += at(weights, sizeOf(mask)) * (at(game, mask | bit) - without);
    }
    return value;
  });
}

/** How many of all orders begin with `size` given players, in any order, and then a given one. */
function weightOf(players: number, size: number): number {
  return 1 / (players * binomial(players - 1, size));
}

/** What two players contribute together. */
export interface PairValue {
  readonly first: number;
  readonly second: number;
  readonly value: number;
}

/**
 * The interaction of each pair of players: the Shapley–Taylor index of order 2 (M. Sundararajan,
 * K. Dhamdhere and A. Agarwal, "The Shapley Taylor Interaction Index", 2020). What every player
 * does alone, game({i}) − game(none), and these together sum to game(all) − game(none). Positive:
 * the two do more together than apart; zero for all pairs: the effects simply add.
 */
export function pairInteractions(game: Game): readonly PairValue[] {
  const players = playersOf(game);
  const weights = Array.from({ length: players - 1 }, (_, size) => 2 * weightOf(players, size));
  return pairsOf(players).map(([first, second]) => {
    const [one, other] = [1 << first, 1 << second];
    let value = 0;
    for (const [mask, without] of game.entries()) {
      if ((mask & (one | other)) !== 0) continue;
      const both = at(game, mask | one | other);
      const together = both - at(game, mask | one) - at(game, mask | other) + without;
      value += at(weights, sizeOf(mask)) * together;
    }
    return { first, second, value };
  });
}

function pairsOf(players: number): readonly (readonly [number, number])[] {
  return Array.from({ length: players }, (_, first) =>
    Array.from({ length: players - 1 - first }, (__, more) => [first, first + 1 + more] as const),
  ).flat();
}

/** How many players are in a coalition. */
function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++;
  return size;
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let factor = 1; factor <= k; factor++) product = (product * (n - k + factor)) / factor;
  return product;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new InvariantError('no such coalition', { index });
  return value;
}
