import { fieldsAt, report } from '../../experiment/sweep/context.js';
import { Problems } from '../../scenario/issues/problems.js';
import { isBroken, valueAt } from '../../scenario/text/tree.js';
import { type AxisPair, type PlanContext, readAxes, type WrittenAxis } from './axes.js';
import { readEdges } from './buckets.js';
import { readLengths } from './read-lengths.js';
import { readShares } from './read-shares.js';
import { readTrace } from './read-trace.js';
import { workloadOutline } from './schema.js';
import { type ReadWorkload, WORKLOAD, type WorkloadReading } from './workload-part.js';

const FORMS = ['shares', 'trace', 'lengths'] as const;
type Form = (typeof FORMS)[number];
/** Keys that belong to some of the forms alone. */
const OF_FORM: Readonly<Record<string, readonly Form[]>> = {
  axes: ['shares'],
  normalise: ['shares'],
  sum: ['shares'],
  format: ['trace'],
  edges: ['trace', 'lengths'],
  outside: ['trace', 'lengths'],
};

/** The workload; undefined, and reported, if something is wrong with it. */
export async function readWorkload(reading: WorkloadReading): Promise<ReadWorkload | undefined> {
  const { context } = reading;
  const { document } = context;
  const tree = valueAt(document, WORKLOAD);
  if (tree?.kind !== 'mapping') {
    if (isBroken(document, WORKLOAD)) return undefined;
    report(context, WORKLOAD, { expected: 'a workload: a mapping', got: 'none' });
    return undefined;
  }
  const fields = fieldsAt(workloadOutline, WORKLOAD, context);
  const form = formOf(context);
  if (form === undefined) return undefined;
  reportStrangers(form, context);
  switch (form) {
    case 'shares':
      return readShares(fields, reading);
    case 'trace':
      return readTrace(fields, reading);
    case 'lengths':
      return readLengths(fields, reading);
  }
}

/**
 * The axes of a workload whose other parts may be wrong, so that tables can be checked against
 * them; undefined where they cannot be read, which `readWorkload` reports.
 */
export function axesOfWorkload({ document }: PlanContext): AxisPair<WrittenAxis> | undefined {
  const context = { document, problems: new Problems() };
  const isOfShares = valueAt(document, [...WORKLOAD, 'axes']) !== undefined;
  return isOfShares ? readAxes([...WORKLOAD, 'axes'], context) : readEdges(context);
}

function formOf(context: PlanContext): Form | undefined {
  const present = FORMS.filter((form) => isThere(form, context));
  const [form, ...more] = present;
  if (form !== undefined && more.length === 0) return form;
  const expected = 'one of shares, trace, lengths';
  report(context, WORKLOAD, { expected, got: form ? present.join(' and ') : 'none of them' });
  return undefined;
}

function reportStrangers(form: Form, context: PlanContext): void {
  for (const [key, forms] of Object.entries(OF_FORM)) {
    if (forms.includes(form) || !isThere(key, context)) continue;
    const expected = `${key} beside ${forms.join(' or ')} alone`;
    report(context, [...WORKLOAD, key], { expected, got: `${key} beside ${form}` });
  }
}

function isThere(key: string, { document }: PlanContext): boolean {
  return valueAt(document, [...WORKLOAD, key]) !== undefined;
}
