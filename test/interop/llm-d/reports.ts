import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { llmdPrismFormat } from '../../../src/interop/llm-d/prism.js';
import { llmdReportFormat } from '../../../src/interop/llm-d/read.js';
import { readText } from '../document-text.js';

/** Published schemas, examples and runs, where they are at hand; they are not in the repository. */
export const LLMD_FOLDER = [
  process.env['SEALSIM_DATA'],
  join(import.meta.dirname, '../../../../shared/data'),
]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'llm-d'))
  .find((folder) => existsSync(folder));

export async function readReport(text: string, file = 'report.yaml') {
  return readText(file, text, [llmdReportFormat, llmdPrismFormat]);
}

/** The one measurement of a report that is sound. */
export async function soundReport(report: unknown): Promise<Measurement> {
  const { measurements, issues } = await readReport(JSON.stringify(report), 'report.json');
  const [measurement] = measurements;
  if (issues.length > 0 || measurement === undefined) throw new Error(issues.join('\n'));
  return measurement;
}

/** What is wrong with a report, without the file's name and the place. */
export async function problemsOf(report: unknown): Promise<readonly string[]> {
  const { issues } = await readReport(JSON.stringify(report, null, 1), 'report.json');
  return issues.map((issue) => issue.replace(/^report\.json:\d+:\d+ /, ''));
}

const ms = (mean: number) => ({ units: 'ms', mean });
const msPerToken = (mean: number) => ({ units: 'ms/token', mean });
const count = (mean: number) => ({ units: 'count', mean });

/** A report v0.1 with what its schema requires, and a consistent E2E. */
export const REPORT_01 = {
  version: '0.1',
  scenario: { model: { name: 'org/Model-8B' }, load: { name: 'vllm-benchmark' } },
  metrics: {
    time: { duration: 100 },
    requests: { total: 50, input_length: count(1000), output_length: count(101) },
    latency: {
      time_to_first_token: ms(200),
      time_per_output_token: msPerToken(20),
      request_latency: ms(2200),
    },
    throughput: { total_tokens_per_sec: 550.5, requests_per_sec: 0.5 },
  },
};

const parallelism = (tp: number) => ({ tp, dp: 1, pp: 1, ep: 1 });

/** Engines of a stack of v0.2.1. */
export function engine(role: string, replicas: number, tp: number, rest: object = {}) {
  return {
    metadata: { label: role, cfg_id: 'x' },
    native: {},
    standardized: {
      kind: 'inference_engine',
      tool: 'llm-d',
      tool_version: '1',
      role,
      replicas,
      model: { name: 'org/Model-8B' },
      accelerator: { model: 'H100', count: tp, parallelism: parallelism(tp), ...rest },
    },
  };
}

/** Hosts of v0.1: a role and GPUs of each. */
export function hostsOf(...hosts: readonly (readonly [role: string, tp: number, rest?: object])[]) {
  return {
    type: hosts.map(([role]) => role),
    accelerator: hosts.map(([, tp, rest]) => ({
      model: 'H100',
      count: tp,
      parallelism: parallelism(tp),
      ...rest,
    })),
  };
}

/** A report v0.2.1 of one stage. */
export const REPORT_021 = {
  version: '0.2.1',
  run: { uid: 'a', time: { duration: 'PT1M40.5S' } },
  scenario: {
    stack: [engine('replica', 2, 4)],
    load: {
      metadata: {},
      native: {},
      standardized: {
        tool: 'inference-perf',
        tool_version: '0.3.0',
        source: 'random',
        rate_qps: 5,
        input_seq_len: { distribution: 'fixed', value: 1000 },
        output_seq_len: { distribution: 'gaussian', value: 100, std_dev: 3 },
      },
    },
  },
  results: {
    request_performance: {
      aggregate: {
        requests: { total: 50, failures: 2, input_length: count(1000), output_length: count(101) },
        latency: {
          time_to_first_token: { units: 's', mean: 0.2, p50: 0.1, p99p9: 0.9 },
          time_per_output_token: { units: 's/token', mean: 0.02 },
          request_latency: { units: 's', mean: 2.2 },
        },
        throughput: {
          output_token_rate: { units: 'tokens/s', mean: 48.3 },
          request_rate: { units: 'queries/s', mean: 0.478 },
        },
      },
    },
  },
};

/** A copy with one value put at a path, or taken away if it is undefined. */
export function changed<T>(report: T, path: string, value: unknown): T {
  const copy = structuredClone(report);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
