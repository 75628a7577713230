import type { Measurement, ServingGroup } from '../../analysis/measurement.js';
import { InvariantError } from '../../errors.js';
import { formatDuration } from './duration.js';
import { missingForReport } from './missing.js';
import { ownFacts, withoutNulls } from './own-facts.js';
import { OWN_KEY } from './own-part.js';
import { toYaml } from './to-yaml.js';
import {
  description,
  isOneHost,
  placedStatistics,
  writtenArguments,
  writtenLatencies,
  writtenPower,
  writtenRequests,
} from './write-parts.js';

type Mapping = Record<string, unknown>;

/**
 * A measurement as a benchmark report v0.2.1, YAML, valid under its schema; units as in v0.1.
 * @throws InvariantError if `missingForReport` names anything.
 */
export function writeReport021(measurement: Measurement): string {
  const missing = missingForReport(measurement, '0.2.1');
  if (missing.length > 0) throw new InvariantError('a report lacks what it requires', { missing });
  const requests = writtenRequests(measurement);
  const latency = writtenLatencies(measurement);
  return toYaml({
    version: '0.2.1',
    run: writtenRun(measurement),
    scenario: {
      stack: [
        ...measurement.serving.map((group, at) => engine(measurement, group, at)),
        ownComponent(measurement, requests !== null),
      ],
      ...writtenLoad(measurement),
    },
    results: {
      request_performance: {
        aggregate: { requests, latency, throughput: writtenRates(measurement) },
      },
      ...writtenObservability(measurement),
    },
  });
}

function writtenRun(measurement: Measurement): Mapping {
  const { id, experiment, durationSeconds, origin, teeMode } = measurement;
  return withoutNulls({
    uid: id,
    eid: experiment,
    time: durationSeconds === null ? null : { duration: formatDuration(durationSeconds) },
    description: description(measurement),
    keywords: [origin, ...(teeMode === null ? [] : [`tee_mode=${teeMode}`])],
  });
}

function engine({ model, gpu, origin }: Measurement, group: ServingGroup, at: number): Mapping {
  const { role, replicas, parallelism, gpusPerReplica } = group;
  const { tensor: tp, data: dp, pipeline: pp, expert: ep } = parallelism;
  return {
    metadata: { label: labelOf(group, at), cfg_id: `${role} tp=${tp} dp=${dp} pp=${pp} ep=${ep}` },
    standardized: {
      kind: 'inference_engine',
      // Which engine was measured is not known here: `tool` of a measurement is the benchmark's.
      tool: origin === 'simulated' ? OWN_KEY : 'unknown',
      tool_version: 'unknown',
      role,
      replicas,
      model: { name: model },
      accelerator: {
        model: gpu,
        count: gpusPerReplica,
        parallelism: { tp, dp, dp_local: dp, workers: 1, pp, ep },
      },
    },
    native: {},
  };
}

function labelOf({ role }: ServingGroup, at: number): string {
  return `${role}-${at}`;
}

/** A component without a model is where the form leaves room for what it does not know. */
function ownComponent(measurement: Measurement, hasRequests: boolean): Mapping {
  const placed = placedStatistics(measurement).filter(
    (name) => hasRequests || (name !== 'inputTokens' && name !== 'outputTokens'),
  );
  const hosts = measurement.serving.length > 0;
  const own = ownFacts(measurement, { statistics: placed, hosts, model: hosts });
  return {
    metadata: { label: OWN_KEY, cfg_id: OWN_KEY },
    standardized: { kind: 'generic', tool: OWN_KEY, tool_version: 'unknown' },
    native: { config: { [OWN_KEY]: own } },
  };
}

/** `load` requires an input length; without one, the own component alone says what was asked. */
function writtenLoad(measurement: Measurement): Mapping {
  const { load, inputTokens, outputTokens } = measurement;
  const input = load.inputTokens ?? inputTokens?.mean ?? null;
  const output = load.outputTokens ?? outputTokens?.mean ?? null;
  if (input === null) return {};
  const { concurrency, requestsPerSecond } = load;
  return {
    load: {
      metadata: {},
      standardized: withoutNulls({
        tool: 'vllm-benchmark',
        tool_version: 'unknown',
        source: 'unknown',
        input_seq_len: { distribution: distributionOf(inputTokens), value: input },
        output_seq_len:
          output === null ? null : { distribution: distributionOf(outputTokens), value: output },
        // JSON has no infinity: `native.args` says it as vLLM does.
        rate_qps: requestsPerSecond === Number.POSITIVE_INFINITY ? null : requestsPerSecond,
        concurrency,
      }),
      native: { args: writtenArguments(measurement) },
    },
  };
}

function distributionOf(statistic: Measurement['inputTokens']): 'fixed' | 'other' {
  return statistic?.sd === 0 ? 'fixed' : 'other';
}

function writtenRates({ throughput }: Measurement): Mapping {
  const rate = (units: string, mean: number | null) => (mean === null ? null : { units, mean });
  return withoutNulls({
    input_token_rate: rate('tokens/s', throughput.inputTokensPerSecond),
    output_token_rate: rate('tokens/s', throughput.outputTokensPerSecond),
    total_token_rate: rate('tokens/s', throughput.totalTokensPerSecond),
    request_rate: rate('queries/s', throughput.requestsPerSecond),
  });
}

function writtenObservability(measurement: Measurement): Mapping {
  const { power, serving } = measurement;
  const [group] = serving;
  if (power === null || group === undefined || !isOneHost(measurement)) return {};
  const aggregate = { power_consumption: writtenPower(power) };
  return { observability: { components: [{ component_label: labelOf(group, 0), aggregate }] } };
}
