/**
 * The look-ahead search once more: plain recursion over objects and lists, every request a number in
 * a list, no table, no shortcut, no beam. What it must agree with: look-ahead/search.ts with a
 * beam that is wide enough.
 */

/** The world as a plan sees it; times are relative to the present, s. */
export interface PlainWorld {
  readonly slaSeconds: number;
  /** By model: when the waiting requests came, ascending, ≤ 0. */
  readonly waiting: readonly (readonly number[])[];
  /** By model: expected arrivals per second. */
  readonly rates: readonly number[];
  readonly worth: readonly number[];
  readonly largest: readonly number[];
  readonly efficient: readonly number[];
  readonly batchSeconds: (model: number, size: number) => number;
  readonly loadSeconds: (model: number) => number;
  readonly resident: number;
  readonly depth: number;
  readonly discountSeconds: number;
}

interface State {
  readonly time: number;
  readonly score: number;
  readonly resident: number;
  readonly taken: readonly number[];
}

interface Batch {
  readonly skip: number;
  readonly size: number;
  readonly end: number;
}

const HORIZON = 1.2;
const GATHER = 8;
const WAIT = 0.2;
const HOPE = 0.9;

/** The worth of the best plan whose first batches, up to the depth, are free. */
export function slowBestValue(world: PlainWorld): number {
  const start = { time: 0, score: 0, resident: world.resident, taken: world.rates.map(() => 0) };
  return bestFrom(world, start, 0, -1);
}

/**
 * @param ruled the model that the rule would go on with, if this plan has been followed by it: such
 * a longer plan is the same plan and is not valued again.
 */
function bestFrom(world: PlainWorld, state: State, depth: number, ruled: number): number {
  if (depth === world.depth) return Number.NEGATIVE_INFINITY;
  const values = world.rates.map((_, model) => {
    const next = serve(world, state, model);
    if (next === undefined) return Number.NEGATIVE_INFINITY;
    const own = model === ruled ? Number.NEGATIVE_INFINITY : follow(world, next.state);
    return Math.max(own, bestFrom(world, next.state, depth + 1, ruledFirst(world, next.state)));
  });
  return Math.max(...values);
}

function ruledFirst(world: PlainWorld, state: State): number {
  if (state.time >= HORIZON * world.discountSeconds) return -1;
  const model = bestVisit(world, state);
  return model >= 0 && serve(world, state, model) !== undefined ? model : -1;
}

function follow(world: PlainWorld, from: State): number {
  const horizon = HORIZON * world.discountSeconds;
  let state = from;
  while (state.time < horizon) {
    const model = bestVisit(world, state);
    if (model < 0) break;
    const served = serve(world, state, model);
    const next = served
      ? gather(world, served.state, model, served.batch)
      : wait(world, state, model);
    if (next === undefined) break;
    state = next;
  }
  return state.score / (1 - discount(world, Math.max(horizon, state.time)));
}

function serve(world: PlainWorld, state: State, model: number) {
  const batch = nextBatch(world, state, model, state.time + swap(world, state, model));
  if (batch === undefined) return undefined;
  const gain = (world.worth[model] as number) * batch.size * discount(world, batch.end);
  const taken = add(state.taken, model, batch.skip + batch.size);
  return { batch, state: { time: batch.end, score: state.score + gain, resident: model, taken } };
}

/** The first request that may stay the oldest, and as many with it as leave it on time. */
function nextBatch(
  world: PlainWorld,
  state: State,
  model: number,
  start: number,
): Batch | undefined {
  const from = state.taken[model] as number;
  const arrived = countUntil(world, model, start);
  for (let oldest = from; oldest < arrived; oldest++) {
    const deadline = arrival(world, model, oldest) + world.slaSeconds;
    const available = Math.min(arrived - oldest, world.largest[model] as number);
    let size = available;
    while (size > 0 && start + world.batchSeconds(model, size) >= deadline) size--;
    if (size === 0) continue;
    if (size === available || size >= (world.efficient[model] as number)) {
      return { skip: oldest - from, size, end: start + world.batchSeconds(model, size) };
    }
  }
  return undefined;
}

