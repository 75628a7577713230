import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identities } from '../../../src/analysis/identities.js';
import { gpuCount, type Measurement, quantileOf } from '../../../src/analysis/measurement.js';
import { formatIssue } from '../../../src/errors.js';
import { readDocumentFile } from '../../../src/interop/measurements/read-document.js';
import { DOCUMENT_FORMATS } from '../../../src/interop/measurements/registry.js';
import { LLMD_FOLDER } from './reports.js';

async function read(name: string): Promise<readonly Measurement[]> {
  const file = join(LLMD_FOLDER ?? '', name);
  const { measurements, issues } = await readDocumentFile(
    { file, bytes: createReadStream(file) },
    DOCUMENT_FORMATS,
  );
  expect(issues.map(formatIssue)).toEqual([]);
  return measurements;
}

async function readOne(name: string): Promise<Measurement> {
  const [measurement] = await read(name);
  if (measurement === undefined) throw new Error(`${name} holds nothing`);
  return measurement;
}

describe.skipIf(LLMD_FOLDER === undefined)('published reports (skipped without them)', () => {
  it('of vLLM at concurrency 1 has no host, and keeps every identity', async () => {
    const report = await readOne('real_br_v0_1_vllm_qwen3-32b_conc1.yaml');
    expect(report).toMatchObject({
      model: 'Qwen/Qwen3-32B',
      modelSizeB: 32,
      gpu: null,
      serving: [],
      load: { concurrency: 1, requestsPerSecond: Number.POSITIVE_INFINITY },
      durationSeconds: 507.5000007180497,
      requests: { total: 32, completed: 32 },
      throughput: { outputTokensPerSecond: 63.05418710290435 },
    });
    expect(report.latencies.ttft?.mean).toBeCloseTo(0.7862135391915217, 14);
    expect(report.latencies.e2e?.mean).toBeCloseTo(15.858727096085204, 12);
    expect(quantileOf(report.latencies.tpot, 0.25)).toBeNull();
    expect(quantileOf(report.latencies.e2e, 0.999)).toBeCloseTo(16.165198391264305, 12);
    expect(identities(report)).toEqual([]);
  });

  it('of GuideLLM has latencies in s that it calls ms', async () => {
    const report = await readOne('real_br_v0_1_guidellm_qwen3-0.6b_rate5.yaml');
    expect(report.load).toMatchObject({ requestsPerSecond: 5, inputTokens: 50, outputTokens: 50 });
    expect(report.latencies.e2e?.mean).toBeCloseTo(0.12442724816751159, 14);
    expect(quantileOf(report.latencies.e2e, 0.99)).toBeCloseTo(0.16179728507995605, 14);
    expect(report.latencies.tpot?.mean).toBeCloseTo(0.002266296702302526, 14);
    expect(report.latencies.normalizedTpot?.mean).toBeCloseTo(0.002485186557641765, 14);
    expect(report.notes).toHaveLength(2);
    // GuideLLM's token rates are not tokens over the duration: 574.7 and not 149 · 100 / 30.
    expect(identities(report)).toEqual([expect.stringContaining('request rate · (input + output')]);
  });

  it('as an example of v0.1 has one GPU that prefills and two hosts of eight that decode', async () => {
    const report = await readOne('br_v0_1_example.yaml');
    expect(gpuCount(report)).toBe(17);
    expect(report.serving.map(({ role, replicas }) => [role, replicas])).toEqual([
      ['prefill', 1],
      ['decode', 2],
    ]);
    expect(report.requests).toEqual({ total: 32, completed: 31, failed: 0, incomplete: 1 });
  });

  it('as an example of v0.2.1 has two replicas of eight GPUs and a router', async () => {
    const report = await readOne('br_v0_2_1_example.yaml');
    expect(gpuCount(report)).toBe(16);
    expect(report.gpu).toBe('NVIDIA-H100-80GB-HBM3');
    expect(report.load).toEqual({
      concurrency: null,
      requestsPerSecond: 10,
      inputTokens: 2148,
      outputTokens: 1000,
    });
    expect(report.durationSeconds).toBe(49.97206788184121);
    expect(report.source.tool).toBe('inference-perf 0.3.0');
  });
});

describe.skipIf(LLMD_FOLDER === undefined)(
  '94 published runs of prism (skipped without them)',
  () => {
    it('are of 19 configurations, all of whose GPUs are counted', async () => {
      const runs = await read('runs-llama70b-h100-visible.json');
      expect(runs).toHaveLength(94);
      const configurations = new Set(runs.map(({ serving }) => JSON.stringify(serving)));
      expect(configurations.size).toBe(19);
      expect(new Set(runs.map(gpuCount))).toEqual(new Set([2, 4, 8, 16, 6, 12, 10, 14]));
      const concurrencies = runs.map(({ load }) => load.concurrency ?? 0);
      expect([Math.min(...concurrencies), Math.max(...concurrencies)]).toEqual([1, 256]);
    });

    it('keep every identity', async () => {
      const runs = await read('runs-llama70b-h100-visible.json');
      expect(runs.flatMap(identities)).toEqual([]);
      // Only the quantile that was not measured is left out of each: the GPUs agree.
      expect(new Set(runs.flatMap(({ notes }) => notes))).toEqual(
        new Set(['latency.p99 is 0: not measured, left out']),
      );
    });

    it('have an output of request rate times 1000', async () => {
      const [first] = await read('runs-llama70b-h100-visible.json');
      expect(first?.throughput.outputTokensPerSecond).toBeCloseTo(88.6771419482294, 10);
      expect(first?.throughput.totalTokensPerSecond).toBe(975.3598842885756);
      expect(first?.latencies.e2e?.mean).toBeCloseTo(1372.7219601919819, 9);
    });
  },
);

const VLLM = join(LLMD_FOLDER ?? '', '../vllm');

describe.skipIf(!existsSync(VLLM))('published results of vLLM (skipped without them)', () => {
  it('keep every identity', async () => {
    const names = readdirSync(VLLM).filter((name) => name.endsWith('.json'));
    const runs = await Promise.all(names.map((name) => read(join('../vllm', name))));
    expect(runs.flat()).toHaveLength(9);
    expect(runs.flat().flatMap(identities)).toEqual([]);
  });
});
