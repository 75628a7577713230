import { demandsOf, sliceLoad } from '../../planning/demand.js';
import { type CsvValue, toCsv } from '../csv.js';
import { fleetOf, type ModeReport, type PlanReport } from './report.js';

/**
 * `plan.csv`: a row for each bucket with requests and each kind of GPU, in each TEE mode; what one
 * cannot serve has throughput 0 and no load. Rates have headroom put in.
 */
export function planCsv({ plan, modes }: PlanReport): string {
  const { rows, columns } = plan.workload;
  const numbers = ['requests_per_second', 'gpu', 'throughput', 'share_of_bucket', 'load'];
  return toCsv(
    ['tee', rows.label, columns.label, ...numbers],
    modes.flatMap((mode) => rowsOf(mode)),
  );
}

function rowsOf(mode: ModeReport): readonly (readonly CsvValue[])[] {
  const { problem } = mode;
  const fleet = fleetOf(mode);
  const { rows, columns } = problem.workload;
  return demandsOf(problem).flatMap((demand, at) =>
    problem.types.map((type, position): readonly CsvValue[] => {
      const slices = fleet?.assigned[at]?.[position] ?? 0;
      const load = sliceLoad(demand, type);
      return [
        mode.mode,
        rows.buckets[demand.row] ?? '',
        columns.buckets[demand.column] ?? '',
        demand.sliceRate * demand.slices,
        type.name,
        type.throughput[demand.row]?.[demand.column] ?? 0,
        fleet === null ? null : slices / demand.slices,
        fleet === null || !Number.isFinite(load) ? null : slices * load,
      ];
    }),
  );
}
