import {
  blankMeasurement,
  gpuCount,
  type MeasuredLatencies,
  type Measurement,
  type ServingGroup,
  type Statistic,
} from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import { Fields, isMapping } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';
import type { DocumentFormat, ReadContext } from '../measurements/format.js';
import { MILLISECONDS } from '../units.js';
import { readConfiguration } from './prism-configuration.js';

const MS = { what: 'ms', least: 0 } as const;
const TOKENS = { what: 'tokens', above: 0 } as const;
const RATE = { what: 'requests/s', least: 0 } as const;
const COUNT = { what: 'a count', least: 0, integer: true } as const;
/** Rates that are rounded apart differ by less. */
const SAME = 0.01;

/** Runs of llm-d-prism: an array with a measurement an entry (docs/benchmark-reports.md). */
export const llmdPrismFormat: DocumentFormat = {
  name: 'llm-d-prism',
  summary: 'runs of llm-d-prism, a list of them',
  skip: [],
  matches: ({ value }) => Array.isArray(value) && value.some(isRun),
  read,
};

function isRun(value: unknown): boolean {
  return isMapping(value) && isMapping(value['metrics']) && isMapping(value['workload']);
}

function read(document: SourceDocument, { issues, idOf }: ReadContext): readonly Measurement[] {
  const runs: readonly unknown[] = Array.isArray(document.value) ? document.value : [];
  return runs.flatMap((run, item) => {
    if (!isMapping(run)) {
      const { line, column } = document.placeOf([item]);
      issues.add(line, column, () => ({
        path: String(item),
        expected: 'a run',
        got: run === null ? 'nothing' : `a ${typeof run}`,
      }));
      return [];
    }
    const { file } = document;
    const source = { format: llmdPrismFormat.name, file, item, tool: null };
    const blank = blankMeasurement(idOf(document, item), source);
    return [readRun(new Fields(document, [item], run, issues), blank)];
  });
}

function readRun(run: Fields, blank: Measurement): Measurement {
  const metrics = run.requiredMapping('metrics');
  const workload = run.requiredMapping('workload');
  const inputTokens = workload?.requiredNumber('input_tokens', TOKENS) ?? null;
  const outputTokens = workload?.requiredNumber('output_tokens', TOKENS) ?? null;
  const served = readServing(run);
  const model = run.text('model');
  const failed = metrics?.number('error_count', COUNT) ?? null;
  const rates = metrics === null ? null : readRates(metrics, inputTokens, outputTokens);
  const isConfirmed = rates !== null && rates.notes.length === 0;
  return {
    ...blank,
    model,
    modelSizeB: model === null ? null : modelSizeB(model),
    gpu: run.text('hardware'),
    serving: served.serving,
    load: {
      concurrency: workload?.number('concurrency', { ...COUNT, least: 1 }) ?? null,
      requestsPerSecond: metrics === null ? null : targetRate(metrics, workload),
      inputTokens,
      outputTokens,
    },
    requests: { ...blank.requests, failed },
    inputTokens: isConfirmed ? meanOf(inputTokens) : null,
    outputTokens: isConfirmed ? meanOf(outputTokens) : null,
    ...(rates !== null && { throughput: rates.throughput }),
    ...(metrics !== null && { latencies: readLatencies(metrics) }),
    notes: [
      ...served.notes,
      ...(rates?.notes ?? []),
      ...(metrics?.mapping('latency')?.raw('p99') === 0
        ? ['latency.p99 is 0: not measured, left out']
        : []),
    ],
  };
}

/**
 * `throughput` is that of input and output together: the rate of requests times both lengths, to
 * 0.1 % in all 94 runs of Llama-3.1-70B on H100. That of output follows from it.
 */
function readRates(metrics: Fields, input: number | null, output: number | null) {
  const total = metrics.requiredNumber('throughput', { what: 'tokens/s', least: 0 });
  const requests = metrics.requiredNumber('request_rate', RATE);
  const isKnown = total !== null && requests !== null && input !== null && output !== null;
  const expected = isKnown ? requests * (input + output) : Number.NaN;
  const fits = isKnown && Math.abs(expected - total) <= SAME * total;
  return {
    throughput: {
      requestsPerSecond: requests,
      inputTokensPerSecond: fits ? requests * input : null,
      outputTokensPerSecond: fits ? requests * output : null,
      totalTokensPerSecond: total,
    },
    notes: fits
      ? []
      : [
          `throughput is not request_rate · (input_tokens + output_tokens) = ${expected}: taken as total tokens/s, that of input and of output left out`,
        ],
  };
}

/** A target that is just what was reached is no load that was offered. */
function targetRate(metrics: Fields, workload: Fields | null): number | null {
  const target = workload?.number('target_qps', RATE) ?? null;
  return target === metrics.raw('request_rate') || target === 0 ? null : target;
}

function readLatencies(metrics: Fields): MeasuredLatencies {
  const seconds = (fields: Fields | null, key: string): number | null => {
    const value = fields?.number(key, MS) ?? null;
    return value === null ? null : value * MILLISECONDS;
  };
  const statistic = (key: string, fallback: string): Statistic | null => {
    const isNumber = !isMapping(metrics.raw(key));
    const fields = isNumber ? null : metrics.mapping(key);
    const mean = isNumber ? seconds(metrics, key) : seconds(fields, 'mean');
    const quantiles = (['p50', 'p99'] as const).flatMap((name) => {
      const value = seconds(fields, name);
      // 0 stands for a quantile that was not measured.
      return value === null || value === 0 ? [] : [{ p: name === 'p50' ? 0.5 : 0.99, value }];
    });
    const known = mean ?? seconds(metrics, fallback);
    return known === null && quantiles.length === 0 ? null : { ...meanOf(known), quantiles };
  };
  return {
    ttft: statistic('ttft', 'ttft_ms'),
    tpot: statistic('tpot', 'tpot_ms'),
    itl: statistic('itl', 'itl_ms'),
    e2e: statistic('latency', 'e2e_latency'),
    normalizedTpot: null,
  };
}

function meanOf(mean: number | null): Statistic {
  return { mean, sd: null, min: null, max: null, quantiles: [] };
}

/** How the model is served; what contradicts itself is left out. */
function readServing(run: Fields): {
  readonly serving: readonly ServingGroup[];
  readonly notes: readonly string[];
} {
  const count = run.number('accelerator_count', COUNT);
  const configuration = run.text('configuration');
  if (configuration === null) return { serving: [], notes: [] };
  const serving = readConfiguration(configuration);
  if (serving === null) {
    const note = `configuration ${JSON.stringify(configuration)} is not understood: left out`;
    return { serving: [], notes: [note] };
  }
  const gpus = gpuCount({ serving });
  const odd: string[] = [];
  if (count !== null && count !== gpus) odd.push(`accelerator_count is ${count}`);
  for (const role of ['prefill', 'decode'] as const) {
    const group = serving.find((each) => each.role === role);
    const nodes = run.number(`${role}_node_count`, COUNT);
    const tensor = run.number(`${role}_tp`, COUNT);
    if (nodes !== null && nodes !== (group?.replicas ?? 0))
      odd.push(`${role}_node_count is ${nodes}`);
    if (tensor !== null && tensor !== group?.parallelism.tensor)
      odd.push(`${role}_tp is ${tensor}`);
  }
  const note = `configuration ${JSON.stringify(configuration)} has ${gpus} GPUs, but ${odd.join(', ')}: taken as in configuration`;
  return { serving, notes: odd.length === 0 ? [] : [note] };
}
