import type { Measurement } from '../../analysis/measurement.js';
import { InvariantError } from '../../errors.js';
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

/**
 * A measurement as a benchmark report v0.1, YAML, valid under its schema. Times are in ms, as in
 * reports of vLLM: analyses are about that convert no units.
 * @throws InvariantError if `missingForReport` names anything.
 */
export function writeReport01(measurement: Measurement): string {
  const missing = missingForReport(measurement, '0.1');
  if (missing.length > 0) throw new InvariantError('a report lacks what it requires', { missing });
  const { model, serving, durationSeconds } = measurement;
  const own = ownFacts(measurement, {
    statistics: placedStatistics(measurement),
    hosts: serving.length > 0,
    model: true,
  });
  return toYaml({
    version: '0.1',
    scenario: {
      description: description(measurement),
      ...(serving.length > 0 && writtenHosts(measurement)),
      model: { name: model },
      // Its arguments are those that analyses of reports know; what ran is in `metadata`.
      load: { name: 'vllm-benchmark', args: writtenArguments(measurement) },
    },
    metrics: {
      time: { duration: durationSeconds },
      requests: writtenRequests(measurement),
      latency: writtenLatencies(measurement),
      throughput: writtenThroughput(measurement),
      ...writtenResources(measurement),
    },
    metadata: { [OWN_KEY]: own },
  });
}

/** Each replica is an entry of its own. */
function writtenHosts({ serving, gpu, origin }: Measurement): Record<string, unknown> {
  const replicas = serving.flatMap((group) => Array.from({ length: group.replicas }, () => group));
  return {
    host: {
      type: replicas.map(({ role }) => role),
      accelerator: replicas.map(({ gpusPerReplica, parallelism }) => {
        const { tensor: tp, data: dp, pipeline: pp, expert: ep } = parallelism;
        return { model: gpu, count: gpusPerReplica, parallelism: { dp, tp, pp, ep } };
      }),
    },
    // Which engine was measured is not known here: `tool` is that of the benchmark.
    ...(origin === 'simulated' && {
      platform: { engine: replicas.map(() => ({ name: OWN_KEY })) },
    }),
  };
}

function writtenThroughput({ throughput }: Measurement): Record<string, unknown> {
  return withoutNulls({
    input_tokens_per_sec: throughput.inputTokensPerSecond,
    output_tokens_per_sec: throughput.outputTokensPerSecond,
    total_tokens_per_sec: throughput.totalTokensPerSecond,
    requests_per_sec: throughput.requestsPerSecond,
  });
}

function writtenResources(measurement: Measurement): Record<string, unknown> {
  const { power } = measurement;
  if (power === null || !isOneHost(measurement)) return {};
  return { resources: { accelerator: [{ power: writtenPower(power) }] } };
}
