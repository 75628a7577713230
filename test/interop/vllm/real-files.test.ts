import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gpuCount, quantileOf } from '../../../src/analysis/measurement.js';
import { readDocumentFile } from '../../../src/interop/measurements/read-document.js';
import { vllm } from '../../../src/interop/vllm/read.js';

/** Results that others published, where they are at hand; they are not part of the repository. */
const FOLDER = [process.env['SEALSIM_DATA'], join(import.meta.dirname, '../../../../shared/data')]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'vllm'))
  .find((folder) => existsSync(folder));

async function read(name: string) {
  const file = join(FOLDER ?? '', name);
  return readDocumentFile({ file, bytes: createReadStream(file) }, [vllm]);
}

/** Prompts, completed, duration, output tokens/s, total tokens/s, TTFT mean/p95, TPOT and ITL mean. */
const A100 = [
  [
    '1p1d__benchmark_2025-05-11_23-00-27',
    200,
    200,
    115.6448,
    345.8866,
    14181.35,
    1060.81,
    1562.05,
    45.729,
    45.729,
  ],
  [
    '1p1d__benchmark_2025-05-11_23-05-25',
    200,
    200,
    115.4068,
    346.5999,
    14210.6,
    1021.72,
    1662.01,
    52.401,
    52.401,
  ],
  [
    '2p1d__benchmark_2025-05-11_23-39-15',
    250,
    240,
    103.7699,
    231.281,
    23359.38,
    1666.37,
    3741.52,
    77.4267,
    77.4267,
  ],
  [
    '2p1d__benchmark_2025-05-11_23-41-55',
    250,
    250,
    104.3286,
    239.6276,
    24202.39,
    1573.9,
    3134.91,
    76.9961,
    76.9961,
  ],
  [
    '2replicas__benchmark_2025-05-11_22-45-40',
    200,
    200,
    115.6778,
    345.7879,
    14177.31,
    955.234,
    1408.87,
    41.55,
    41.55,
  ],
  [
    '3replicas__benchmark_2025-05-12_00-03-23',
    250,
    250,
    104.7706,
    238.6165,
    24100.27,
    1380.97,
    2375.03,
    62.1788,
    62.1838,
  ],
  [
    '3replicas__benchmark_2025-05-12_00-17-30',
    250,
    250,
    103.1332,
    242.4049,
    24482.89,
    1306.72,
    2222.661,
    57.2788,
    57.2788,
  ],
] as const;

describe.skipIf(FOLDER === undefined)(
  'published results of vLLM (skipped where they are not at hand)',
  () => {
    it.each(A100)(
      '%s has its numbers',
      async (stem, total, completed, duration, output, all, ...ms) => {
        const kind = stem.includes('replicas') ? 'vllm' : 'llm-d';
        const { measurements, issues } = await read(`A100__${kind}-${stem}.json`);
        expect(issues).toEqual([]);
        const [found] = measurements;
        expect(found).toMatchObject({
          model: 'meta-llama/Llama-3.1-8B-Instruct',
          modelSizeB: 8,
          gpu: null,
          serving: [],
          requests: { total, completed, failed: null, incomplete: null },
          goodputRequestsPerSecond: null,
          origin: 'measured',
        });
        const [ttft, ttft95, tpot, itl] = ms.map((value) => value / 1000);
        const { latencies, throughput } = found ?? {};
        const close = (value: number | null | undefined, expected = Number.NaN) =>
          expect((value ?? Number.NaN) / expected).toBeCloseTo(1, 5);
        close(found?.durationSeconds, duration);
        close(throughput?.outputTokensPerSecond, output);
        close(throughput?.totalTokensPerSecond, all);
        close(latencies?.ttft?.mean, ttft);
        close(quantileOf(latencies?.ttft ?? null, 0.95), ttft95);
        close(latencies?.tpot?.mean, tpot);
        close(latencies?.itl?.mean, itl);
        expect(latencies?.e2e).toBeNull();
        expect(found?.load.concurrency).toBeNull();
        expect(found?.load.requestsPerSecond).toBe(total === 200 ? 1.8 : 2.5);
      },
    );

    it('four L40S replicas, by their metadata alone', async () => {
      const { measurements } = await read('nerdalert_4xL40S_llama3.2-3b_10qps_with_metadata.json');
      const [found] = measurements;
      expect(found).toMatchObject({ gpu: 'NVIDIA_L40S', modelSizeB: 3 });
      expect(found && gpuCount(found)).toBe(4);
      expect(found?.serving).toMatchObject([{ role: 'replica', replicas: 4, gpusPerReplica: 1 }]);
      expect(found?.load).toMatchObject({
        requestsPerSecond: 10,
        inputTokens: 1000,
        outputTokens: 500,
      });
      expect(found?.inputTokens?.mean).toBe(999);
      expect(found?.outputTokens?.mean).toBeCloseTo(270.17, 2);
      expect(found?.latencies.ttft?.sd).toBeCloseTo(0.00927197, 8);
      expect(found?.notes).toEqual([]);
    });

    it('as fast as possible: "inf" is infinite', async () => {
      const { measurements } = await read('nerdalert_4xL40S_llama3.2-3b_inf_with_metadata.json');
      expect(measurements[0]?.load.requestsPerSecond).toBe(Number.POSITIVE_INFINITY);
      expect(measurements[0]?.throughput.outputTokensPerSecond).toBeCloseTo(11481.0165, 3);
    });

    it('says that ten requests did not end, as the file does not say that they failed', async () => {
      const { measurements } = await read('A100__llm-d-2p1d__benchmark_2025-05-11_23-39-15.json');
      expect(measurements[0]?.notes).toEqual([
        '10 of 250 requests: neither completed nor failed, as far as the file says',
      ]);
    });

    it('a list of keys is no result', async () => {
      expect(await read('vllm_bench_serve_result_keys.json')).toEqual({
        measurements: [],
        issues: [],
        format: null,
        foreign: [],
      });
    });
  },
);
