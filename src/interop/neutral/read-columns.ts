import type { MeasuredRequestColumns, PowerSamples } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { SECONDS, TOKENS } from './read-statistic.js';

/** Requests one by one, if they are there. */
export function columnsIn(fields: Fields | null): MeasuredRequestColumns | null {
  if (fields === null) return null;
  const rules = {
    startSeconds: SECONDS,
    inputTokens: TOKENS,
    outputTokens: TOKENS,
    ttftSeconds: SECONDS,
    e2eSeconds: SECONDS,
  } as const;
  fields.allow(Object.keys(rules));
  const columns: MeasuredRequestColumns = {
    startSeconds: fields.numbers('startSeconds', rules.startSeconds),
    inputTokens: fields.numbers('inputTokens', rules.inputTokens),
    outputTokens: fields.numbers('outputTokens', rules.outputTokens),
    ttftSeconds: fields.numbers('ttftSeconds', rules.ttftSeconds),
    e2eSeconds: fields.numbers('e2eSeconds', rules.e2eSeconds),
  };
  sameLengths(fields, columns);
  return columns;
}

/** Samples of power, if they are there. */
export function powerIn(fields: Fields | null): PowerSamples | null {
  if (fields === null) return null;
  fields.allow(['file', 'seconds', 'watts', 'utilization', 'gpus']);
  const seconds = requiredColumn(fields, 'seconds', SECONDS.what);
  const watts = requiredColumn(fields, 'watts', 'watts');
  const utilization = fields.numbers('utilization', { what: 'a fraction', least: 0, most: 1 });
  const gpus = fields.requiredNumber('gpus', { what: 'a count', least: 1, integer: true });
  const file = fields.text('file');
  if (seconds === null || watts === null || gpus === null) return null;
  sameLengths(fields, { seconds, watts, utilization });
  const back = seconds.findIndex((second, at) => second < (seconds[at - 1] ?? 0));
  if (back !== -1) fields.refuse('seconds that ascend', `${seconds[back]} at position ${back}`);
  return { file: file ?? '', seconds, watts, utilization, gpus };
}

/** A column in which every number is there. */
function requiredColumn(fields: Fields, key: string, what: string): Float64Array | null {
  if (!fields.has(key)) fields.missing(key, `a list of ${what}`);
  const values = fields.numbers(key, { what, least: 0 });
  const empty = values?.findIndex(Number.isNaN) ?? -1;
  if (empty !== -1) fields.refuse(`${key} without gaps`, `nothing at position ${empty}`);
  return values;
}

function sameLengths(fields: Fields, columns: object): void {
  const lengths = Object.entries(columns).flatMap(([key, column]) =>
    column instanceof Float64Array ? [{ key, length: column.length }] : [],
  );
  const [first] = lengths;
  for (const { key, length } of lengths) {
    if (first === undefined || length === first.length) continue;
    fields.reject(key, `${first.length} numbers, as ${first.key} has, and not ${length}`);
  }
}
