import { looksOf, middleOf } from './lattice.js';
import type { CapacityPlan, CapacityPoint, JudgedPoint } from './types.js';
import { type ErrorShare, errorShare, judge } from './verdict.js';

/**
 * The metric of one variant at one value in one replication; NaN where it is not defined. The same
 * replication has the same random numbers for every variant and value.
 */
export type Evaluate = (variant: number, x: number, replication: number) => Promise<number>;

/** A value on its way. */
interface OpenPoint extends CapacityPoint {
  readonly variant: number;
  readonly values: number[];
}

/**
 * Looks for the values at which a target holds. First a grid; what is undecided there gets more
 * replications; then the middle between neighbours with different verdicts, or with means on different
 * sides of the target, until they are as near as was asked for. What it does next depends on what it saw alone: the same every time.
 */
export class CapacitySearch {
  readonly #plan: CapacityPlan;
  readonly #looks: readonly number[];
  readonly #share: ErrorShare;
  readonly #points: OpenPoint[] = [];
  #complete = false;

  constructor(plan: CapacityPlan) {
    this.#plan = plan;
    this.#looks = looksOf(plan.replications);
    this.#share = errorShare(plan);
  }

  /** Whether the search came to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Simulates until nothing is left to look at. What was found stands, should it be broken off. */
  async run(evaluate: Evaluate): Promise<void> {
    const variants = Array.from({ length: this.#plan.variants }, (_, variant) => variant);
    let next = this.#plan.grid.flatMap((x) => variants.map((variant) => this.#open(variant, x)));
    while (next.length > 0) {
      await this.#settle(next, evaluate);
      next = variants.flatMap((variant) =>
        this.#middles(variant).map((x) => this.#open(variant, x)),
      );
    }
    this.#complete = true;
  }

  /** What is known of a variant, by ascending value: those with at least two replications. */
  points(variant: number): readonly JudgedPoint[] {
    return this.#points
      .filter((point) => point.variant === variant && point.values.length > 1)
      .sort((a, b) => a.x - b.x)
      .map(({ x, values }) => judge({ x, values: [...values] }, this.#plan, this.#share));
  }

  #open(variant: number, x: number): OpenPoint {
    const point = { variant, x, values: [] };
    this.#points.push(point);
    return point;
  }

  /** Look by look until each is decided or has had its last replication. */
  async #settle(points: readonly OpenPoint[], evaluate: Evaluate): Promise<void> {
    let undecided = points;
    for (const count of this.#looks) {
      await simulateUpTo(count, undecided, evaluate);
      undecided = undecided.filter(
        (point) => judge(point, this.#plan, this.#share).verdict === 'undecided',
      );
      if (undecided.length === 0) return;
    }
  }

  #middles(variant: number): readonly number[] {
    const points = this.points(variant);
    return points.slice(1).flatMap((right, at) => {
      const left = points[at];
      if (left === undefined || !this.#differ(left, right)) return [];
      const middle = middleOf(left.x, right.x, this.#plan);
      return middle === null ? [] : [middle];
    });
  }

  #differ(left: JudgedPoint, right: JudgedPoint): boolean {
    const { value } = this.#plan.target;
    return left.verdict !== right.verdict || left.mean < value !== right.mean < value;
  }
}

/** One replication of all values comes before the next, so that what is cut short is even. */
async function simulateUpTo(
  count: number,
  points: readonly OpenPoint[],
  evaluate: Evaluate,
): Promise<void> {
  for (let replication = 0; replication < count; replication++) {
    for (const { variant, x, values } of points) {
      if (values.length === replication) values.push(await evaluate(variant, x, replication));
    }
  }
}
