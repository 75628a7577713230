import type { BoundedReplication } from '../../experiment/bound/run-bound.js';
import { type BoundGridReport, type BoundReport, share, totalsOf } from './report.js';

/**
 * Bounds as data: what `--json` prints and `summary.json` holds. Attainments are of received.
 * Without axes the one cell itself, else a list that says where in the grid each is.
 */
export function boundJson({ axes, cells }: BoundGridReport): unknown {
  const [first] = cells;
  if (axes.length === 0 && first !== undefined) return cellJson(first);
  return {
    axes,
    cells: cells.map((report) => ({
      at: Object.fromEntries(axes.map(({ path }, axis) => [path, report.settings[axis]])),
      ...cellJson(report),
    })),
  };
}

function cellJson(report: BoundReport): object {
  const { name, seed, teeMode, slaSeconds, models, replications } = report;
  const totals = totalsOf(report);
  const attained = (onTime: number): number => share(onTime, totals.received);
  return {
    scenario: name,
    seed,
    teeMode,
    slaSeconds: byName(models, slaSeconds),
    replications: replications.length,
    received: totals.received,
    trivial: attained(totals.trivial),
    bound: attained(totals.bound),
    feasible: attained(totals.feasible),
    gap: attained(totals.bound) - attained(totals.feasible),
    feasiblePerModel: perModel(models, totals.feasibleByModel, totals.receivedByModel),
    policies: totals.policies.map(({ strategy, onTime, onTimeByModel }) => ({
      strategy,
      attainmentReceived: attained(onTime),
      shareOfBound: share(onTime, totals.bound),
      shareOfFeasible: share(onTime, totals.feasible),
      perModel: perModel(models, onTimeByModel, totals.receivedByModel),
    })),
    perReplication: replications.map((each) => replicationJson(each)),
  };
}

function replicationJson({ replication, possible, policies }: BoundedReplication): unknown {
  const { received, trivial, bound, feasible, slotSeconds, steps, ended } = possible;
  return {
    replication,
    received,
    trivial,
    bound,
    feasible,
    slotSeconds,
    steps,
    ended,
    policies: policies.map(({ strategy, onTime }) => ({ strategy, onTime })),
  };
}

function perModel(
  models: readonly string[],
  onTime: readonly number[],
  received: readonly number[],
): Readonly<Record<string, number>> {
  return byName(
    models,
    onTime.map((count, model) => share(count, received[model] ?? 0)),
  );
}

function byName(names: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? Number.NaN]));
}
