import type {
  MeasuredCounts,
  MeasuredThroughput,
  Measurement,
} from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import type { Fields } from '../document/fields.js';
import { readCounts } from './counts.js';
import { readHosts } from './hosts-v01.js';
import { readLatencies, understoodLatencies } from './latencies.js';
import { readLoad01 } from './offered-load.js';
import { OWN_KEY, withOwnPart } from './own-part.js';
import { peek } from './peek.js';
import { POWER_NOTE, requiredStatistic } from './statistics.js';
import { readTeeMode } from './tee-mode.js';
import { withoutRequests } from './without-requests.js';

/** `native_to_br0_1.py` takes `send_duration` for it, and says itself that this is not quite it. */
const SENDING_NOTE = 'duration is how long inference-perf sent requests, without the last answers';

const TOKEN_RATE = { what: 'tokens/s', least: 0 } as const;

/**
 * A benchmark report v0.1. What its schema requires and is not there is an issue: a report that was
 * cut off is often sound YAML still.
 * @param blank what is known of the report before.
 */
export function readReport01(root: Fields, blank: Measurement): Measurement {
  const scenario = root.requiredMapping('scenario');
  const metrics = root.requiredMapping('metrics');
  const load = scenario?.requiredMapping('load') ?? null;
  if (load?.has('name') === false) load.missing('name', 'the name of the tool');
  const own = ownPart(root);
  const tool = own === null ? (load?.text('name') ?? null) : OWN_KEY;
  const offered = load === null ? null : readLoad01(load, tool);
  const hosts = scenario === null ? null : readHosts(scenario);
  const tee = readTeeMode(scenario === null ? [] : teePlaces(root, scenario));
  const model = scenario === null ? null : readModel(scenario);
  const measured = metrics === null ? {} : readMetrics(metrics, tool);
  const report = {
    ...blank,
    source: { ...blank.source, tool },
    teeMode: tee.teeMode,
    model,
    modelSizeB: model === null ? null : modelSizeB(model),
    gpu: hosts?.gpu ?? null,
    serving: hosts?.serving ?? [],
    load: offered?.load ?? blank.load,
    ...measured,
    notes: [
      ...blank.notes,
      // What is odd about counts, sealsim says in its own part.
      ...(own?.has('serving') ? [] : (hosts?.notes ?? [])),
      ...(offered?.notes ?? []),
      ...tee.notes,
      ...(measured.notes ?? []),
    ],
  };
  return own === null ? withoutRequests(report) : withOwnPart(report, own);
}

/** What sealsim itself wrote; null in a report of others, whose metadata may be anything. */
function ownPart(root: Fields): Fields | null {
  const isOwn = peek(root.raw('metadata'), OWN_KEY) !== null;
  return isOwn ? (root.mapping('metadata')?.mapping(OWN_KEY) ?? null) : null;
}

function readModel(scenario: Fields): string | null {
  const model = scenario.requiredMapping('model');
  if (model?.has('name') === false) model.missing('name', 'the name of the model');
  return model?.text('name') ?? null;
}

/** Where a report may say what it has no place for. */
function teePlaces(root: Fields, scenario: Fields): readonly unknown[] {
  return [
    root.raw('metadata'),
    scenario.raw('metadata'),
    peek(scenario.raw('host'), 'metadata'),
    peek(scenario.raw('platform'), 'metadata'),
    peek(scenario.raw('load'), 'metadata'),
    peek(scenario.raw('load'), 'args'),
  ];
}

function readMetrics(metrics: Fields, tool: string | null): Partial<Measurement> {
  const requests = metrics.requiredMapping('requests');
  const latency = metrics.requiredMapping('latency');
  const rates = metrics.requiredMapping('throughput');
  const time = metrics.requiredMapping('time');
  const lengths = (key: string) =>
    requests === null ? null : requiredStatistic(requests, key, 'count');
  const outputTokens = lengths('output_length');
  const inputTokens = lengths('input_length');
  const latencies =
    latency === null
      ? null
      : understoodLatencies(latency, readLatencies(latency, true), outputTokens, tool);
  return {
    inputTokens,
    outputTokens,
    durationSeconds: time?.requiredNumber('duration', { what: 's', least: 0 }) ?? null,
    ...(requests !== null && { requests: readCounts01(requests, tool) }),
    ...(rates !== null && { throughput: readThroughput(rates) }),
    ...(latencies !== null && { latencies: latencies.latencies }),
    notes: [
      ...(latencies?.notes ?? []),
      ...(tool === 'inference-perf' ? [SENDING_NOTE] : []),
      ...powerNotes(metrics),
    ],
  };
}

/**
 * llm-d-benchmark gives as `total` of a run of vLLM those that were completed, and no failures
 * (`native_to_br0_1.py`); other tools count all, and say how many failed.
 */
function readCounts01(requests: Fields, tool: string | null): MeasuredCounts {
  const counts = readCounts(requests);
  const isCompleted = tool === 'vllm-benchmark' && counts.failed === null;
  return isCompleted ? { ...counts, completed: counts.total } : counts;
}

function readThroughput(rates: Fields): MeasuredThroughput {
  return {
    requestsPerSecond: rates.number('requests_per_sec', { what: 'requests/s', least: 0 }),
    inputTokensPerSecond: rates.number('input_tokens_per_sec', TOKEN_RATE),
    outputTokensPerSecond: rates.number('output_tokens_per_sec', TOKEN_RATE),
    totalTokensPerSecond: rates.requiredNumber('total_tokens_per_sec', TOKEN_RATE),
  };
}

/** Statistics of power have no place in a measurement, which holds samples. */
function powerNotes(metrics: Fields): readonly string[] {
  const accelerators = peek(metrics.raw('resources'), 'accelerator');
  const hasPower =
    Array.isArray(accelerators) && accelerators.some((each) => peek(each, 'power') !== null);
  return hasPower ? [POWER_NOTE] : [];
}
