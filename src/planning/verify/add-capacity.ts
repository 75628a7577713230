import type { GpuType } from '../types.js';
import type { FleetFigures, TableModel } from './types.js';

/** Where capacity may be added. */
export interface Choice {
  readonly model: TableModel;
  readonly types: readonly GpuType[];
  /** Positions of the types that may be rented. */
  readonly allowed: readonly number[];
  /** Whether a type is ever sent a bucket (a router that follows the plan may not). */
  readonly isSent: (type: number, bucket: number) => boolean;
}

/**
 * The type to add to a fleet that does not meet the target: the one that serves the requests that
 * missed the SLO at the least cost. One GPU that served nothing but them, mixed as they were, would
 * serve 1 / (mean seconds that they need there) of them each second; of those that it cannot serve
 * within the SLO, none. Cost per hour divided by that is what is compared. If nothing that can be
 * added serves any of those that missed, all requests are taken in their place: less of the others
 * makes room.
 * @returns its position; −1: nothing that is available serves any of them.
 */
export function typeToAdd(choice: Choice, { counts, received, met }: FleetFigures): number {
  const open = choice.allowed.filter(
    (type) => (counts[type] ?? 0) < (choice.types[type]?.most ?? 0),
  );
  const missed = received.map((count, bucket) => count - (met[bucket] ?? 0));
  const byMissed = cheapest(choice, open, missed);
  return byMissed >= 0 ? byMissed : cheapest(choice, open, received);
}

function cheapest(choice: Choice, open: readonly number[], wanted: readonly number[]): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const type of open) {
    const cost = (choice.types[type]?.costPerHour ?? 0) / usefulRate(choice, type, wanted);
    if (!(cost < least)) continue;
    best = type;
    least = cost;
  }
  return best;
}

/** Requests/s of a mix that one GPU serves, times the share of the mix that it can serve. */
function usefulRate(
  { model: { buckets, seconds }, isSent }: Choice,
  type: number,
  wanted: readonly number[],
): number {
  let all = 0;
  let served = 0;
  let work = 0;
  wanted.forEach((count, bucket) => {
    const alone = seconds[type]?.[bucket] ?? Number.POSITIVE_INFINITY;
    all += count;
    if (alone > (buckets[bucket]?.limitSeconds ?? 0) || !isSent(type, bucket)) return;
    served += count;
    work += count * alone;
  });
  return served === 0 ? 0 : (served / work) * (served / all);
}
