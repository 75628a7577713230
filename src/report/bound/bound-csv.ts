import type { BoundedReplication } from '../../experiment/bound/run-bound.js';
import { type CsvValue, toCsv } from '../csv.js';
import type { BoundGridReport, BoundReport } from './report.js';

const COLUMNS = [
  'scenario',
  'seed',
  'tee_mode',
  'replication',
  'model',
  'sla_s',
  'received',
  'trivial',
  'bound',
  'feasible',
  'strategy',
  'on_time',
  'slot_s',
  'steps',
  'ended',
];

/**
 * `bound.csv`: a column per axis; for each cell, replication and policy a row for all models together
 * (`model` empty) and one for each model. Counts of requests; a bound is on the count over all
 * models only.
 */
export function boundCsv({ axes, cells }: BoundGridReport): string {
  return toCsv(
    [...axes.map(({ path }) => path), ...COLUMNS],
    cells.flatMap((report) =>
      report.replications
        .flatMap((replication) => rowsOf(report, replication))
        .map((row) => [...report.settings, ...row]),
    ),
  );
}

function rowsOf(report: BoundReport, replication: BoundedReplication): CsvValue[][] {
  const { name, seed, teeMode, models, slaSeconds } = report;
  const { received, possible, policies } = replication;
  const { slotSeconds, steps, ended } = possible;
  const head = [name, seed, teeMode, replication.replication];
  const how = [slotSeconds, steps, ended];
  const [common] = slaSeconds;
  const shared = slaSeconds.every((each) => each === common) ? (common ?? null) : null;
  const { trivial, bound, feasible } = possible;
  return policies.flatMap(({ strategy, onTime, onTimeByModel }) => [
    [...head, '', shared, possible.received, trivial, bound, feasible, strategy, onTime, ...how],
    ...models.map((model, index) => [
      ...[...head, model, slaSeconds[index] ?? null, received[index] ?? 0],
      ...[null, null, possible.feasibleByModel[index] ?? 0],
      ...[strategy, onTimeByModel[index] ?? 0, ...how],
    ]),
  ]);
}
