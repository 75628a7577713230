import { percentileInterval, resampledMean, resampledTimes } from './resample.js';
import type { CapacityPlan, JudgedPoint } from './types.js';

/** What GPUs cost at one value of a variant, used or idle, and what that bought. */
export interface FleetAtPoint {
  readonly gpus: number;
  /** Of one GPU, ≥ 0. */
  readonly dollarsPerGpuHour: number;
  /** By replication: requests on time per hour of the run; NaN in a run without figures. */
  readonly onTimePerHour: readonly number[];
  /** By replication: the share of all GPUs' time in which they do nothing. */
  readonly idleShare: readonly number[];
}

export type FleetAt = (variant: number, x: number) => FleetAtPoint;

/** An estimate with an interval at the confidence of the search, or null where it has no bound. */
export interface CostEstimate {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly n: number;
}

/** What one simulated value costs. */
export interface PointCost {
  readonly x: number;
  readonly gpus: number;
  readonly dollarsPerHour: number;
  /** The part of it that is paid for idle GPUs; null where that is not defined in every run. */
  readonly idleDollarsPerHour: number | null;
  /** Per 1,000 requests on time; null where there are none, or in some run no figure. */
  readonly dollarsPerThousand: CostEstimate | null;
}

/** A number, and the ends between which all verdicts of the search together put it. */
export interface Bounded {
  readonly value: number;
  readonly between: readonly [low: number, high: number];
}

/** The smallest number of GPUs of which the search says that the target holds. */
export interface NeededFleet {
  /** From one more than the last below it that fails. */
  readonly gpus: Bounded;
  readonly dollarsPerHour: Bounded;
  readonly cost: PointCost;
}

export interface VariantCost {
  readonly points: readonly PointCost[];
  /** Null where no number of GPUs holds, or where something else is varied. */
  readonly needed: NeededFleet | null;
}

/** What a variant needs more than the first one. */
export interface CostDifference {
  readonly variant: number;
  readonly baseline: number;
  readonly gpus: Bounded;
  readonly dollarsPerHour: Bounded;
  /** Of pairs of replications; null where one of them has no such figure. */
  readonly dollarsPerThousand: CostEstimate | null;
}

export interface CapacityCost {
  readonly variants: readonly VariantCost[];
  /** Of all variants but the first; null where one of the two has no number of GPUs that holds. */
  readonly differences: readonly (CostDifference | null)[];
}

const THOUSAND = 1000;

/**
 * What every simulated value costs and, where the number of GPUs is what is varied, what the smallest
 * does that holds. A thousand requests on time cost what the GPUs cost in an hour over the mean number
 * of these in an hour: idle time is paid for. Its interval, and that of a difference, is one of
 * resampled replications, the same of all variants, at the numbers of GPUs that were found.
 */
export function costOf(
  plan: Pick<CapacityPlan, 'confidence'>,
  variants: readonly (readonly JudgedPoint[])[],
  fleetAt: FleetAt,
): CapacityCost {
  const accounts = variants.map((points, variant) =>
    points.map((point) => ({ point, fleet: fleetAt(variant, point.x) })),
  );
  const most = Math.max(0, ...variants.flat().map(({ values }) => values.length));
  const resamples = resampledTimes(most);
  const of = (account: Account): CostEstimate | null =>
    estimateOf(plan.confidence, resamples, [account]);
  const costs = accounts.map((each) => variantCost(each, of));
  const differences = costs.slice(1).map((cost, at): CostDifference | null => {
    const [own, first] = [cost.needed, costs[0]?.needed ?? null];
    if (own === null || first === null) return null;
    const pair = [accountAt(accounts[at + 1], own), accountAt(accounts[0], first)];
    return {
      variant: at + 1,
      baseline: 0,
      gpus: minus(own.gpus, first.gpus),
      dollarsPerHour: minus(own.dollarsPerHour, first.dollarsPerHour),
      dollarsPerThousand: estimateOf(plan.confidence, resamples, pair),
    };
  });
  return { variants: costs, differences };
}

/** A simulated value and its GPUs. */
interface Account {
  readonly point: JudgedPoint;
  readonly fleet: FleetAtPoint;
}

function accountAt(accounts: readonly Account[] | undefined, { cost }: NeededFleet) {
  return accounts?.find(({ point }) => point.x === cost.x);
}

function variantCost(
  accounts: readonly Account[],
  estimate: (account: Account) => CostEstimate | null,
): VariantCost {
  const points = accounts.map((account): PointCost => {
    const { point, fleet } = account;
    const dollarsPerHour = hourly(fleet);
    const idle = meanOf(fleet.idleShare);
    return {
      x: point.x,
      gpus: fleet.gpus,
      dollarsPerHour,
      idleDollarsPerHour: Number.isNaN(idle) ? null : dollarsPerHour * idle,
      dollarsPerThousand: estimate(account),
    };
  });
  // Ascending, as the points are. Where something else is varied, the number is given.
  const isVaried = points.length > 1 && points.every(({ x, gpus }) => x === gpus);
  const at = accounts.findIndex(({ point }) => point.verdict === 'holds');
  const [account, cost] = [accounts[at], points[at]];
  if (!isVaried || account === undefined || cost === undefined) return { points, needed: null };
  const failed = accounts.slice(0, at).filter(({ point }) => point.verdict === 'fails');
  const least = (failed.at(-1)?.point.x ?? 0) + 1;
  const gpus: Bounded = { value: cost.gpus, between: [least, cost.gpus] };
  return {
    points,
    needed: { gpus, dollarsPerHour: times(gpus, account.fleet.dollarsPerGpuHour), cost },
  };
}

function hourly({ gpus, dollarsPerGpuHour }: FleetAtPoint): number {
  return gpus * dollarsPerGpuHour;
}

/** NaN if one of them is. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of one value, or of the first minus the second. */
function estimateOf(
  confidence: number,
  resamples: readonly (readonly number[])[],
  accounts: readonly (Account | undefined)[],
): CostEstimate | null {
  const fleets = accounts.flatMap((account) => account?.fleet ?? []);
  const difference = (mean: (values: readonly number[]) => number): number => {
    const [own = Number.NaN, other = 0] = fleets.map(
      (fleet) => (THOUSAND * hourly(fleet)) / mean(fleet.onTimePerHour),
    );
    return own - other;
  };
  const value = difference(meanOf);
  if (fleets.length < accounts.length || !Number.isFinite(value)) return null;
  const n = Math.min(...fleets.map(({ onTimePerHour }) => onTimePerHour.length));
  const resampled = resamples.map((often) => difference((values) => resampledMean(values, often)));
  const isFixed = resampled.every((each) => each === resampled[0]);
  const interval = percentileInterval(resampled, n, confidence);
  const isBounded = n > 1 && !isFixed && interval.every(Number.isFinite);
  return { value, interval: isBounded ? interval : null, n };
}

function minus(own: Bounded, other: Bounded): Bounded {
  const [low, high] = own.between;
  const [otherLow, otherHigh] = other.between;
  return { value: own.value - other.value, between: [low - otherHigh, high - otherLow] };
}

function times({ value, between: [low, high] }: Bounded, factor: number): Bounded {
  return { value: value * factor, between: [low * factor, high * factor] };
}
