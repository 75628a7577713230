import { InvariantError } from '../errors.js';
import type { Seconds } from '../units.js';
import { createGrid } from './grid.js';
import { Multipliers, type Prices } from './multipliers.js';
import {
  type BoundModel,
  type BoundProblem,
  isItsRelaxation,
  receivedBy,
  relaxed,
  tellingLeft,
} from './problem.js';
import { onTimeByModel, type Schedule } from './schedule.js';
import { search, wholeRequests } from './search.js';
import { trivialBound } from './trivial-bound.js';
import { bestPath } from './visit-path.js';
import { hasSwapsAtOnce, VisitProgram } from './visit-program.js';

/** How much is done for a bound. */
export interface BoundOptions {
  /** The finest grid: a power of two; coarser ones go before it. Null: as fine as is of use. */
  readonly slotSeconds: Seconds | null;
  /** Schedules that can be carried out, to begin with: what is found serves no fewer on time. */
  readonly known?: readonly Schedule[];
  /** Asked between steps: whether what is known by now has to do. */
  readonly isOver: () => boolean;
}

/** Between what the most that can be served on time lies, and how that is known. */
export interface BoundResult {
  readonly received: number;
  readonly trivial: number;
  /** No schedule serves more requests on time. */
  readonly bound: number;
  /** A schedule that can be carried out, and how many it serves on time, by model. */
  readonly schedule: Schedule;
  readonly feasibleByModel: readonly number[];
  readonly feasible: number;
  /** The finest grid that was used; null: none (no batch takes any time, or too many slots). */
  readonly slotSeconds: Seconds | null;
  /** Prices that were tried. */
  readonly steps: number;
  /** `optimal`: the schedule is as good as the bound; else what was given was used up. */
  readonly ended: 'optimal' | 'steps' | 'time';
}

/**
 * Grids from coarse to fine, in multiples of the finest, and what each is given; after the first,
 * paths remember how far they came with the model they left, where they can. On fine grids a step
 * takes long: few are made. Schedules are looked for with shares of the prices, too: where almost
 * everybody can be served, full ones leave hardly a difference between serving and not.
 */
const LEVELS = [
  { multiple: 4, steps: 100, stepLength: 1, remembers: false, priceShares: [1] },
  {
    multiple: 4,
    steps: 40,
    stepLength: 0.6,
    remembers: true,
    priceShares: [1, 0.98, 0.96, 0.94, 0.9],
  },
  { multiple: 2, steps: 36, stepLength: 0.3, remembers: true, priceShares: [1] },
  { multiple: 1, steps: 8, stepLength: 0.2, remembers: true, priceShares: [1] },
] as const;
/** Marks that a path can tell apart within the longest SLA. */
const MARKS = 4;
/** So often a schedule is looked for on the way, with few labels, and at the end of a level with more. */
const SEARCH_EVERY = 20;
const NARROW = 4;
const WIDE = [10, 30];
/** Up to so many requests every schedule can be gone through. */
const FEW_REQUESTS = 24;
const ALL_LABELS = 20_000;
const USEFUL_SLOT = 1 / 8;
const LEAST_SLOT = 1 / 1024;
/** Values of a program: 8 bytes each. */
const MOST_VALUES = 4e7;
const MOST_SLOTS = 4e6;

/**
 * Bounds the number of requests that any scheduler, even a clairvoyant one, serves on time, from
 * above, and from below by a schedule (docs/bound.md). Yields the share of the work that is done.
 */
export function* boundOf(
  problem: BoundProblem,
  options: BoundOptions,
): Generator<number, BoundResult> {
  const approach = new Approach(problem, options.known ?? []);
  const work = approach.run(options);
  for (const share of work) {
    yield share;
    if (options.isOver()) return approach.result('time');
  }
  return approach.result('steps');
}

class Approach {
  readonly #problem: BoundProblem;
  readonly #relaxed: BoundProblem;
  readonly #multipliers: Multipliers;
  readonly #trivial: number;
  #program: VisitProgram | null = null;
  #slotSeconds: Seconds | null = null;
  #steps = 0;
  #bound: number;
  #schedule: Schedule = [];
  #served = 0;

  constructor(problem: BoundProblem, known: readonly Schedule[]) {
    this.#problem = problem;
    this.#relaxed = relaxed(problem);
    this.#multipliers = new Multipliers(problem);
    this.#trivial = trivialBound(this.#relaxed);
    this.#bound = this.#trivial;
    for (const schedule of known) this.#keepIfBetter(schedule, onTimeOf(problem, schedule));
  }

