import type { Choice } from './add-capacity.js';

/** Prices that differ by less are the same. */
const ROUNDING = 1e-9;

/**
 * Fleets that cost less than one: for each two types, one GPU of the first for as many of the second
 * as still cost less together, and as few of the first as cost more for one of the second. Cheapest
 * last: what saves least is likeliest to be enough.
 */
export function exchanges(
  { types, allowed }: Pick<Choice, 'types' | 'allowed'>,
  counts: readonly number[],
): readonly (readonly number[])[] {
  const price = (type: number): number => types[type]?.costPerHour ?? 0;
  const pairs = allowed.flatMap((out) =>
    allowed.filter((type) => type !== out).map((type) => ({ out, type })),
  );
  const offers = pairs.flatMap(({ out, type }) => {
    const many = Math.ceil(price(out) / price(type) - ROUNDING) - 1;
    const few = Math.floor(price(type) / price(out) + ROUNDING) + 1;
    const forMany = many >= 1 ? [{ out, type, given: 1, taken: many }] : [];
    return [...forMany, { out, type, given: few, taken: 1 }];
  });
  return offers
    .filter(({ out, type, given, taken }) => {
      const left = (counts[out] ?? 0) - given;
      const isThere = left >= (types[out]?.least ?? 0);
      return isThere && (counts[type] ?? 0) + taken <= (types[type]?.most ?? 0);
    })
    .map((offer) => ({
      ...offer,
      saved: offer.given * price(offer.out) - offer.taken * price(offer.type),
    }))
    .sort((a, b) => a.saved - b.saved)
    .map(({ out, type, given, taken }) =>
      changed(counts, [
        [out, -given],
        [type, taken],
      ]),
    );
}

/** Counts with some more or fewer of some types. */
export function changed(
  counts: readonly number[],
  changes: readonly (readonly [type: number, by: number])[],
): readonly number[] {
  return counts.map((count, at) =>
    changes.reduce((sum, [type, by]) => (type === at ? sum + by : sum), count),
  );
}
