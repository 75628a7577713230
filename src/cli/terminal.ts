/** Where a command prints: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** The streams of this process. */
export function processTerminal(): Terminal {
  // Bound now: keepConsoleOffStdout replaces it.
  const write = process.stdout.write.bind(process.stdout);
  return {
    out: (text) => void write(text),
    err: (text) => void process.stderr.write(text),
  };
}

/**
 * Sends what a user's module prints to stderr: stdout holds the results alone. It stays so: a timer
 * that a module has left running may print at any time.
 */
export function keepConsoleOffStdout(): void {
  for (const method of ['log', 'info', 'debug', 'table', 'dir'] as const) {
    console[method] = console.error;
  }
  const { stdout, stderr } = process;
  stdout.write = ((...words: Parameters<typeof stderr.write>) =>
    stderr.write(...words)) as typeof stdout.write;
}
