import { demandsOf } from '../../planning/demand.js';
import { savingAgainst } from '../../planning/singles.js';
import type { Fleet, PlanOutcome } from '../../planning/types.js';
import { fleetOf, type ModeReport, money, type PlanReport } from './report.js';

/** A plan as data: what `summary.json` holds, and `--json` prints with the time it took. */
export function planJson(report: PlanReport): object {
  const { plan, modes } = report;
  const [first] = modes;
  const { rows, columns, rate } = plan.workload;
  return {
    plan: plan.name,
    tee: first.mode,
    status: first.solved.outcome.status,
    ...fleetJson(first),
    orientation: plan.orientation,
    packing: plan.packing,
    sliceFactor: plan.sliceFactor,
    headroom: plan.headroom,
    budgetPerHour: plan.budgetPerHour,
    rate,
    axes: { rows, columns },
    outside: plan.outside,
    modes: Object.fromEntries(modes.map((mode) => [mode.mode, modeJson(mode)])),
    ccPremium: premiumOf(report),
    remarks: plan.remarks,
  };
}

/** The same, and how long it took, s: not the same in two runs. */
export function planJsonWithTimes(report: PlanReport): object {
  const { loadSeconds, modes } = report;
  const solveSeconds = Object.fromEntries(
    modes.map(({ mode, solved }) => [mode, solved.solveSeconds]),
  );
  return { ...planJson(report), solver: { loadSeconds, solveSeconds } };
}

/** What CC costs: GPUs and $/h more, and the share of the price without; null: not both were found. */
export function premiumOf({
  modes,
}: PlanReport): { gpus: number; costPerHour: number; share: number } | null {
  const off = modes.find(({ mode }) => mode === 'off');
  const cc = modes.find(({ mode }) => mode === 'cc');
  const [without, withCc] = [off && fleetOf(off), cc && fleetOf(cc)];
  if (!without || !withCc) return null;
  const gpus = (fleet: Fleet): number => fleet.counts.reduce((sum, count) => sum + count, 0);
  const costPerHour = money(withCc.costPerHour - without.costPerHour);
  return {
    gpus: gpus(withCc) - gpus(without),
    costPerHour,
    share: costPerHour / without.costPerHour,
  };
}

function fleetJson(mode: ModeReport): object {
  const fleet = fleetOf(mode);
  return { counts: countsOf(mode, fleet), cost: fleet === null ? null : money(fleet.costPerHour) };
}

function countsOf({ problem }: ModeReport, fleet: Fleet | null): object | null {
  if (fleet === null) return null;
  return Object.fromEntries(problem.types.map(({ name }, at) => [name, fleet.counts[at] ?? 0]));
}

function modeJson(mode: ModeReport): object {
  const { problem, solved, singles, leftOut } = mode;
  const fleet = fleetOf(mode);
  return {
    status: solved.outcome.status,
    ...boundJson(solved.outcome),
    ...fleetJson(mode),
    servedRate: fleet?.servedRate ?? null,
    types: problem.types.map(({ name, costPerHour }, at) => {
      const [count = 0, load = 0] = [fleet?.counts[at], fleet?.loads[at]];
      return {
        name,
        costPerHour,
        count: fleet === null ? null : count,
        load: fleet === null ? null : load,
        utilisation: fleet === null || count === 0 ? null : load / count,
        instanceLoads: fleet?.instanceLoads?.[at] ?? null,
      };
    }),
    buckets: fleet === null ? null : bucketsJson(mode, fleet),
    singleTypes: singles.map(({ name, load, fleet: single, cannotServe, short }) => ({
      name,
      count: single === null ? null : sum(single.counts),
      cost: single === null ? null : money(single.costPerHour),
      load,
      saving: single === null || fleet === null ? null : savingAgainst(single, fleet),
      cannotServe,
      short,
    })),
    shortfalls: solved.outcome.status === 'infeasible' ? solved.outcome.shortfalls : [],
    leftOut,
  };
}

function boundJson(outcome: PlanOutcome): object {
  if (outcome.status !== 'time-limit') return {};
  return { bound: outcome.bound, gap: outcome.gap };
}

function bucketsJson({ problem }: ModeReport, fleet: Fleet): readonly object[] {
  return demandsOf(problem).map(({ row, column, sliceRate, slices }, at) => ({
    row,
    column,
    rate: sliceRate * slices,
    servedBy: Object.fromEntries(
      problem.types.flatMap(({ name }, type) => {
        const count = fleet.assigned[at]?.[type] ?? 0;
        return count === 0 ? [] : [[name, count / slices]];
      }),
    ),
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
