import { availableParallelism } from 'node:os';

/** How many threads can run at a time on this machine. */
export function processors(): number {
  return availableParallelism();
}
