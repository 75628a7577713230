import type { Estimate } from '../../metrics/estimate.js';
import type { RouterDefinition } from '../../serving/nodes/routers/router.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';

/** How many output tokens a request of a bucket has: the upper end of the bucket, or its middle. */
export type OutputTokens = 'upper' | 'middle';

/** How a fleet is verified. */
export interface VerifyOptions {
  /** On latency / output tokens, s, > 0. */
  readonly sloSecondsPerToken: Seconds;
  /** What share of the requests is to meet it, in (0, 1). */
  readonly share: number;
  /** Runs with other random draws, ≥ 2. */
  readonly replications: number;
  readonly router: RouterDefinition;
  readonly seed: string;
  readonly outputTokens: OutputTokens;
}

/** The requests of a plan, and what they take. */
export interface TableModel {
  readonly buckets: readonly TableBucket[];
  /** All buckets together. */
  readonly rate: RequestsPerSecond;
  /** What a request needs alone, s, by type and bucket; Infinity: the type cannot serve it. */
  readonly seconds: readonly (readonly Seconds[])[];
}

export interface TableBucket {
  readonly row: number;
  readonly column: number;
  /** Probability that a request is of this bucket; they sum to 1. */
  readonly probability: number;
  readonly outputTokens: number;
  /** Latency at which the SLO is just met. */
  readonly limitSeconds: Seconds;
}

/** How long is simulated. */
export interface RunLength {
  /** Requests that arrive before this are not judged. */
  readonly warmUpSeconds: Seconds;
  /** Those that arrive in as long after it are. */
  readonly judgedSeconds: Seconds;
}

/** How a fleet did. */
export interface FleetFigures {
  /** GPUs by type. */
  readonly counts: readonly number[];
  readonly costPerHour: number;
  /** Share of the requests received that met the SLO. */
  readonly attainment: Estimate;
  /** Judged requests, by bucket, all replications together. */
  readonly received: readonly number[];
  readonly met: readonly number[];
  /** Not sent to any GPU. */
  readonly turnedAway: number;
  /** Share of the time that a GPU is at work, by type; null: there is none. */
  readonly busyShare: readonly (number | null)[];
  /** Quantiles of latency / output tokens, s, mean over replications; null: some were not done in time to know. */
  readonly secondsPerToken: { readonly p50: number | null; readonly p99: number | null };
}

/** A fleet that was tried on the way to one that meets the target. */
export interface SearchStep {
  readonly action: 'start' | 'add' | 'remove' | 'exchange' | 'confirm';
  /** By how many GPUs it differs from the fleet that it was made from, by type. */
  readonly change: readonly number[];
  readonly figures: FleetFigures;
  /** Whether the lower end of the interval reaches the target. */
  readonly meets: boolean;
}

/** Why no fleet was found. */
export type NotMet =
  | {
      /** So many requests cannot meet the SLO on any type, even alone on a GPU. */
      readonly reason: 'never';
      /** Positions of their buckets. */
      readonly buckets: readonly number[];
    }
  /** All GPUs that are available are in the fleet, or none that is would help. */
  | { readonly reason: 'availability' }
  | { readonly reason: 'steps' };

/** From a fleet to one that meets the target. */
export interface FleetSearch {
  /** The only type; null: all of them. */
  readonly only: number | null;
  /** It begins with the fleet found for this type alone; null: with the plan, or what one type needs. */
  readonly from: number | null;
  readonly steps: readonly SearchStep[];
  /** On replications that had no part in the search; null: none was found. */
  readonly found: FleetFigures | null;
  readonly notMet: NotMet | null;
}

/** A type that is not given a bucket, because a request of it is too slow there even alone. */
export interface TooSlow {
  readonly type: number;
  readonly bucket: number;
  readonly secondsPerToken: Seconds;
}

/** A plan, simulated. */
export interface Verification {
  readonly options: VerifyOptions;
  readonly types: readonly { readonly name: string; readonly costPerHour: number }[];
  readonly model: TableModel;
  readonly length: RunLength;
  readonly tooSlow: readonly TooSlow[];
  /** The planned fleet. */
  readonly plan: FleetFigures;
  readonly planMeets: boolean;
}

/** Fleets that meet the target: what the plan grows into, and the best of each single type. */
export interface MetFleets {
  /** The first begins with the plan. */
  readonly searches: readonly FleetSearch[];
  /** Position of the search that found the cheapest; null: none found any. */
  readonly cheapest: number | null;
}