  /** Yields the share of the work that is done; what is known by then is a result. */
  *run({ slotSeconds }: BoundOptions): Generator<number, void> {
    const finest = slotSeconds ?? usefulSlot(this.#problem);
    const total = LEVELS.reduce((sum, { steps }) => sum + steps, 0);
    let done = 0;
    for (const { multiple, steps, stepLength, remembers, priceShares } of LEVELS) {
      if (!this.#begin(finest * multiple, remembers)) continue;
      this.#multipliers.restart(stepLength);
      for (let step = 1; step <= steps && !this.#multipliers.isSettled; step++) {
        const share = done++ / total;
        yield share;
        for (const _ of this.#step(step % SEARCH_EVERY === 0)) yield share;
        if (this.#isOptimal) return;
      }
      for (const _ of this.#searchWidely(priceShares)) yield done / total;
      if (this.#isOptimal) return;
    }
  }

  get #isOptimal(): boolean {
    return this.#served >= this.#bound;
  }

  /** @returns whether the grid can be used: every batch takes a slot, and there are not too many. */
  #begin(slotSeconds: Seconds, remembers: boolean): boolean {
    if (shortestBatch(this.#relaxed.models) < slotSeconds) return false;
    if (lastMoment(this.#relaxed) / slotSeconds > MOST_SLOTS) return false;
    // The one before is let go of first.
    this.#program = null;
    const program =
      (remembers ? rememberingProgram(this.#relaxed, slotSeconds) : null) ??
      createProgram(this.#relaxed, slotSeconds, Number.POSITIVE_INFINITY);
    if (program === null) return false;
    this.#program = program;
    this.#slotSeconds = Math.min(slotSeconds, this.#slotSeconds ?? slotSeconds);
    return true;
  }

  /** Tries the present prices and changes them. */
  *#step(looksForSchedule: boolean): Generator<void, void> {
    const { program, bound } = this.#solve(this.#multipliers);
    if (this.#steps++ === 0) yield* this.#searchAll();
    if (this.#isOptimal) return;
    if (looksForSchedule || this.#served === 0) yield* this.#search(this.#problem, NARROW);
    this.#multipliers.step(bestPath(program), bound, this.#served);
  }

  *#searchWidely(priceShares: readonly number[]): Generator<void, void> {
    for (const share of priceShares) {
      const prices = this.#multipliers.scaled(share);
      this.#solve(prices);
      yield;
      for (const width of [NARROW, ...(share === 1 ? WIDE : [])]) {
        if (!this.#isOptimal) yield* this.#search(this.#problem, width, prices);
      }
    }
  }

  #solve(prices: Prices): { readonly program: VisitProgram; readonly bound: number } {
    const program = this.#program;
    if (program === null) throw new InvariantError('a step without a grid');
    const bound = program.solve(prices.gains) + prices.sum;
    this.#bound = Math.min(this.#bound, wholeRequests(bound));
    return { program, bound };
  }

  /** @param ended what was used up, if the schedule found is not as good as the bound. */
  result(ended: 'steps' | 'time'): BoundResult {
    const feasibleByModel = onTimeByModel(this.#problem, this.#schedule);
    return {
      received: receivedBy(this.#problem),
      trivial: this.#trivial,
      bound: this.#bound,
      schedule: this.#schedule,
      feasibleByModel,
      feasible: feasibleByModel.reduce((sum, count) => sum + count, 0),
      slotSeconds: this.#slotSeconds,
      steps: this.#steps,
      ended: this.#isOptimal ? 'optimal' : ended,
    };
  }

  #keepIfBetter(schedule: Schedule, served: number): void {
    if (served <= this.#served) return;
    this.#schedule = schedule;
    this.#served = served;
  }

  /** Goes through all schedules if they are few enough. */
  *#searchAll(): Generator<void, void> {
    if (receivedBy(this.#problem) > FEW_REQUESTS) return;
    yield* this.#search(this.#problem, ALL_LABELS);
    if (!isItsRelaxation(this.#problem)) yield* this.#search(this.#relaxed, ALL_LABELS);
  }

  *#search(
    problem: BoundProblem,
    width: number,
    { prices, sum }: Prices = this.#multipliers,
  ): Generator<void, void> {
    const isOwn = problem === this.#problem;
    const program = this.#program as VisitProgram;
    // The same swaps, with nodes that tell what the program wants to know.
    const found = yield* search({ ...problem, swaps: program.swaps }, program, {
      width,
      moreThan: this.#served,
      prices,
      priceSum: sum,
    });
    if (isOwn && found.schedule !== null) this.#keepIfBetter(found.schedule, found.served);
    if (!isOwn || isItsRelaxation(problem)) this.#bound = Math.min(this.#bound, found.bound);
  }
}

/** Null where a path could swap on and on within a slot, or there are too many values. */
function rememberingProgram(problem: BoundProblem, slotSeconds: Seconds): VisitProgram | null {
  const telling = { ...problem, swaps: tellingLeft(problem.swaps) };
  if (hasSwapsAtOnce(createGrid(telling, slotSeconds), telling.swaps)) return null;
  const longest = Math.max(...problem.models.map(({ slaSeconds }) => slaSeconds));
  return createProgram(
    telling,
    slotSeconds,
    Math.max(1, Math.round(longest / MARKS / slotSeconds)),
  );
}

/** Null if there are too many values. */
function createProgram(
  problem: BoundProblem,
  slotSeconds: Seconds,
  markSlots: number,
): VisitProgram | null {
  const grid = createGrid(problem, slotSeconds);
  if (VisitProgram.size(grid, problem.swaps, markSlots) > MOST_VALUES) return null;
  return new VisitProgram(grid, problem.swaps, markSlots);
}

function onTimeOf(problem: BoundProblem, schedule: Schedule): number {
  return onTimeByModel(problem, schedule).reduce((sum, count) => sum + count, 0);
}

/** A slot of an eighth of a second; less where a batch can be shorter than four of these. */
function usefulSlot(problem: BoundProblem): Seconds {
  const shortest = shortestBatch(relaxed(problem).models);
  let slotSeconds = USEFUL_SLOT;
  while (slotSeconds > LEAST_SLOT && slotSeconds * 4 > shortest) slotSeconds /= 2;
  return slotSeconds;
}

function shortestBatch(models: readonly BoundModel[]): Seconds {
  return Math.min(...models.map(({ heldSeconds }) => heldSeconds[1] as Seconds));
}

function lastMoment({ models, endSeconds }: BoundProblem): Seconds {
  const latest = models.map(({ arrivals, slaSeconds }) => (arrivals.at(-1) ?? 0) + slaSeconds);
  return Math.min(endSeconds, Math.max(0, ...latest));
}
