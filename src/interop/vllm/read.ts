import { blankMeasurement, type Measurement } from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import { Fields, isMapping } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';
import type { DocumentFormat, ReadContext } from '../measurements/format.js';
import { computedLatencies } from './computed.js';
import { GOODPUT_KEYS } from './keys.js';
import { Metadata } from './metadata.js';
import { readArrays } from './request-arrays.js';
import { answeredRequests } from './requests.js';
import { readCounts, readLengths, readThroughput, readTotals } from './run-facts.js';
import { readLoad, readMode, readOnTime, readPlace } from './run-metadata.js';
import { readHardware } from './serving.js';
import { isSglang, sglangModel } from './sglang.js';
import { completedLatencies, statedLatencies } from './statistics.js';

/** Results of `vllm bench serve`, of its predecessor `benchmark_serving.py`, and of `writeVllm`. */
export const vllm: DocumentFormat = {
  name: 'vllm',
  summary: 'results of vllm bench serve: one JSON document a run, or JSON Lines',
  skip: [['generated_texts']],
  matches: ({ value }) =>
    isMapping(value) &&
    MARKS.filter((key) => Object.hasOwn(value, key)).length >= ENOUGH_MARKS &&
    RATES.some((key) => Object.hasOwn(value, key)),
  foreign,
  read: readResult,
};

/** Every version writes these at the root of a document; a result may lack one by mistake. */
const MARKS = ['duration', 'completed', 'total_input_tokens', 'num_prompts', 'model_id'] as const;
const ENOUGH_MARKS = 3;
const RATES = ['request_throughput', 'output_throughput'] as const;
const OF_OUTPUT = /^output_throughput|^total_output_tokens|_(?:ttft|tpot|itl)_ms$/;
/** Without these keys it is no whole result; their values may be unknown. */
const REQUIRED = {
  duration: 'seconds: a number > 0',
  completed: 'requests: a whole number ≥ 0',
  output_throughput: 'tokens per second: a number ≥ 0',
} as const;

function readResult(document: SourceDocument, context: ReadContext): readonly Measurement[] {
  const fields = Fields.of(document, context.issues);
  if (fields === null) return [];
  const notes: string[] = [];
  const metadata = new Metadata(fields, notes);
  const arrays = readArrays(fields, document, context.issues);
  const requests = arrays && answeredRequests(arrays, notes);
  for (const [key, expected] of Object.entries(REQUIRED)) {
    if (!fields.keys.includes(key)) fields.missing(key, expected);
  }
  const durationSeconds = fields.number('duration', { what: 'seconds', above: 0 });
  const counts = readCounts(fields, requests, notes);
  const totals = readTotals(fields);
  const model = metadata.text('model_id', 'model') ?? sglangModel(fields);
  const tool = metadata.text('tool') ?? (isSglang(fields) ? 'sglang' : vllm.name);
  const source = { format: vllm.name, file: document.file, item: document.item, tool };
  const stated = statedLatencies(fields, notes);
  return [
    {
      ...blankMeasurement(context.idOf(document, 0), source),
      origin: metadata.text('origin') === 'simulated' ? 'simulated' : 'measured',
      ...readPlace(metadata),
      teeMode: readMode(metadata, notes),
      model,
      modelSizeB: metadata.number(['model_size_b']) ?? modelSizeB(model ?? ''),
      ...readHardware(metadata, notes),
      load: readLoad(fields, metadata, notes),
      durationSeconds,
      requests: counts,
      ...readLengths(totals, counts, requests, notes),
      ...totals,
      throughput: readThroughput(fields, totals, durationSeconds, notes),
      latencies: requests ? completedLatencies(stated, computedLatencies(requests), notes) : stated,
      mostConcurrent: fields.number('max_concurrent_requests', { what: 'requests', least: 0 }),
      goodputRequestsPerSecond: readGoodput(fields),
      onTime: readOnTime(metadata),
      perRequest: requests?.columns ?? null,
      notes,
    },
  ];
}

/** A model that pools generates no tokens, so its results say nothing of output or its times. */
function foreign({ value }: SourceDocument): string | null {
  const saysOutput = Object.keys(value ?? {}).some((key) => OF_OUTPUT.test(key));
  return saysOutput ? null : 'results of a model that pools, which generates nothing';
}

function readGoodput(fields: Fields): number | null {
  const key = GOODPUT_KEYS.find((each) => fields.has(each));
  return key === undefined ? null : fields.number(key, { what: 'requests per second', least: 0 });
}
