/** Where a command prints: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** The streams of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  };
}

/** Sends what a user's module prints with `console` to stderr: stdout holds the results alone. */
export function keepConsoleOffStdout(): void {
  for (const method of ['log', 'info', 'debug', 'table', 'dir'] as const) {
    console[method] = console.error;
  }
}
