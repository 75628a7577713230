import type { LatencyCounts } from '../../../metrics/latency/log-histogram.js';
import { LatencyRecorder } from '../../../metrics/records/latency-recorder.js';
import { RequestRecorder } from '../../../metrics/records/request-recorder.js';
import type { RecordTable } from '../../../metrics/records/table.js';
import { TimelineRecorder } from '../../../metrics/records/timeline-recorder.js';
import type { RunSummary } from '../../../metrics/summary.js';
import type { StrategyDefinition } from '../../../serving/batch/strategies/strategy.js';
import { runReplication, type Work } from '../../replicate.js';
import type { BlockResult, BlockTask } from '../../store/types.js';
import { readMetrics } from './read-metrics.js';

/** What simulating a block needs beside the task. */
export interface BlockTools {
  /** The code of the scenario's strategy. */
  readonly strategy: StrategyDefinition;
  /** Does work to its end. */
  finish(work: Work<RunSummary>): Promise<RunSummary>;
  /** Records as the text of a CSV file. */
  csv(table: RecordTable): string;
}

/**
 * Simulates some replications of a cell.
 * @throws UserError if the strategy decides what cannot be done, and what `finish` throws.
 */
export async function simulateBlock(task: BlockTask, tools: BlockTools): Promise<BlockResult> {
  const { cell, from, count } = task;
  const values: (readonly number[])[] = [];
  const latency: LatencyCounts[] = [];
  let files = { timelineCsv: null as string | null, requestsCsv: null as string | null };
  for (let replication = from; replication < from + count; replication++) {
    const recorders = recordersOf(task, replication);
    const summary = await tools.finish(workOf(task, replication, recorders, tools));
    values.push(readMetrics(summary, task.metrics));
    if (recorders.latency !== null) latency.push(recorders.latency.counted());
    if (replication === 0) files = filesOf(recorders, tools);
  }
  const kept = task.keep.latencyHistogram ? latency : null;
  return { record: { cell, from, values, latency: kept }, ...files };
}

interface Recorders {
  readonly latency: LatencyRecorder | null;
  readonly timeline: TimelineRecorder | null;
  readonly requests: RequestRecorder | null;
}

/** What a replication is recorded by; files are kept of the first one only. */
function recordersOf({ scenario, keep }: BlockTask, replication: number): Recorders {
  const { models, slaSeconds, server } = scenario;
  const first = replication === 0;
  return {
    latency: keep.latencyHistogram ? new LatencyRecorder() : null,
    timeline: keep.timeline && first ? new TimelineRecorder(models, server.gpus) : null,
    requests:
      keep.requests && first ? new RequestRecorder(models, slaSeconds, null, server.gpus) : null,
  };
}

function workOf(
  { scenario }: BlockTask,
  replication: number,
  { latency, timeline, requests }: Recorders,
  { strategy }: BlockTools,
): Work<RunSummary> {
  const isThere = <Each>(each: Each | null): each is Each => each !== null;
  return runReplication({ scenario, strategy }, replication, [timeline, requests].filter(isThere), {
    afterWarmUp: [latency].filter(isThere),
    // Latencies of a run that does not settle are no sample of anything.
    noSteadyState: () => latency?.forget(),
  });
}

function filesOf({ timeline, requests }: Recorders, { csv }: BlockTools) {
  return {
    timelineCsv: timeline === null ? null : csv(timeline.table()),
    requestsCsv: requests === null ? null : csv(requests.table()),
  };
}
