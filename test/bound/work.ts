/** What work comes to, once done. */
export function done<Result>(work: Generator<unknown, Result>): Result {
  let last = work.next();
  while (last.done !== true) last = work.next();
  return last.value;
}
