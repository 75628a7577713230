/** Thrown out of work in progress when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('interrupted');
  }
}

/** Ctrl-C, a polite `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C and its like, so that what is finished can be kept; until `end` they do not
 * kill us.
 */
export class Interruption {
  readonly #note = (): void => {
    this.#seen = true;
    this.#raise(new InterruptedError());
  };
  #seen = false;
  #raise: (error: InterruptedError) => void = () => {};
  /** Rejects with an InterruptedError as soon as a signal is heard. */
  readonly raised: Promise<never>;

  constructor() {
    this.raised = new Promise((_, raise) => {
      this.#raise = raise;
    });
    // Not everyone waits for it.
    this.raised.catch(() => {});
    for (const signal of SIGNALS) process.on(signal, this.#note);
  }

  /** @throws InterruptedError if a signal was heard, which takes a turn of the event loop. */
  check(): void {
    if (this.#seen) throw new InterruptedError();
  }

  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#note);
  }
}
