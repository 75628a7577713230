import { blankMeasurement, type Measurement, type Statistic } from '../../analysis/measurement.js';
import type { ChunkedFloats } from '../../metrics/latency/chunked-floats.js';
import type { LengthSource, Lengths } from './lengths.js';
import type { RunFacts } from './manifest.js';
import type { ReplicationTally } from './replication.js';
import { statisticOf } from './statistic.js';

/** What `MeasurementSource.format` calls it. */
export const RUN_FORMAT = 'sealsim-run';

/** Each GPU runs a model by itself. */
const OF_ONE_GPU = {
  role: 'replica',
  parallelism: { tensor: 1, data: 1, pipeline: 1, expert: 1 },
  gpusPerReplica: 1,
} as const;

/**
 * A replication as a measurement: what a client would have measured that sent the requests and saw
 * every answer come. So time runs from the first request to the last answer, the drain's among
 * them, where a run's own summary looks at the window of arrivals.
 */
export function measurementOf(
  file: string,
  folder: string,
  facts: RunFacts,
  tally: ReplicationTally,
): Measurement {
  const { replication, received, processed, leftOver, durationSeconds } = tally;
  const source = { format: RUN_FORMAT, file, item: replication, tool: `sealsim ${facts.version}` };
  const e2e = statisticOf(tally.latencies);
  const tokens = { input: totalOf(tally.inputTokens), output: totalOf(tally.outputTokens) };
  const inputTokens = tokens.input === null ? null : statisticOf(tally.inputTokens);
  const outputTokens = tokens.output === null ? null : statisticOf(tally.outputTokens);
  return {
    ...blankMeasurement(replication === 0 ? folder : `${folder}#${replication}`, source),
    origin: 'simulated',
    condition: facts.condition,
    teeMode: facts.teeMode,
    repetition: facts.replications > 1 ? replication : null,
    model: facts.models.join(' + '),
    gpu: facts.gpuName,
    serving: [{ ...OF_ONE_GPU, replicas: facts.gpus }],
    load: {
      concurrency: null,
      requestsPerSecond: facts.durationSeconds > 0 ? received / facts.durationSeconds : null,
      inputTokens: nominalOf(inputTokens),
      outputTokens: nominalOf(outputTokens),
    },
    durationSeconds,
    requests: {
      total: received,
      completed: processed,
      failed: received - processed - leftOver,
      incomplete: leftOver,
    },
    inputTokens,
    outputTokens,
    totalInputTokens: tokens.input,
    totalOutputTokens: tokens.output,
    latencies: {
      // Nothing is streamed: the first token comes with the last.
      ttft: e2e,
      tpot: null,
      itl: null,
      e2e,
      normalizedTpot: tokens.output === null ? null : statisticOf(tally.normalizedTpots),
    },
    ...ratesOf(facts, tally, tokens),
    perRequest: tally.columns(),
    simulation:
      facts.seed === null
        ? null
        : {
            randomNumbers: `seed ${facts.seed}, replication ${replication}`,
            settings: facts.settings,
          },
    notes: notesOf(facts, tally),
  };
}

/** Lengths that vary have a mean, which depends on what was served, and none that was asked for. */
function nominalOf(length: Statistic | null): number | null {
  return length !== null && length.min === length.max ? length.min : null;
}

type Rates = Pick<Measurement, 'throughput' | 'goodputRequestsPerSecond' | 'onTime'>;

function ratesOf(
  { slaSeconds }: RunFacts,
  { durationSeconds, processed, onTime }: ReplicationTally,
  { input, output }: { readonly input: number | null; readonly output: number | null },
): Rates {
  const rate = (count: number | null): number | null =>
    count === null || !durationSeconds ? null : count / durationSeconds;
  const [sla] = slaSeconds;
  const isCommon = sla !== undefined && Number.isFinite(sla) && slaSeconds.every((s) => s === sla);
  return {
    throughput: {
      requestsPerSecond: rate(processed),
      inputTokensPerSecond: rate(input),
      outputTokensPerSecond: rate(output),
      totalTokensPerSecond: rate(input === null || output === null ? null : input + output),
    },
    goodputRequestsPerSecond: isCommon ? rate(onTime) : null,
    onTime: isCommon ? { slaSeconds: sla, requests: onTime } : null,
  };
}

/** Null where nothing was processed, or a length is not known. */
function totalOf(tokens: ChunkedFloats): number | null {
  if (tokens.length === 0) return null;
  const total = tokens
    .chunks()
    .reduce((sum, chunk) => sum + chunk.reduce((part, value) => part + value, 0), 0);
  return Number.isNaN(total) ? null : total;
}

const SOURCES: Readonly<Record<LengthSource, string>> = {
  trace: 'the trace',
  given: 'the options given',
  profile: 'the profile, as what its batch times were measured with',
};

function notesOf(facts: RunFacts, tally: ReplicationTally): readonly string[] {
  const { slaSeconds, isSteadyState, models, gpus } = facts;
  const shared = gpus > 1 ? `the ${gpus} GPUs: their` : 'the GPU: its';
  return [
    'time to first token is the whole latency: a batch runs to completion, and nothing is streamed',
    ...lengthNote('prompts', tally.input),
    ...lengthNote('answers', tally.output),
    ...(models.length > 1 ? [`several models share ${shared} figures are those of all`] : []),
    ...(new Set(slaSeconds).size > 1
      ? ['requests on time are not said: models differ in SLA']
      : []),
    ...(isSteadyState ? ['the warm-up, which the summary leaves out, is part of it'] : []),
    ...(tally.hasColumns ? [] : ['requests one by one are left out: there are too many']),
  ];
}

function lengthNote(what: string, lengths: Lengths): readonly string[] {
  const from = lengths.used.map((source) => SOURCES[source]).join(', and ');
  if (lengths.areKnown) return from === '' ? [] : [`lengths of ${what} are from ${from}`];
  const some = from === '' ? '' : ' of some';
  return [`lengths of ${what}${some} are not known, so token figures of them are left out`];
}
