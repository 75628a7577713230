import { parseMetric } from '../sweep/metrics.js';
import type { Denominator } from './types.js';

/** Figures that exist over both. */
const PAIRS: readonly (readonly [processed: string, received: string])[] = [
  ['sla.attainmentProcessed', 'sla.attainmentReceived'],
  ['published.slaProcessed', 'published.slaReceived'],
];

/** Parts of the summary, and figures, that see the requests that were processed and no others. */
const PROCESSED = [
  'latencySeconds.',
  'throughput.',
  'batches.meanSize',
  'published.overallThroughput',
  'published.meanLatencySeconds',
  'published.p95LatencySeconds',
];
const RECEIVED = ['fairness.', 'published.lost'];

/** Which requests a metric is taken over; null if it is not of requests, or counts them. */
export function denominatorOf(path: string): Denominator | null {
  const figure = figurePath(path);
  const isIn = (prefixes: readonly string[]): boolean =>
    prefixes.some((prefix) => figure.startsWith(prefix));
  const pair = PAIRS.find((each) => each.includes(figure));
  if (pair !== undefined) return pair[0] === figure ? 'processed' : 'received';
  if (isIn(PROCESSED)) return 'processed';
  return isIn(RECEIVED) ? 'received' : null;
}

/** The path of the same figure over the other denominator; undefined if there is none. */
export function counterpartOf(path: string): string | undefined {
  const figure = figurePath(path);
  const other = PAIRS.find((each) => each.includes(figure))?.find((each) => each !== figure);
  return other && path.slice(0, path.length - figure.length) + other;
}

function figurePath(path: string): string {
  return parseMetric(path)?.figure.path ?? path;
}
