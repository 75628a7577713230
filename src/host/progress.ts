import { monotonicSeconds } from './clock.js';

/** How far a long run has come, shown on the error stream of a terminal. */
export interface Progress {
  /**
   * @param done share of the whole, in [0, 1].
   * @param detail what to say beside it, in place of the time that is left.
   */
  update(done: number, detail?: string): void;
  /** Clears the line; what is told afterwards shows again. */
  stop(): void;
}

/** Runs shorter than this show nothing. */
const PATIENCE_SECONDS = 1;

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A progress bar if `stream` is a terminal and the run turns out long; otherwise nothing. */
export function createProgress(label: string, stream: NodeJS.WriteStream): Promise<Progress> {
  return createBar(`${label} [{bar}] {percentage} % | {eta_formatted} left`, stream);
}

/** The same, for who has more to say: rates, and what is being done. Begins sooner. */
export function createDetailedProgress(
  label: string,
  stream: NodeJS.WriteStream,
): Promise<Progress> {
  return createBar(`${label} [{bar}] {percentage} % | {detail}`, stream, PATIENCE_SECONDS / 4);
}

async function createBar(
  format: string,
  stream: NodeJS.WriteStream,
  patienceSeconds = PATIENCE_SECONDS,
): Promise<Progress> {
  if (!stream.isTTY) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format,
    stream,
    hideCursor: true,
    clearOnComplete: true,
  });
  return new BarProgress(bar, patienceSeconds);
}

interface Payload extends Readonly<Record<string, unknown>> {
  readonly detail: string;
}

interface Bar {
  start(total: number, value: number, payload: Payload): void;
  update(value: number, payload: Payload): void;
  stop(): void;
}

const STEPS = 1000;

class BarProgress implements Progress {
  readonly #bar: Bar;
  readonly #patienceSeconds: number;
  readonly #startedAt = monotonicSeconds();
  #shown = false;

  constructor(bar: Bar, patienceSeconds: number) {
    this.#bar = bar;
    this.#patienceSeconds = patienceSeconds;
  }

  update(done: number, detail = ''): void {
    const value = Math.floor(done * STEPS);
    if (this.#shown) this.#bar.update(value, { detail });
    else if (monotonicSeconds() - this.#startedAt > this.#patienceSeconds) {
      this.#bar.start(STEPS, value, { detail });
      this.#shown = true;
    }
  }

  stop(): void {
    if (this.#shown) this.#bar.stop();
    this.#shown = false;
  }
}
