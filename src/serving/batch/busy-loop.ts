import type { Seconds } from '../../units.js';

/**
 * How long `work` seconds take when a busy loop leaves only `rate` of the speed for the next
 * `slow` seconds; not positive: nothing spins.
 */
export function besideBusyLoop(work: Seconds, rate: number, slow: Seconds): Seconds {
  if (!(slow > 0)) return work;
  if (work <= slow * rate) return work / rate;
  return slow + (work - slow * rate);
}
