import type { Conversion, TraceConverter } from '../../interop/traces/converter.js';
import type { TraceReading } from '../../interop/traces/format.js';
import type { TokenCounts } from '../../interop/traces/token-counts.js';
import { printable } from '../../report/format.js';

/** A trace that was read and written. */
interface ImportedTrace {
  readonly format: string;
  readonly file: string;
  readonly reading: TraceReading;
  readonly converter: TraceConverter;
}

/** What the trace holds, and what was left out and why, in lines for a reader. */
export function traceLines(
  { format, file, reading, converter }: ImportedTrace,
  { from, to }: Conversion,
): readonly string[] {
  const { written, spanSeconds, leftOut, inputTokens, outputTokens, models } = converter;
  const { before, after } = leftOut;
  const rate = meanRate(converter);
  return [
    `${format} ${file}`,
    `requests ${written} in ${decimals(spanSeconds, 3)} s${rate === null ? '' : `: ${decimals(rate, 3)} a second`}`,
    ...lengthLine('prompts', inputTokens),
    ...lengthLine('answers', outputTokens),
    ...(models.size === 0 ? [] : [`models: ${countsOf(models)}`]),
    ...(before === 0 ? [] : [`left out: ${before} before ${from} s (--from)`]),
    ...(after === 0 ? [] : [`left out: ${after} from ${to} s on (--to)`]),
    ...reading.dropped.map(({ count, why }) => `dropped: ${count} ${why}`),
    ...reading.notes.map((note) => `note: ${note}`),
  ];
}

/** The same, for programs: unrounded; null where the trace does not say. */
export function traceJson({ format, file, reading, converter }: ImportedTrace) {
  const { written, spanSeconds, leftOut, inputTokens, outputTokens, models } = converter;
  return {
    format,
    file,
    requests: written,
    spanSeconds,
    requestsPerSecond: meanRate(converter),
    inputTokens: lengthsOf(inputTokens),
    outputTokens: lengthsOf(outputTokens),
    models: Object.fromEntries(models),
    leftOut,
    dropped: reading.dropped,
    prefixReuse: reading.prefixReuse,
    notes: reading.notes,
  };
}

/** Null for requests that come all at once. */
function meanRate({ written, spanSeconds }: TraceConverter): number | null {
  return spanSeconds > 0 ? written / spanSeconds : null;
}

function lengthLine(what: string, lengths: TokenCounts): readonly string[] {
  if (lengths.count === 0) return [];
  return [`${what}: mean ${decimals(lengths.mean, 1)} tokens, median ${lengths.median}`];
}

function lengthsOf({ count, mean, median }: TokenCounts) {
  return count === 0 ? null : { count, mean, median };
}

const MOST_LISTED = 12;

function countsOf(models: ReadonlyMap<string, number>): string {
  const listed = [...models]
    .slice(0, MOST_LISTED)
    .map(([name, count]) => `${printable(name)} ${count}`);
  return listed.join(', ') + (models.size > MOST_LISTED ? ', …' : '');
}

function decimals(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