function bestVisit(world: PlainWorld, state: State): number {
  let best = state.resident;
  let rate = best < 0 ? 0 : visitRate(world, state, best);
  world.rates.forEach((_, model) => {
    const other = visitRate(world, state, model);
    if (other > rate) {
      best = model;
      rate = other;
    }
  });
  return rate > 0 ? best : -1;
}

function visitRate(world: PlainWorld, state: State, model: number): number {
  const load = swap(world, state, model);
  const start = state.time + load;
  const sla = world.slaSeconds;
  const arrivals = world.rates[model] as number;
  const worth = world.worth[model] as number;
  const batch = nextBatch(world, state, model, start);
  if (batch === undefined) return (worth * HOPE * arrivals * sla) / (load + sla);
  const size = world.largest[model] as number;
  const full = size / world.batchSeconds(model, size);
  const queue = countUntil(world, model, start) - (state.taken[model] as number) - batch.skip;
  const once = batch.size / (batch.end - state.time);
  if (queue <= batch.size) {
    const stay = batch.end - start;
    const long = stay < sla ? (queue + arrivals * (sla - stay)) / (load + sla) : 0;
    return worth * Math.max(once, queue / (load + stay), long);
  }
  const stay = arrivals < full ? Math.min(sla, queue / (full - arrivals)) : sla;
  const long = (full * stay + arrivals * (sla - stay)) / (load + sla);
  return worth * Math.max(once, (full * stay) / (load + stay), stay < sla ? long : 0);
}

function gather(world: PlainWorld, state: State, model: number, batch: Batch): State {
  let { time } = state;
  let taken = state.taken[model] as number;
  let more = 0;
  while (batch.size + more < (world.efficient[model] as number)) {
    const next = arrival(world, model, taken);
    if (!(next <= state.time + GATHER)) {
      // Those that have come are counted when the time is up.
      if (more > 0 || next < Number.POSITIVE_INFINITY) time = state.time + GATHER;
      break;
    }
    taken++;
    more++;
    time = Math.max(state.time, next);
  }
  const complete = batch.size + more >= (world.efficient[model] as number);
  if (!complete) time = state.time + GATHER;
  if (!(time > state.time)) return state;
  const gain = (world.worth[model] as number) * more * discount(world, time);
  return { ...state, time, score: state.score + gain, taken: add(state.taken, model, more) };
}

function wait(world: PlainWorld, state: State, model: number): State | undefined {
  const ready = state.time + swap(world, state, model);
  const from = Math.max(state.taken[model] as number, countUntil(world, model, ready));
  const time = Math.max(ready, arrival(world, model, from)) + WAIT;
  if (time === Number.POSITIVE_INFINITY) return undefined;
  const taken = state.taken.map((count, of) => (of === model ? from : count));
  return { ...state, time, resident: model, taken };
}

function arrival(world: PlainWorld, model: number, index: number): number {
  const waiting = world.waiting[model] as readonly number[];
  if (index < waiting.length) return waiting[index] as number;
  return (index - waiting.length + 0.5) / (world.rates[model] as number);
}

/** How many requests, of all there ever were, have come by `time`. */
function countUntil(world: PlainWorld, model: number, time: number): number {
  let count = 0;
  while (arrival(world, model, count) <= time) count++;
  return count;
}

function swap(world: PlainWorld, state: State, model: number): number {
  return model === state.resident ? 0 : world.loadSeconds(model);
}

function discount(world: PlainWorld, time: number): number {
  return Math.exp(-time / world.discountSeconds);
}

function add(taken: readonly number[], model: number, more: number): readonly number[] {
  return taken.map((count, of) => (of === model ? count + more : count));
}
