import type { ModelIndex } from '../../units.js';

/** A scheduler thread that waits while a batch it released is served. */
export interface BlockingThread {
  /** It released a batch and waits for it. */
  block(): void;
  /** That batch is served, or its slot was found empty. */
  unblock(): void;
}

/** What the timer thread asks of the server. */
export interface TimerOwner {
  /** The timer of `model` has expired. Releases made in answer block `thread`. */
  onTimer(model: ModelIndex, thread: BlockingThread | null): void;
  /** A sweep over the timers has ended, or waits for a batch. */
  onSwept(): void;
  /** As `PollOwner.isQuiet`, for all GPUs whose timers these are. */
  isQuiet(): boolean;
}

/** What the thread that polls asks of the server. */
export interface PollOwner {
  /** Time to look at the resident model. Returns whether anything was decided. */
  onPoll(resident: ModelIndex, thread: BlockingThread): boolean;
  /**
   * Whether the run ends when nothing can happen any more, no request will arrive, and the GPU
   * is free with nobody waiting for it: then looks that find nothing are not repeated.
   */
  isQuiet(): boolean;
}
