import { CapacitySearch } from '../../experiment/capacity/search.js';
import { runReplication } from '../../experiment/replicate.js';
import { readMetrics } from '../../experiment/sweep/run/read-metrics.js';
import { driveUntilInterrupted } from '../drive.js';
import { CostRecord } from './prices.js';
import type { CapacityCommand } from './request.js';

/** What came of a search. */
export interface Searched {
  readonly search: CapacitySearch;
  /** By variant: replications without a steady state, and so without a figure. */
  readonly unsteady: readonly number[];
  /** Null where no price was given. */
  readonly costs: CostRecord | null;
}

/** Searches until Ctrl-C is pressed, or to the end; what was finished by then stands. */
export async function searchCapacity(command: CapacityCommand): Promise<Searched> {
  const { plan, scenarios, metric, prices } = command;
  const costs = prices === null ? null : new CostRecord(prices);
  const search = new CapacitySearch(plan);
  const unsteady = new Array<number>(plan.variants).fill(0);
  // At least so many: how many values are looked at between those of the grid is not known yet.
  const pieces = plan.grid.length * plan.variants * plan.replications.least;
  await driveUntilInterrupted(scenarios.all, pieces, (driver) =>
    search.run(async (variant, x, replication) => {
      const loaded = await scenarios.at(variant, x);
      const noSteadyState = (): void => {
        unsteady[variant] = (unsteady[variant] ?? 0) + 1;
      };
      const work = runReplication(loaded, replication, [], { noSteadyState });
      const summary = await driver.drive(work);
      costs?.add(variant, x, loaded, summary);
      const [value = Number.NaN] = readMetrics(summary, [metric.path]);
      return value;
    }),
  );
  return { search, unsteady, costs };
}
