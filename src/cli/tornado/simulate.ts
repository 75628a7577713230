import { runReplication } from '../../experiment/replicate.js';
import { readMetrics } from '../../experiment/sweep/run/read-metrics.js';
import { driveUntilInterrupted } from '../drive.js';
import { SteadyStateNotes } from '../steady-state-notes.js';
import type { TornadoRequest } from './request.js';

/** Metrics by run and replication, equally many of each run. */
export interface SimulatedTornado {
  readonly values: readonly (readonly (readonly number[])[])[];
  /** How many replications are finished in every run. */
  readonly finished: number;
  /** Which runs had no steady state, for stderr. */
  readonly notes: string;
}

/**
 * Simulates every run on the same random draws. One replication of all runs comes before the next,
 * so that what is finished when Ctrl-C is pressed can be compared.
 */
export async function simulateTornado({
  base,
  ranges,
  runs,
  metrics,
}: TornadoRequest): Promise<SimulatedTornado> {
  const { replications } = base.scenario;
  const paths = metrics.map(({ path }) => path);
  const values: (readonly number[])[][] = runs.map(() => []);
  const notes = runs.map(() => new SteadyStateNotes());
  await driveUntilInterrupted(runs, replications * runs.length, async (driver) => {
    for (let replication = 0; replication < replications; replication++) {
      for (const [at, run] of runs.entries()) {
        const noSteadyState = (reason: string): void => notes[at]?.add(replication, reason);
        const work = runReplication(run, replication, [], { noSteadyState });
        values[at]?.push(readMetrics(await driver.drive(work), paths));
      }
    }
  });
  const finished = Math.min(...values.map(({ length }) => length));
  const names = [
    'base',
    ...ranges.flatMap(({ path, low, high }) => [`${path}=${low}`, `${path}=${high}`]),
  ];
  return {
    values: values.map((rows) => rows.slice(0, finished)),
    finished,
    notes: notes.map((each, at) => each.text(finished, names[at])).join(''),
  };
}
