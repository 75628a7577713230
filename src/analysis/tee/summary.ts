import type { Measurement } from '../measurement.js';
import { costOf, type Prices } from './operations.js';

/** Runs of an experiment, or of all. */
export interface Total {
  readonly runs: number;
  /** Accumulated over the runs that say how long they took, s. */
  readonly seconds: number;
  /** Of the same runs. */
  readonly cost: number;
  /** Runs that do not say how long they took, or in which mode where the modes' prices differ. */
  readonly withoutCost: number;
}

/** The runs of a condition in one mode. */
export interface ConditionTotal extends Total {
  readonly origin: Measurement['origin'];
  readonly experiment: string | null;
  readonly condition: string | null;
  readonly teeMode: Measurement['teeMode'];
}

/** One run, as the table of all runs has it. */
export interface RunRow {
  readonly run: Measurement;
  readonly cost: number | null;
}

export interface Summary {
  readonly total: Total;
  readonly conditions: readonly ConditionTotal[];
  readonly runs: readonly RunRow[];
}

/** What there is, how long it took, and what it cost. */
export function summaryOf(runs: readonly Measurement[], prices: Prices): Summary {
  const groups = new Map<string, Measurement[]>();
  for (const run of runs) {
    const { origin, experiment, condition, teeMode } = run;
    const key = JSON.stringify([origin, experiment, condition, teeMode]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return {
    total: totalOf(runs, prices),
    conditions: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { origin, experiment, condition, teeMode } = first;
      return [{ origin, experiment, condition, teeMode, ...totalOf(group, prices) }];
    }),
    runs: runs.map((run) => ({ run, cost: costOf(run, prices) })),
  };
}

function totalOf(runs: readonly Measurement[], prices: Prices): Total {
  const costs = runs.map((run) => costOf(run, prices));
  return {
    runs: runs.length,
    seconds: runs.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0),
    cost: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    withoutCost: costs.filter((cost) => cost === null).length,
  };
}
