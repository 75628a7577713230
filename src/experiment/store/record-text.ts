import type { LatencyCounts } from '../../metrics/latency/log-histogram.js';
import type { BlockRecord } from './types.js';

/** A record as it lies in a results folder. */
export interface StoredRecord extends BlockRecord {
  /** Checksums of the CSV files that are kept beside it; null where there is none. */
  readonly timeline: string | null;
  readonly requests: string | null;
}

/**
 * A record as one line of JSON, without the newline: every number as the shortest text that reads
 * back as the same double. Not a number is null; infinite is 1e999, which every reader takes for it.
 */
export function recordText(record: StoredRecord): string {
  const { cell, from, values, latency, timeline, requests } = record;
  const rows = values.map((row) => `[${row.map(numberText).join(',')}]`).join(',');
  const kept = JSON.stringify({ latency: latency?.map(countsOnly) ?? null, timeline, requests });
  return `{"cell":${cell},"from":${from},"values":[${rows}],${kept.slice(1)}`;
}

/** @param text what `recordText` wrote; that it is whole is for a checksum to tell. */
export function readRecord(text: string): StoredRecord {
  const record: StoredRecord = JSON.parse(text);
  const values: readonly (readonly (number | null)[])[] = record.values;
  return { ...record, values: values.map((row) => row.map((value) => value ?? Number.NaN)) };
}

/** In this order, whatever the order in memory. */
function countsOnly({ buckets, counts }: LatencyCounts): LatencyCounts {
  return { buckets, counts };
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (Object.is(value, -0)) return '-0';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '1e999' : '-1e999';
}
