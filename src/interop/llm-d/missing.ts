import type { Measurement } from '../../analysis/measurement.js';

export type ReportVersion = '0.1' | '0.2.1';

/**
 * What the schema of a report requires and a measurement does not say, in words. Without it no
 * report can be written: nothing is made up.
 */
export function missingForReport(
  measurement: Measurement,
  version: ReportVersion,
): readonly string[] {
  const { serving, model, gpu } = measurement;
  const hosts: readonly (readonly [boolean, string])[] = [
    [serving.length > 0 && gpu === null, 'the name of the GPU'],
    [(serving.length > 0 || version === '0.1') && model === null, 'the name of the model'],
  ];
  const all = version === '0.1' ? [...hosts, ...figures(measurement)] : hosts;
  return all.flatMap(([isMissing, what]) => (isMissing ? [what] : []));
}

function figures(measurement: Measurement): readonly (readonly [boolean, string])[] {
  const { requests, inputTokens, outputTokens, latencies, throughput } = measurement;
  const lacks = (value: number | null | undefined): boolean => value == null;
  return [
    [lacks(requests.total ?? requests.completed), 'the number of requests'],
    [lacks(inputTokens?.mean), 'the mean input length'],
    [lacks(outputTokens?.mean), 'the mean output length'],
    [lacks(latencies.ttft?.mean), 'the mean time to first token'],
    [lacks(throughput.totalTokensPerSecond), 'total tokens/s'],
    [lacks(measurement.durationSeconds), 'the duration'],
  ];
}

/** The name that llm-d-benchmark looks for: `benchmark_report,_*.yaml`, `…_v0.2,_*.yaml`. */
export function reportFileName(name: string, version: ReportVersion): string {
  return `benchmark_report${version === '0.1' ? '' : '_v0.2'},_${name}.yaml`;
}
