import { monotonicSeconds } from './clock.js';

/** How far a long run has come, shown on the error stream of a terminal. */
export interface Progress {
  /** @param done share of the whole, in [0, 1]. */
  update(done: number): void;
  stop(): void;
}

/** Runs shorter than this show nothing. */
const PATIENCE_SECONDS = 1;

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A progress bar if `stream` is a terminal and the run turns out long; otherwise nothing. */
export async function createProgress(label: string, stream: NodeJS.WriteStream): Promise<Progress> {
  if (!stream.isTTY) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `${label} [{bar}] {percentage} % | {eta_formatted} left`,
    stream,
    hideCursor: true,
    clearOnComplete: true,
  });
  return new BarProgress(bar);
}

interface Bar {
  start(total: number, value: number): void;
  update(value: number): void;
  stop(): void;
}

const STEPS = 1000;

class BarProgress implements Progress {
  readonly #bar: Bar;
  readonly #startedAt = monotonicSeconds();
  #shown = false;

  constructor(bar: Bar) {
    this.#bar = bar;
  }

  update(done: number): void {
    const value = Math.floor(done * STEPS);
    if (this.#shown) this.#bar.update(value);
    else if (monotonicSeconds() - this.#startedAt > PATIENCE_SECONDS) {
      this.#bar.start(STEPS, value);
      this.#shown = true;
    }
  }

  stop(): void {
    if (this.#shown) this.#bar.stop();
  }
}
