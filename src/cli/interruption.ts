/** Thrown out of work in progress when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('interrupted');
  }
}

/** Listens for Ctrl-C, so that what is finished can be kept; until `end` it does not kill us. */
export class Interruption {
  readonly #note = (): void => {
    this.#seen = true;
  };
  #seen = false;

  constructor() {
    process.on('SIGINT', this.#note);
  }

  /** @throws InterruptedError if Ctrl-C was heard, which takes a turn of the event loop. */
  check(): void {
    if (this.#seen) throw new InterruptedError();
  }

  end(): void {
    process.off('SIGINT', this.#note);
  }
}
