import { report } from '../../experiment/sweep/context.js';
import { type AxisPair, readAxes } from './axes.js';
import { sharesSchema } from './schema.js';
import { hasShape, PLAIN, readTable, type Table, turned } from './tables.js';
import {
  type ReadWorkload,
  requiredRate,
  WORKLOAD,
  type WorkloadFields,
  type WorkloadReading,
} from './workload-part.js';

/** Printed shares are rounded: 36 of them to eight digits are off by 2e−7 in all. */
const SUM_TOLERANCE = 1e-6;

/** A workload whose shares stand in the file. */
export function readShares(
  fields: WorkloadFields,
  { context }: WorkloadReading,
): ReadWorkload | undefined {
  const rate = requiredRate(fields, context);
  const axes = readAxes([...WORKLOAD, 'axes'], context);
  const at = [...WORKLOAD, 'shares'];
  const written = readTable(sharesSchema, at, context);
  if (written === undefined) return undefined;
  const pair = axes && { rows: axes.rows.axis, columns: axes.columns.axis };
  const fits = pair === undefined || hasShape(written, pair, PLAIN, at, context);
  const { normalise, sum } = fields;
  if (normalise === undefined || sum === undefined) return undefined;
  const summed = summedTo(written, normalise.value, sum.value, context);
  if (axes === undefined || rate === undefined || summed === undefined || !fits) return undefined;
  return {
    axes,
    shares: turned(summed.shares, { ...PLAIN, ...fallsOf(axes) }),
    rate,
    outside: null,
    remarks: summed.remarks,
    inputs: [],
  };
}

function fallsOf({ rows, columns }: AxisPair<{ readonly falls: boolean }>) {
  return { rowsFall: rows.falls, columnsFall: columns.falls };
}

interface Summed {
  readonly shares: Table;
  readonly remarks: readonly string[];
}

function summedTo(
  shares: Table,
  normalise: boolean,
  sum: 'one' | 'any',
  context: SharesContext,
): Summed | undefined {
  const total = shares.flat().reduce((all, share) => all + share, 0);
  const shown = Number(total.toPrecision(8));
  if (total === 0) {
    report(context, [...WORKLOAD, 'shares'], { expected: 'a share above 0', got: 'none' });
    return undefined;
  }
  if (Math.abs(total - 1) <= SUM_TOLERANCE) return { shares, remarks: [] };
  if (normalise) {
    const normalised = shares.map((row) => row.map((share) => share / total));
    return { shares: normalised, remarks: [`shares added up to ${shown}: divided by it`] };
  }
  if (sum === 'any') {
    const remark = `shares add up to ${shown} and are taken as they are: that many times the rate is served`;
    return { shares, remarks: [remark] };
  }
  const hint = 'normalise: true (--normalise) divides them by it, sum: any takes them as they are';
  const expected = 'shares that add up to 1';
  report(context, [...WORKLOAD, 'shares'], { expected, got: String(shown), hint });
  return undefined;
}

type SharesContext = WorkloadReading['context'];
