import { fieldsAt } from '../../experiment/sweep/context.js';
import { type AxisPair, edgedAxis, type WrittenAxis } from './axes.js';
import { edgesSchema } from './schema.js';
import { WORKLOAD, type WorkloadReading } from './workload-part.js';

/** Prompts down, answers across; undefined, and reported, if something is wrong with the edges. */
export function readEdges(context: WorkloadReading['context']): AxisPair<WrittenAxis> | undefined {
  const at = [...WORKLOAD, 'edges'];
  const { input, output } = fieldsAt(edgesSchema, at, context);
  const rows = input && edgedAxis('input tokens', input.value, [...at, 'input'], context);
  const columns = output && edgedAxis('output tokens', output.value, [...at, 'output'], context);
  return rows && columns && { rows, columns };
}

/** What became of requests that no bucket holds. */
export function outsideRemark(rule: string, which: string, rate: number, kept: number): string {
  if (rule === 'clamp') return `${which} of the requests lie outside: put into the nearest bucket`;
  const rates = `${Number(rate.toPrecision(6))} to ${Number(kept.toPrecision(6))} requests/s`;
  return `${which} of the requests lie outside and are left out: the rate goes from ${rates}`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
