import type { MeasuredBatch, MeasuredRun } from '../../../interop/measured.js';
import type { ModelIndex, Seconds } from '../../../units.js';

/** What one batch of a measured run took, in the parts that a simulated one has. */
export interface RecordedBatch {
  readonly model: ModelIndex;
  /** Unload and load; NaN when its model was in memory. */
  readonly swapSeconds: Seconds;
  /** From then to the completion of its requests: inference, and setting it up. */
  readonly inferenceSeconds: Seconds;
  /** From completion until the GPU was released; NaN where the record does not tell. */
  readonly writeSeconds: Seconds;
}

/** A batch that begins within this after another's completion was waiting for its results. */
const BACK_TO_BACK_SECONDS = 0.5;

/** A thread that finds the GPU free takes it within this after the request that woke it. */
const WAKING_SECONDS = 0.1;

/** The durations of a run's batches, in order of service. */
export function recordedBatches(run: MeasuredRun): RecordedBatch[] {
  const members = membersOf(run);
  const completed = run.batches.map((batch, at) => completionOf(batch, members[at] ?? []));
  return run.batches.map((batch, at) => {
    const { model, startedAt, loadedAt } = batch;
    const end = completed[at] as Seconds;
    const gap = (run.batches[at + 1]?.startedAt ?? Number.NaN) - end;
    const began = startedAt - wakingTime(startedAt, completed[at - 1], members[at] ?? []);
    const swapped = !Number.isNaN(loadedAt);
    return {
      model,
      swapSeconds: swapped ? loadedAt - began : Number.NaN,
      inferenceSeconds: Math.max(0, end - (swapped ? loadedAt : began)),
      writeSeconds: gap >= 0 && gap < BACK_TO_BACK_SECONDS ? gap : Number.NaN,
    };
  });
}

interface Member {
  readonly arrival: Seconds;
  readonly latency: Seconds;
}

function membersOf({ requests, batches }: MeasuredRun): Member[][] {
  const members: Member[][] = batches.map(() => []);
  requests.batches.forEach((batch, at) => {
    const arrival = requests.arrivals[at] as number;
    const latency = requests.latencies[at] as number;
    if (batch >= 0 && !Number.isNaN(latency)) members[batch]?.push({ arrival, latency });
  });
  return members;
}

/** When a batch completed, by the latencies of its requests (a few records are wrong: median). */
function completionOf({ writtenAt }: MeasuredBatch, members: readonly Member[]): Seconds {
  const times = members.map(({ arrival, latency }) => arrival + latency).sort((a, b) => a - b);
  return times[times.length >>> 1] ?? writtenAt;
}

/**
 * What passed between the request that woke a thread and the log's line that it has the GPU. It
 * is part of the batch's time: otherwise a simulated run would gain it on the measured one.
 */
function wakingTime(
  startedAt: Seconds,
  lastCompletion: Seconds = Number.NEGATIVE_INFINITY,
  members: readonly Member[],
): Seconds {
  if (startedAt - lastCompletion < BACK_TO_BACK_SECONDS) return 0;
  const delay = startedAt - Math.max(...members.map(({ arrival }) => arrival));
  return delay > 0 && delay < WAKING_SECONDS ? delay : 0;
}
