import { blankMeasurement, type Measurement } from '../../analysis/measurement.js';

/**
 * A report v0.1 of which no request was made, such as of the harness `nop`, which times how a server
 * starts: the schema requires statistics all the same, and the zeros that they hold are no figures.
 */
export function withoutRequests(report: Measurement): Measurement {
  if (!isEmpty(report)) return report;
  const { inputTokens, outputTokens, latencies, throughput } = blankMeasurement('', report.source);
  return {
    ...report,
    ...{ inputTokens, outputTokens, latencies, throughput },
    notes: [...report.notes, 'no request was made: lengths, times and rates of 0 are unknown'],
  };
}

/** Whether everything that the schema asks for is 0. */
function isEmpty({ requests, outputTokens, latencies, throughput }: Measurement): boolean {
  const required = [
    requests.total,
    outputTokens?.mean,
    latencies.ttft?.mean,
    throughput.totalTokensPerSecond,
  ];
  return required.every((value) => value === 0);
}
