import { fieldsAt, report } from '../../experiment/sweep/context.js';
import { outsideRemark, percent, readEdges } from './buckets.js';
import { LengthHistogram } from './histogram.js';
import type { TraceLengths } from './ports.js';
import { edgesSchema } from './schema.js';
import {
  type ReadWorkload,
  WORKLOAD,
  type WorkloadFields,
  type WorkloadReading,
} from './workload-part.js';

/** A workload that is the requests of a trace. */
export async function readTrace(
  fields: WorkloadFields,
  { file, files, lengths, context }: WorkloadReading,
): Promise<ReadWorkload | undefined> {
  const { trace, format, rate, outside } = fields;
  const axes = readEdges(context);
  if (!(trace?.value && format && outside)) return undefined;
  const path = files.resolve(file, trace.value);
  const found = await files.exists(path);
  if (found !== 'file') {
    const got = found === 'folder' ? `${path}, a folder` : `${path}, which does not exist`;
    report(context, [...WORKLOAD, 'trace'], { expected: 'a file of requests', got });
    return undefined;
  }
  // Even without buckets the trace is read: what is wrong with it is told as well.
  const { input, output } = fieldsAt(edgesSchema, [...WORKLOAD, 'edges'], context);
  const histogram = new LengthHistogram(
    axes?.rows.axis.edges ?? input?.value ?? [0, Number.MAX_VALUE],
    axes?.columns.axis.edges ?? output?.value ?? [0, Number.MAX_VALUE],
    outside.value,
  );
  const read = await context.problems.collect(() =>
    lengths.read(path, format.value, (a, b) => histogram.take(a, b)),
  );
  if (read === undefined) return undefined;
  context.problems.addIssues(read.issues);
  if (read.issues.length > 0 || axes === undefined || rate === undefined) return undefined;
  const all = rate.value ?? meanRate(histogram, read);
  if (isRefused(histogram, outside.value, all, context) || all === null) return undefined;
  const kept = histogram.counted;
  const known = histogram.total - histogram.unknown;
  const keptRate = outside.value === 'drop' ? (all * kept) / known : all;
  return {
    axes,
    shares: histogram.counts.map((row) => row.map((count) => count / kept)),
    rate: keptRate,
    outside: { rule: outside.value, count: histogram.outside, share: histogram.outside / known },
    remarks: [
      ...remarksOf(histogram, read, rate.value ?? null, all),
      ...(histogram.outside === 0
        ? []
        : [outsideRemark(outside.value, shareText(histogram), all, keptRate)]),
    ],
    inputs: [{ what: 'trace', name: path, sha256: read.sha256 }],
  };
}

/** Null for requests that come all at once. */
function meanRate({ total }: LengthHistogram, { spanSeconds }: TraceLengths): number | null {
  return spanSeconds > 0 ? total / spanSeconds : null;
}

function isRefused(
  histogram: LengthHistogram,
  outside: string,
  rate: number | null,
  context: WorkloadReading['context'],
): boolean {
  const before = [...WORKLOAD];
  const told: {
    readonly at: string;
    readonly expected: string;
    readonly got: string;
    readonly hint?: string;
  }[] = [];
  if (histogram.total === 0) {
    told.push({ at: 'trace', expected: 'at least one request', got: 'none' });
  } else if (histogram.unknown === histogram.total) {
    told.push({ at: 'trace', expected: 'lengths of prompts and answers', got: 'none' });
  } else if (histogram.outside > 0 && outside === 'refuse') {
    const hint = 'outside: clamp puts them into the nearest bucket, drop leaves them out';
    const got = `${shareText(histogram)} of the requests outside`;
    told.push({ at: 'edges', expected: 'buckets that hold every request', got, hint });
  } else if (histogram.counted === 0) {
    told.push({ at: 'edges', expected: 'buckets with requests', got: 'none' });
  }
  if (rate === null && histogram.total > 0) {
    const got = 'nothing, and all requests of the trace at one moment';
    told.push({ at: 'rate', expected: 'requests per second', got });
  }
  for (const { at, ...problem } of told) report(context, [...before, at], problem);
  return told.length > 0;
}

function shareText({ outside, total, unknown }: LengthHistogram): string {
  return `${outside} (${percent(outside / (total - unknown))})`;
}

function remarksOf(
  { unknown, total }: LengthHistogram,
  { notes }: TraceLengths,
  stated: number | null,
  rate: number,
): readonly string[] {
  const shown = Number(rate.toPrecision(6));
  return [
    ...(stated === null ? [`the rate is the trace’s: ${shown} requests/s`] : []),
    ...(unknown === 0
      ? []
      : [`${unknown} of ${total} requests have no lengths: taken to be as the others`]),
    ...notes,
  ];
}
