import type { Work } from '../../experiment/replicate.js';
import { estimateFraction } from '../../metrics/estimate.js';
import { createRunKey } from '../../random/run-key.js';
import { simulateNodes } from '../../serving/nodes/simulate-nodes.js';
import type { Seconds } from '../../units.js';
import { Judge } from './judge.js';
import { admitted } from './table-model.js';
import type { FleetFigures, RunLength, TableModel, VerifyOptions } from './types.js';

/** Everything but the fleet. */
export interface FleetSetting {
  readonly model: TableModel;
  readonly length: RunLength;
  /** $ per hour, by type. */
  readonly costs: readonly number[];
  /** What share of a bucket's requests the plan gives to a type, by bucket and type. */
  readonly planned: readonly (readonly number[])[];
  readonly options: VerifyOptions;
}

/** What one replication showed. */
interface Replication {
  readonly judge: Judge;
  /** Of each GPU, time at work while requests were judged, s. */
  readonly busySeconds: readonly Seconds[];
}

/** The pauses of a run, so that it can be stopped: so many, and one for so many requests, at least. */
const LEAST_PAUSES = 8;
const REQUESTS_BETWEEN = 50_000;

/**
 * Simulates a fleet in several replications.
 * @param counts GPUs by type.
 * @param first number of the first replication: others have other random draws.
 */
export function* runFleet(
  setting: FleetSetting,
  counts: readonly number[],
  first: number,
): Work<FleetFigures> {
  const { options, model, costs } = setting;
  const runs: Replication[] = [];
  for (let at = 0; at < options.replications; at++) {
    for (const share of replicate(setting, counts, first + at, runs)) {
      yield (at + share) / options.replications;
    }
  }
  const judges = runs.map(({ judge }) => judge);
  const total = (values: (judge: Judge) => readonly number[]): readonly number[] =>
    model.buckets.map((_, bucket) => sumOf(judges.map((judge) => values(judge)[bucket] ?? 0)));
  const attained = judges.map(({ met, received }) => sumOf(met) / sumOf(received));
  return {
    counts,
    costPerHour: sumOf(counts.map((count, type) => count * (costs[type] ?? 0))),
    attainment: estimateFraction(attained),
    received: total(({ received }) => received),
    met: total(({ met }) => met),
    turnedAway: sumOf(judges.map(({ turnedAway }) => turnedAway)),
    busyShare: busyShares(setting, counts, runs),
    secondsPerToken: quantiles(judges),
  };
}

/** Adds one replication to `runs`; yields the share of it that is done. */
function* replicate(
  { model, length, planned, options }: FleetSetting,
  counts: readonly number[],
  replication: number,
  runs: Replication[],
): Work<void> {
  const judge = new Judge(model, length);
  const { warmUpSeconds, judgedSeconds } = length;
  const end = warmUpSeconds + judgedSeconds;
  // Whoever is not done by then has missed the SLO, whatever may come: no later event matters.
  const endSeconds = end + Math.max(...model.buckets.map(({ limitSeconds }) => limitSeconds));
  const between = Math.min(judgedSeconds / LEAST_PAUSES, REQUESTS_BETWEEN / model.rate);
  const beforeJudging = timesUpTo(0, warmUpSeconds, between);
  const stops = [...beforeJudging, ...timesUpTo(warmUpSeconds, end, between)];
  const run = {
    types: counts.flatMap((count, type) => Array.from({ length: count }, () => type)),
    seconds: admitted(model, counts),
    planned,
    router: options.router,
    rate: model.rate,
    mix: model.buckets.map(({ probability }) => probability),
    endSeconds,
    key: createRunKey(options.seed, replication),
  };
  const busy: (readonly Seconds[])[] = [];
  for (const state of simulateNodes(run, judge, stops)) {
    busy.push(state.busySeconds());
    yield Math.min(1, state.now / endSeconds);
  }
  const before = busy[beforeJudging.length - 1] ?? [];
  const after = busy[stops.length - 1] ?? [];
  runs.push({ judge, busySeconds: after.map((value, node) => value - (before[node] ?? 0)) });
}

/** Times after one up to another, which is the last of them, evenly and at most so far apart. */
function timesUpTo(from: Seconds, to: Seconds, between: Seconds): readonly Seconds[] {
  const number = Math.max(1, Math.ceil((to - from) / between));
  return Array.from({ length: number }, (_, at) =>
    at + 1 === number ? to : from + ((at + 1) * (to - from)) / number,
  );
}

function busyShares(
  { length }: FleetSetting,
  counts: readonly number[],
  runs: readonly Replication[],
): readonly (number | null)[] {
  let first = 0;
  return counts.map((count) => {
    const nodes = { from: first, to: first + count };
    first += count;
    if (count === 0) return null;
    const busy = runs.map(({ busySeconds }) => sumOf(busySeconds.slice(nodes.from, nodes.to)));
    return sumOf(busy) / (runs.length * count * length.judgedSeconds);
  });
}

function quantiles(judges: readonly Judge[]): FleetFigures['secondsPerToken'] {
  const byRun = judges.map((judge) => judge.secondsPerToken([0.5, 0.99]));
  const mean = (at: number): number | null => {
    const value = sumOf(byRun.map((each) => each[at] ?? Number.NaN)) / judges.length;
    return Number.isFinite(value) ? value : null;
  };
  return { p50: mean(0), p99: mean(1) };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
