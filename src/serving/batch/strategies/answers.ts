import type { Answer, Decision } from './strategy.js';

/** Joins two optional decisions without allocating when there is at most one. */
export function both(first: Decision | undefined, second: Decision | undefined): Answer {
  if (first === undefined) return second;
  if (second === undefined) return first;
  return [first, second];
}
