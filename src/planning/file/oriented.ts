import { report } from '../../experiment/sweep/context.js';
import type { Orientation } from '../plan.js';
import type { Axis, Workload } from '../types.js';
import type { AxisPair, PlanContext } from './axes.js';
import { type Table, transposed } from './tables.js';

/** A workload beside tables of throughput, and what is to be said of it. */
export interface Oriented {
  readonly workload: Pick<Workload, 'rows' | 'columns' | 'shares'>;
  readonly remarks: readonly string[];
}

const PRINTED =
  'as-printed: the shares are transposed, their rows reversed, and multiplied cell by cell with ' +
  'tables of other axes, as in the notebook of Mélange: what comes out is what it printed, not a plan';
const UNNAMED =
  'the file names no axes: rows and columns of the shares are taken to be those of the tables ' +
  '(--orientation notebook-histogram if their rows are lengths of answers, falling)';
const HISTOGRAM =
  'notebook-histogram: the rows of the shares are taken as the tables’ columns, falling';

/**
 * The shares as they are set beside the tables.
 * @param hasNames whether the file says what the axes are.
 * @returns undefined, and reported, if they cannot lie so
 */
export function oriented(
  axes: AxisPair<Axis>,
  shares: Table,
  { orientation, hasNames }: { readonly orientation: Orientation; readonly hasNames: boolean },
  context: PlanContext,
): Oriented | undefined {
  const remarks = hasNames || orientation !== 'aligned' ? [] : [UNNAMED];
  if (orientation === 'aligned') return { workload: { ...axes, shares }, remarks };
  if (orientation === 'notebook-histogram') {
    if (!hasNames) {
      const upright = transposed(shares.toReversed());
      return { workload: { ...axes, shares: upright }, remarks: [HISTOGRAM] };
    }
    const expected = 'aligned or as-printed, as the file names its axes';
    report(context, ['orientation'], { expected, got: orientation });
    return undefined;
  }
  const { rows, columns } = axes;
  if (rows.buckets.length !== columns.buckets.length) {
    const got = `as-printed with ${rows.buckets.length} rows and ${columns.buckets.length} columns`;
    report(context, ['orientation'], { expected: 'as many rows as columns for as-printed', got });
    return undefined;
  }
  const printed = transposed(shares).toReversed();
  const falling = { ...columns, buckets: columns.buckets.toReversed(), edges: null };
  return { workload: { rows: falling, columns: rows, shares: printed }, remarks: [PRINTED] };
}
