import { report } from '../../experiment/sweep/context.js';
import type { FilePort } from '../../scenario/ports.js';
import type { Fields } from '../../scenario/read-fields.js';
import type { Path } from '../../scenario/text/tree.js';
import type { OutsideRequests, PlanInput } from '../plan.js';
import type { AxisPair, PlanContext, WrittenAxis } from './axes.js';
import type { LengthsPort } from './ports.js';
import type { workloadOutline } from './schema.js';
import type { Table } from './tables.js';

/** A workload as its part of the file gives it, its axes rising. */
export interface ReadWorkload {
  readonly axes: AxisPair<WrittenAxis>;
  readonly shares: Table;
  /** Requests/s of all buckets together, if the shares add up to 1. */
  readonly rate: number;
  readonly outside: OutsideRequests | null;
  readonly remarks: readonly string[];
  readonly inputs: readonly PlanInput[];
}

/** What a reader of a workload needs besides its part of the file. */
export interface WorkloadReading {
  readonly file: string;
  readonly files: FilePort;
  readonly lengths: LengthsPort;
  readonly context: PlanContext;
}

export type WorkloadFields = Fields<ReturnType<typeof workloadOutline.parse>>;

/** Where it stands. */
export const WORKLOAD: Path = ['workload'];

/** The rate; undefined, and reported, if it is missing. */
export function requiredRate(fields: WorkloadFields, context: PlanContext): number | undefined {
  if (fields.rate === undefined) return undefined;
  const { value } = fields.rate;
  if (value === undefined) {
    report(context, [...WORKLOAD, 'rate'], { expected: 'requests per second', got: 'nothing' });
  }
  return value;
}
