import type { OfferedLoad } from '../../analysis/measurement.js';
import { type Fields, isMapping } from '../document/fields.js';

/** What was asked of the system, and what is to be known about it. */
export interface ReadLoad {
  readonly load: OfferedLoad;
  readonly notes: readonly string[];
}

const NOTHING: OfferedLoad = {
  concurrency: null,
  requestsPerSecond: null,
  inputTokens: null,
  outputTokens: null,
};

/**
 * The load of a report v0.1. Its `args` are those of the tool, each in its own spelling; of a run in
 * stages they hold all of them, and `metadata.stage` says which one the report is of.
 */
export function readLoad01(load: Fields, tool: string | null): ReadLoad {
  const args = load.mapping('args');
  if (args === null) return { load: NOTHING, notes: [] };
  const metadata = load.raw('metadata');
  const said = isMapping(metadata) ? numberIn(metadata['stage']) : null;
  if (tool === 'guidellm') return guidellmLoad(args, said ?? 0);
  if (tool === 'inference-perf') return { load: inferencePerfLoad(args, said), notes: [] };
  return { load: vllmLoad(args), notes: [] };
}

/** The arguments of `vllm bench serve`, in which others write theirs too. */
export function vllmLoad(args: Fields): OfferedLoad {
  return {
    ...NOTHING,
    concurrency: readLimit(args, 'max_concurrency'),
    requestsPerSecond: readRate(args, 'request_rate'),
  };
}

/** A limit of concurrency; null also where there is none (`inf`). */
export function readLimit(fields: Fields, key: string): number | null {
  if (isInfinite(fields.raw(key))) return null;
  return fields.number(key, { what: 'requests under way', least: 1, orText: true });
}

/** A request rate; `inf`, a number in YAML and a text in JSON, is infinity. */
export function readRate(fields: Fields, key: string): number | null {
  if (isInfinite(fields.raw(key))) return Number.POSITIVE_INFINITY;
  return fields.number(key, { what: 'requests/s', above: 0, orText: true });
}

function isInfinite(value: unknown): boolean {
  if (typeof value === 'string') return /^[+]?\.?inf(inity)?$/i.test(value.trim());
  return value === Number.POSITIVE_INFINITY;
}

/**
 * GuideLLM: `profile` is its name or what came of it, `rate` a list with one entry for each stage:
 * requests/s, or for `concurrent` the streams.
 */
function guidellmLoad(args: Fields, stage: number): ReadLoad {
  const profile = args.raw('profile');
  const known = isMapping(profile) ? profile : {};
  const kind = textIn(profile) ?? textIn(known['type_']) ?? textIn(args.raw('rate_type'));
  const rate = entry(args.raw('rate'), stage);
  const lengths = guidellmLengths(args.raw('data'));
  const streams = entry(known['streams'], stage) ?? (kind === 'concurrent' ? rate : null);
  const load = { ...NOTHING, ...lengths };
  if (kind === 'synchronous') return { load: { ...load, concurrency: 1 }, notes: [] };
  if (streams !== null) return { load: { ...load, concurrency: streams }, notes: [] };
  const measured = entry(known['measured_concurrencies'], stage);
  const requestsPerSecond = guidellmRate(kind, rate);
  if (measured === null) return { load: { ...load, requestsPerSecond }, notes: [] };
  const note = 'concurrency is the mean that GuideLLM measured (measured_concurrencies)';
  return { load: { ...load, concurrency: measured, requestsPerSecond }, notes: [note] };
}

/** `rate` of a sweep is the number of its stages. */
function guidellmRate(kind: string | null, rate: number | null): number | null {
  if (kind === 'throughput') return Number.POSITIVE_INFINITY;
  return kind === 'sweep' ? null : rate;
}

/** `data` of synthetic requests: `{'prompt_tokens': 50, …}` or `prompt_tokens=50,…`, as a text. */
function guidellmLengths(data: unknown): Pick<OfferedLoad, 'inputTokens' | 'outputTokens'> {
  const text = textIn(Array.isArray(data) ? data[0] : data) ?? '';
  const length = (key: string): number | null => {
    const found = new RegExp(`\\b${key}['"]?\\s*[:=]\\s*(\\d+)`).exec(text);
    return numberIn(found?.[1]);
  };
  return { inputTokens: length('prompt_tokens'), outputTokens: length('output_tokens') };
}

/** inference-perf: its configuration file. Without a stage nobody knows which of them it was. */
function inferencePerfLoad(args: Fields, stage: number | null): OfferedLoad {
  const load = mappingIn(args.raw('load'));
  const data = mappingIn(args.raw('data'));
  const shared = mappingIn(data['shared_prefix']);
  const stages = load['stages'];
  const one = mappingIn(Array.isArray(stages) && stage !== null ? stages[stage] : null);
  const question = numberIn(shared['question_len']);
  const system = numberIn(shared['system_prompt_len']);
  const input = numberIn(mappingIn(data['input_distribution'])['mean']);
  const output = numberIn(mappingIn(data['output_distribution'])['mean']);
  return {
    concurrency: numberIn(one['concurrency_level']),
    requestsPerSecond: numberIn(one['rate']),
    inputTokens: question !== null && system !== null ? question + system : input,
    outputTokens: numberIn(shared['output_len']) ?? output,
  };
}

function entry(list: unknown, at: number): number | null {
  return numberIn(Array.isArray(list) ? list[at] : list);
}

/** A number above 0, in a place where a tool may write anything. */
function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function mappingIn(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}
