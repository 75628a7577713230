import type { Work } from '../../experiment/replicate.js';
import { demandsOf, gpusFor } from '../demand.js';
import type { Fleet, PlanProblem } from '../types.js';
import { type FleetSetting, runFleet } from './run-fleet.js';
import { meetsTarget, type SearchRequest, searchFleet } from './search.js';
import { runLength, tableModel, tooSlowTypes } from './table-model.js';
import type { FleetSearch, MetFleets, Verification, VerifyOptions } from './types.js';

/** Prices that differ by less are the same. */
const ROUNDING = 1e-9;

/** The part of a plan that is verified. */
export type PlannedFleet = Pick<Fleet, 'counts' | 'assigned'>;

/**
 * Simulates a planned fleet as table nodes (docs/planning-verification.md).
 * @throws UserError if the plan does not say how many output tokens requests have.
 */
export function* verifyPlan(
  problem: PlanProblem,
  fleet: PlannedFleet,
  options: VerifyOptions,
): Work<Verification> {
  const setting = settingOf(problem, fleet.assigned, options);
  const plan = yield* runFleet(setting, fleet.counts, 0);
  return {
    options,
    types: problem.types,
    model: setting.model,
    length: setting.length,
    tooSlow: tooSlowTypes(setting.model),
    plan,
    planMeets: meetsTarget(plan, options.share),
  };
}

/**
 * The fleet that a plan grows or shrinks into until it meets the target; for each type the least
 * fleet of it alone that does; and what the cheapest of these can be improved to by other types. The
 * cheapest of all is the answer: no search is sure to find the best, and a mix must not cost more
 * than what it is compared with.
 * @throws UserError as `verifyPlan`.
 */
export function* fleetsThatMeet(
  problem: PlanProblem,
  fleet: PlannedFleet,
  options: VerifyOptions,
): Work<MetFleets> {
  const setting = settingOf(problem, fleet.assigned, options);
  const requests = [
    requestOf(problem, setting, { start: fleet.counts }),
    ...problem.types.map((_, type) => onlyOf(problem, setting, type)),
  ];
  const number = requests.length + 1;
  const searches: FleetSearch[] = [];
  for (const [at, request] of requests.entries()) {
    searches.push(yield* partOf(searchFleet(request), at, number));
  }
  const best = searches[cheapestOf(searches) ?? 0];
  if (best?.found && best.only !== null && problem.types.length > 1) {
    const { only: from, found } = best;
    const request = requestOf(problem, setting, { start: found.counts, from });
    searches.push(yield* partOf(searchFleet(request), number - 1, number));
  }
  return { searches, cheapest: cheapestOf(searches) };
}

function settingOf(
  problem: PlanProblem,
  assigned: Fleet['assigned'],
  options: VerifyOptions,
): FleetSetting {
  const model = tableModel(problem, options);
  const costs = problem.types.map(({ costPerHour }) => costPerHour);
  const planned = demandsOf(problem).map(({ slices }, bucket) =>
    (assigned[bucket] ?? []).map((count) => count / slices),
  );
  return { model, length: runLength(model), costs, planned, options };
}

interface Beginning {
  readonly start: readonly number[];
  readonly only?: number;
  readonly from?: number;
}

function requestOf(
  { types }: PlanProblem,
  setting: FleetSetting,
  { start, only, from }: Beginning,
): SearchRequest {
  const { model, options, planned } = setting;
  const isSent = (type: number, bucket: number): boolean =>
    !options.router.followsPlan || (planned[bucket]?.[type] ?? 0) > 0;
  const allowed = types.flatMap((_, type) => (only === undefined || only === type ? [type] : []));
  const isEmpty = start.every((count) => count === 0);
  const first = start.map((count, type) => (isEmpty && type === allowed[0] ? 1 : count));
  return {
    ...{ setting, model, types, allowed, isSent },
    ...{ only: only ?? null, from: from ?? null, start: first },
  };
}

/** All requests go to one type, of which there are as many as its load needs. */
function onlyOf(problem: PlanProblem, mixed: FleetSetting, only: number): SearchRequest {
  const { model } = mixed;
  const planned = model.buckets.map(() => problem.types.map((_, type) => (type === only ? 1 : 0)));
  const { least = 0, most = 0 } = problem.types[only] ?? {};
  const load = model.buckets.reduce((sum, { probability }, bucket) => {
    const alone = model.seconds[only]?.[bucket] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(alone) ? sum + model.rate * probability * alone : sum;
  }, 0);
  const count = Math.min(most, Math.max(1, least, gpusFor(load)));
  const start = problem.types.map((_, type) => (type === only ? count : 0));
  return requestOf(problem, { ...mixed, planned }, { start, only });
}

/** One of several pieces of work: its progress is that of the whole. */
function* partOf<Result>(work: Work<Result>, at: number, number: number): Work<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield (at + step.value) / number;
  }
}

function cheapestOf(searches: readonly FleetSearch[]): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  searches.forEach(({ found }, at) => {
    if (found === null || !(found.costPerHour < least - ROUNDING)) return;
    best = at;
    least = found.costPerHour;
  });
  return best;
}
