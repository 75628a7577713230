import { type IssueList, quoted } from '../../workload/trace/issue-list.js';
import type { Fields } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';

/** What `--save-detailed` keeps of every request, in the order in which they were made. */
export interface RequestArrays {
  readonly count: number;
  readonly inputTokens: Float64Array | null;
  readonly outputTokens: Float64Array | null;
  /** By the clock of the client. */
  readonly startSeconds: Float64Array | null;
  readonly ttftSeconds: Float64Array | null;
  /** From sending to the last token. */
  readonly latencySeconds: Float64Array | null;
  /** Between tokens, of each request. */
  readonly itlSeconds: readonly Float64Array[] | null;
  /** Empty where a request did not fail. */
  readonly errors: readonly string[] | null;
}

const TOKENS = { what: 'tokens', least: 0 } as const;
const SECONDS = { what: 'seconds', least: 0 } as const;
const CLOCK = { what: 'seconds' } as const;

/**
 * The arrays, as far as they are there; null when there are none. Newer versions write some of them
 * without being asked for details.
 * @param issues takes what is wrong with them: values, and lengths that contradict each other.
 */
export function readArrays(
  fields: Fields,
  document: SourceDocument,
  issues: IssueList,
): RequestArrays | null {
  const arrays = {
    inputTokens: fields.numbers('input_lens', TOKENS),
    outputTokens: fields.numbers('output_lens', TOKENS),
    startSeconds: fields.numbers('start_times', CLOCK),
    ttftSeconds: fields.numbers('ttfts', SECONDS),
    latencySeconds: fields.numbers('latencies', SECONDS),
    itlSeconds: readIntervals(fields, document, issues),
    errors: readErrors(fields),
  };
  const lengths: [string, number | undefined][] = [
    ['input_lens', arrays.inputTokens?.length],
    ['output_lens', arrays.outputTokens?.length],
    ['start_times', arrays.startSeconds?.length],
    ['ttfts', arrays.ttftSeconds?.length],
    ['latencies', arrays.latencySeconds?.length],
    ['itls', arrays.itlSeconds?.length],
    ['errors', arrays.errors?.length],
  ];
  const count = agreedLength(fields, lengths);
  return count === 0 ? null : { count, ...arrays };
}

/** The length of all arrays that are there; an issue for each that differs from the first. */
function agreedLength(fields: Fields, lengths: readonly [string, number | undefined][]): number {
  const present = lengths.filter(([, length]) => length !== undefined);
  const [first, count = 0] = present[0] ?? ['', 0];
  for (const [key, length = 0] of present.slice(1)) {
    if (length === count) continue;
    fields.reject(key, `one item a request, as in ${first}: ${count}`, `it has ${length}`);
  }
  return count;
}

function readErrors(fields: Fields): readonly string[] | null {
  const errors = fields.raw('errors');
  if (errors === null) return null;
  if (Array.isArray(errors) && errors.every((each) => each === null || typeof each === 'string')) {
    return errors.map((each: string | null) => each ?? '');
  }
  fields.reject('errors', 'a list of texts, empty where a request did not fail');
  return null;
}

/** Lists within a list; the first thing that is wrong is said. */
function readIntervals(
  fields: Fields,
  document: SourceDocument,
  issues: IssueList,
): readonly Float64Array[] | null {
  const lists = fields.raw('itls');
  if (lists === null) return null;
  if (!Array.isArray(lists)) {
    fields.reject('itls', 'a list of seconds for every request');
    return null;
  }
  const intervals: Float64Array[] = [];
  for (const [request, list] of (lists as readonly unknown[]).entries()) {
    const at = faultIn(list);
    if (at === null) {
      intervals.push(Float64Array.from(list as readonly number[]));
      continue;
    }
    const path = at < 0 ? ['itls', request] : ['itls', request, at];
    const got = at < 0 ? list : (list as readonly unknown[])[at];
    const { line, column } = document.placeOf(path);
    const expected = at < 0 ? 'a list of seconds' : 'seconds: a number ≥ 0';
    issues.add(line, column, () => ({ path: path.join('.'), expected, got: shown(got) }));
    return null;
  }
  return intervals;
}

/** Where a list holds something else than seconds; −1: it is no list; null: nowhere. */
function faultIn(list: unknown): number | null {
  if (!Array.isArray(list)) return -1;
  const at = list.findIndex((each: unknown) => typeof each !== 'number' || !(each >= 0));
  return at === -1 ? null : at;
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : quoted(JSON.stringify(value) ?? 'nothing');
}
