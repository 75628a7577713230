import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../../interop/measured.js';
import type { SwapHistory, TeeMode } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';

/** What every observation of a run carries. */
interface OfRun {
  /** The run's id. */
  readonly run: string;
  readonly mode: TeeMode;
  readonly model: ModelIndex;
  /** Whether the run's scheduler has a busy loop, which slows loads and inference at times. */
  readonly busyLoop: boolean;
}

/** One swap: unload (if anything was loaded) and load. */
export interface SwapObservation extends OfRun {
  readonly history: SwapHistory;
  readonly seconds: Seconds;
}

/** One batch's inference. */
export interface BatchObservation extends OfRun {
  readonly size: number;
  readonly seconds: Seconds;
  /** Position in the run. */
  readonly index: number;
  /**
   * From the end of inference to the start of the next batch, s: results are written, and what
   * waited goes on at once. NaN for the last batch.
   */
  readonly untilNext: Seconds;
}

/** What the runs tell about durations, in the order of data. */
export interface Observations {
  readonly swaps: readonly SwapObservation[];
  readonly batches: readonly BatchObservation[];
}

/** Whether a run's scheduler polls in a busy loop. */
export type BusyLoopRule = (run: MeasuredRun) => boolean;

/** As SINCERE names its strategies: those with PartialBatch do (docs/as-published.md [8]). */
export const partialBatchSpins: BusyLoopRule = ({ strategy }) => strategy.includes('PartialBatch');

/** Takes runs apart into swaps and batches. */
export function observe(data: MeasuredData, busyLoop: BusyLoopRule): Observations {
  const runs = data.runs.map((run) => ({ run, spins: busyLoop(run) }));
  return {
    swaps: runs.flatMap(({ run, spins }) => swapsOf(run, spins)),
    batches: runs.flatMap(({ run, spins }) => batchesOf(run, spins)),
  };
}

function swapsOf(run: MeasuredRun, busyLoop: boolean): SwapObservation[] {
  let previous = -1;
  let beforePrevious = -1;
  return run.batches.flatMap(({ model, startedAt, loadedAt }) => {
    if (Number.isNaN(loadedAt)) return [];
    const seconds = loadedAt - startedAt;
    const history = { first: previous < 0, previous, beforePrevious };
    beforePrevious = previous;
    previous = model;
    // A swap that took no time is a slip of the source; it was one nevertheless.
    if (!(seconds > 0)) return [];
    return [{ run: run.id, mode: run.teeMode, model, busyLoop, history, seconds }];
  });
}

function batchesOf(run: MeasuredRun, busyLoop: boolean): BatchObservation[] {
  return run.batches.map((batch, index) => ({
    run: run.id,
    mode: run.teeMode,
    model: batch.model,
    busyLoop,
    size: batch.size,
    seconds: batch.inferenceSeconds,
    index,
    untilNext: (run.batches[index + 1]?.startedAt ?? Number.NaN) - inferenceEnd(batch),
  }));
}

function inferenceEnd({ startedAt, loadedAt, inferenceSeconds }: MeasuredBatch): Seconds {
  return (Number.isNaN(loadedAt) ? startedAt : loadedAt) + inferenceSeconds;
}
