import type { MeasuredRun } from '../../../interop/measured.js';
import type { Seconds } from '../../../units.js';
import type { RecordedTrigger } from './recorded-triggers.js';

/** A trigger this soon after the timer thread was let go is of the same sweep: the next is 0.2 s off. */
const SAME_SWEEP_SECONDS = 0.15;

/**
 * When the sweeps began that fired the recorded timers. A sweep that has released a batch waits
 * for it, then goes on with the timers as they were at its start [docs/as-published.md 6]: what
 * fires right at the end of that batch was found expired before it.
 * @returns for each timer the start of its sweep, with its model, in the order given.
 */
export function sweepStarts(
  timers: readonly RecordedTrigger[],
  run: MeasuredRun,
): RecordedTrigger[] {
  const starts: RecordedTrigger[] = [];
  timers.forEach((timer, at) => {
    const before = timers[at - 1];
    const goesOn = before !== undefined && followsBatchOf(before, timer.time, run);
    const start = goesOn ? (starts[at - 1] as RecordedTrigger).time : timer.time;
    starts.push({ ...timer, time: start });
  });
  return starts;
}

/** Whether the batch that `timer` released let go of the GPU just before `time`. */
function followsBatchOf(timer: RecordedTrigger, time: Seconds, { batches }: MeasuredRun): boolean {
  return batches.some(({ model, startedAt, writtenAt }) => {
    const wait = time - writtenAt;
    return (
      model === timer.model &&
      startedAt > timer.time - SAME_SWEEP_SECONDS &&
      Math.abs(wait) < SAME_SWEEP_SECONDS
    );
  });
}
